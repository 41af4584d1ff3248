//! Requests by the form, from people who cannot get into their ERP: nobody vouches for them, so they are
//! known by a key in one letter, and nothing else is sent until they used it.

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::identity::{Lang, Person};
use deskside_protocol::ids::{SystemId, TicketId};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::TicketState;
use sqlx::Row as _;

use super::Ticket;
use crate::identity::ASKER;
use crate::keys::digest;
use crate::mail::{folded, meet};
use crate::problem::Fault;
use crate::store::{Connection, Tx, moment, ms};

/// A page can be opened so long after the ticket closed.
const OPEN_AFTER_CLOSING: TimeDelta = TimeDelta::days(30);
/// An address gets one letter in this time, unless its reader answers for it.
const ONE_LETTER_IN: TimeDelta = TimeDelta::hours(24);
/// This many requests of one system come by the form in an hour.
const MOST_AN_HOUR: i64 = 30;

/// Somebody of whom no more is known than what they typed. The id cannot be one that a host gives.
#[must_use]
pub fn outsider(name: &str, email: &str, lang: Lang) -> Person {
    Person {
        id: format!("{ASKER}{}", folded(email)),
        login: folded(email),
        name: name.to_owned(),
        email: email.trim().to_owned(),
        lang,
    }
}

/// Whether so many requests came that this one has to wait: it would have the desk write to a stranger
/// again, or bury what others of the system asked.
///
/// # Errors
/// When it is so.
pub async fn too_many(
    db: &mut Connection,
    system: &SystemId,
    email: &str,
    now: DateTime,
) -> Result<(), Fault> {
    let (to_address, of_system): (i64, i64) = sqlx::query_as(
        "SELECT
         (SELECT COUNT(*) FROM web_requests
          WHERE address = $1 AND asked_at > $2 AND verified_at IS NULL),
         (SELECT COUNT(*) FROM web_requests WHERE system = $3 AND asked_at > $4)",
    )
    .bind(folded(email))
    .bind(ms(now - ONE_LETTER_IN))
    .bind(system.as_str())
    .bind(ms(now - TimeDelta::hours(1)))
    .fetch_one(db)
    .await?;
    match (to_address, of_system) {
        (1.., _) => Err(Fault::on(Code::TooMany, "email")),
        (_, MOST_AN_HOUR..) => Err(Fault::of(Code::TooMany)),
        _ => Ok(()),
    }
}

/// The ticket that this form made before, so that sending it again makes nothing more.
///
/// # Errors
/// When the database cannot be read.
pub async fn made_by(
    db: &mut Connection,
    system: &SystemId,
    once: &str,
) -> Result<Option<Ticket>, Fault> {
    let made: Option<String> =
        sqlx::query_scalar("SELECT ticket FROM web_requests WHERE system = $1 AND once_hash = $2")
            .bind(system.as_str())
            .bind(digest(once))
            .fetch_optional(&mut *db)
            .await?;
    match made {
        Some(id) => Ok(Some(Ticket::load(db, system, &TicketId(id)).await?)),
        None => Ok(None),
    }
}

/// Remembers who asked, by the hashes of form and key.
///
/// # Errors
/// When the form was used before.
pub async fn remember_asked(
    tx: &mut Tx,
    ticket: &Ticket,
    once: &str,
    key: &str,
    now: DateTime,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO web_requests (system, ticket, address, once_hash, key_hash, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .bind(folded(&ticket.reporter.email))
    .bind(digest(once))
    .bind(digest(key))
    .bind(ms(now))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What a key opens.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The ticket.
    pub ticket: Ticket,
    /// When its reporter used the key for the first time.
    pub verified_at: Option<DateTime>,
}

/// What a key opens, until a while after the ticket closed.
///
/// # Errors
/// When it opens nothing, or nothing any more.
pub async fn by_key(db: &mut Connection, key: &str, now: DateTime) -> Result<Asked, Fault> {
    let row =
        sqlx::query("SELECT system, ticket, verified_at FROM web_requests WHERE key_hash = $1")
            .bind(digest(key))
            .fetch_optional(&mut *db)
            .await?
            .ok_or_else(Fault::nothing)?;
    let system = SystemId(row.try_get("system")?);
    let ticket = Ticket::load(db, &system, &TicketId(row.try_get("ticket")?)).await?;
    if let TicketState::Closed { at } = ticket.state
        && now - at > OPEN_AFTER_CLOSING
    {
        return Err(Fault::nothing());
    }
    let verified_at: Option<i64> = row.try_get("verified_at")?;
    Ok(Asked {
        ticket,
        verified_at: verified_at.map(moment),
    })
}

/// The reporter showed that they read what is sent to this address: from now on they are written to.
///
/// # Errors
/// When the database refuses.
pub async fn prove(
    db: &mut Connection,
    ticket: &Ticket,
    address: &str,
    now: DateTime,
) -> Result<(), Fault> {
    let proven = sqlx::query(
        "UPDATE web_requests SET verified_at = $4
         WHERE system = $1 AND ticket = $2 AND address = $3 AND verified_at IS NULL",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .bind(folded(address))
    .bind(ms(now))
    .execute(&mut *db)
    .await?
    .rows_affected();
    if proven > 0 {
        meet(db, &ticket.system, &ticket.reporter, false).await?;
    }
    Ok(())
}
