//! The audit chain of each system: appended in the same transaction as the act it records, and
//! handed out byte for byte as it was hashed (trust rule 7).

use std::collections::BTreeMap;

use deskside_protocol::DateTime;
use deskside_protocol::api::AuditTrail;
use deskside_protocol::audit::{self, Broken, Entry, Fact, Head, Step};
use deskside_protocol::host::SignedHead;
use deskside_protocol::identity::{AgentCard, Person};
use deskside_protocol::ids::SystemId;
use deskside_protocol::problem::Code;
use sqlx::Row as _;

use crate::jws;
use crate::problem::Fault;
use crate::store::{Connection, count};
use crate::system::System;

/// Who did something.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// An agent.
    Agent(&'a AgentCard),
    /// Somebody in the host.
    Person(&'a Person),
    /// The host by itself.
    Host,
    /// The desk by itself.
    Desk,
}

impl Actor<'_> {
    /// As it is written down: a kind, and a name where it is a person or an agent.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Actor::Agent(card) => format!("agent:{}", card.name),
            Actor::Person(person) => format!("person:{}", person.name),
            Actor::Host => "host".to_owned(),
            Actor::Desk => "desk".to_owned(),
        }
    }
}

/// Adds an entry to the system's chain.
///
/// # Errors
/// When the database refuses.
pub async fn append(
    db: &mut Connection,
    system: &SystemId,
    at: DateTime,
    actor: Actor<'_>,
    step: Step,
    about: &str,
    detail: &[(&str, String)],
) -> Result<(), Fault> {
    let fact = Fact {
        at,
        actor: actor.words(),
        step,
        about: about.to_owned(),
        detail: detail
            .iter()
            .map(|(name, word)| ((*name).to_owned(), word.clone()))
            .collect::<BTreeMap<_, _>>(),
    };
    let last = last(db, system).await?;
    let last = last.as_ref().map(|(seq, hash)| (*seq, hash.as_str()));
    let entry = audit::link(system, last, serde_json::to_string(&fact)?);
    sqlx::query(
        "INSERT INTO audit_entry (system, seq, body, prev, hash) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(system.as_str())
    .bind(i64::try_from(entry.seq).unwrap_or(i64::MAX))
    .bind(entry.body)
    .bind(entry.prev)
    .bind(entry.hash)
    .execute(db)
    .await?;
    Ok(())
}

async fn last(db: &mut Connection, system: &SystemId) -> Result<Option<(u64, String)>, Fault> {
    let row: Option<(i64, String)> = sqlx::query_as(
        "SELECT seq, hash FROM audit_entry WHERE system = $1 ORDER BY seq DESC LIMIT 1",
    )
    .bind(system.as_str())
    .fetch_optional(db)
    .await?;
    Ok(row.map(|(seq, hash)| (count(seq), hash)))
}

/// Where the chain ends now.
///
/// # Errors
/// When the database cannot be read.
pub async fn head(db: &mut Connection, system: &SystemId) -> Result<Head, Fault> {
    let (seq, hash) = last(db, system)
        .await?
        .unwrap_or_else(|| (0, audit::genesis()));
    Ok(Head {
        system: system.clone(),
        seq,
        hash,
    })
}

/// Keeps the head a host countersigned, if it did and it is not older than the one kept.
///
/// # Errors
/// When the signature does not hold.
pub async fn keep_countersigned(
    db: &mut Connection,
    system: &System,
    token: &str,
) -> Result<(), Fault> {
    let refused = || Fault::of(Code::SignatureRefused);
    let host = system.host.as_ref().ok_or_else(refused)?;
    let signed: SignedHead = jws::verified(token, &host.key).map_err(|_| refused())?;
    if signed.iss != system.id || signed.head.system != system.id {
        return Err(refused());
    }
    sqlx::query(
        "UPDATE systems SET countersigned = $2, countersigned_seq = $3
         WHERE id = $1 AND (countersigned_seq IS NULL OR countersigned_seq <= $3)",
    )
    .bind(system.id.as_str())
    .bind(token)
    .bind(i64::try_from(signed.head.seq).map_err(|_| refused())?)
    .execute(db)
    .await?;
    Ok(())
}

/// The whole trail of a system, with the desk's own check of it.
///
/// # Errors
/// When the system has no host whose key could countersign.
pub async fn trail(db: &mut Connection, system: &System) -> Result<AuditTrail, Fault> {
    let host = system
        .host
        .as_ref()
        .ok_or_else(|| Fault::of(Code::NotFound))?;
    let (entries, countersigned) = chain(db, &system.id).await?;
    Ok(AuditTrail {
        system: system.id.clone(),
        broken: check(system, &entries, countersigned.as_deref()),
        entries,
        countersigned,
        host_key: host.key.clone(),
    })
}

/// Whether a system's chain is broken, by the desk's own check.
///
/// # Errors
/// When the database cannot be read.
pub async fn broken(db: &mut Connection, system: &System) -> Result<Option<Broken>, Fault> {
    let (entries, countersigned) = chain(db, &system.id).await?;
    Ok(check(system, &entries, countersigned.as_deref()))
}

/// The chain of a system, and the last head its host countersigned.
async fn chain(
    db: &mut Connection,
    system: &SystemId,
) -> Result<(Vec<Entry>, Option<String>), Fault> {
    let rows =
        sqlx::query("SELECT seq, body, prev, hash FROM audit_entry WHERE system = $1 ORDER BY seq")
            .bind(system.as_str())
            .fetch_all(&mut *db)
            .await?;
    let entries = rows
        .iter()
        .map(|row| {
            Ok(Entry {
                seq: count(row.try_get("seq")?),
                body: row.try_get("body")?,
                prev: row.try_get("prev")?,
                hash: row.try_get("hash")?,
            })
        })
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    let countersigned = sqlx::query_scalar("SELECT countersigned FROM systems WHERE id = $1")
        .bind(system.as_str())
        .fetch_one(db)
        .await?;
    Ok((entries, countersigned))
}

fn check(system: &System, entries: &[Entry], countersigned: Option<&str>) -> Option<Broken> {
    let head = system
        .host
        .as_ref()
        .zip(countersigned)
        .and_then(|(host, token)| jws::verified::<SignedHead>(token, &host.key).ok())
        .map(|signed| signed.head);
    audit::verify(&system.id, entries, head.as_ref()).err()
}
