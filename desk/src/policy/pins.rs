//! What systems and tickets are pinned to. The desk keeps every version it was started with, so that
//! a pin holds when the file is gone; and it does not start where one would not: a clause that reads
//! otherwise than when the ticket was filed would be a promise nobody made.

use std::collections::BTreeMap;

use anyhow::bail;
use deskside_protocol::policy::Policy;
use sqlx::Row as _;

use super::Versions;
use super::versions::Version;
use crate::problem::Fault;
use crate::store::{Connection, Row, Store, Stored, Tx};

/// Keeps the versions given, and answers with those known from earlier starts.
///
/// # Errors
/// When something is pinned to a version that is neither given nor kept, or that was given before
/// with another text.
pub(super) async fn settle(store: &Store, versions: &Versions) -> anyhow::Result<Vec<Policy>> {
    let mut db = store.read().acquire().await?;
    let kept = kept(&mut db).await?;
    let pinned = pinned(&mut db).await?;
    drop(db);
    let mut new = Vec::new();
    for Version { policy, built_in } in versions.all() {
        let before = kept.get(&policy.id);
        if before.is_some_and(|before| before.as_ref() == Some(policy)) {
            continue;
        }
        if before.is_some() && pinned.contains_key(&policy.id) {
            if !built_in {
                bail!(
                    "the policy {} is not what it was when {} were pinned to it: give the changed \
                     text a number of its own",
                    policy.id,
                    pinned[&policy.id],
                );
            }
            tracing::warn!(
                policy = policy.id,
                "a built-in policy changed with this release"
            );
        }
        new.push(policy.clone());
    }
    let earlier: Vec<Policy> = kept
        .into_iter()
        .filter(|(id, _)| versions.get(id).is_none())
        .filter_map(|(_, policy)| policy)
        .collect();
    for (id, who) in pinned {
        if versions.get(&id).is_none() && !earlier.iter().any(|policy| policy.id == id) {
            bail!(
                "{who} are pinned to the policy {id}, which nobody has: add its file to --policies"
            );
        }
    }
    if !new.is_empty() {
        store
            .write(move |tx| Box::pin(async move { keep(tx, &new).await }))
            .await?;
    }
    Ok(earlier)
}

/// Versions by number; one whose text can no longer be read is `None`.
async fn kept(db: &mut Connection) -> anyhow::Result<BTreeMap<String, Option<Policy>>> {
    let rows = sqlx::query("SELECT id, body FROM policies ORDER BY id")
        .fetch_all(db)
        .await?;
    let read = |row: &Row| -> Result<_, sqlx::Error> {
        let body: &str = row.try_get("body")?;
        Ok((row.try_get("id")?, serde_json::from_str(body).ok()))
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

async fn keep(tx: &mut Tx, policies: &[Policy]) -> Result<(), Fault> {
    for policy in policies {
        sqlx::query(
            "INSERT INTO policies (id, body) VALUES ($1, $2)
             ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        )
        .bind(&policy.id)
        .bind(Stored(policy))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// How much is pinned to a version.
#[derive(Clone, Copy, Debug, Default)]
struct Pins {
    systems: i64,
    tickets: i64,
}

impl std::fmt::Display for Pins {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} systems and {} tickets", self.systems, self.tickets)
    }
}

/// Numbers of versions that something is pinned to.
async fn pinned(db: &mut Connection) -> anyhow::Result<BTreeMap<String, Pins>> {
    let mut pinned = BTreeMap::<String, Pins>::new();
    let systems: Vec<(String, i64)> = sqlx::query_as(
        "SELECT policy, COUNT(*) FROM systems WHERE policy IS NOT NULL GROUP BY policy",
    )
    .fetch_all(&mut *db)
    .await?;
    let tickets: Vec<(String, i64)> =
        sqlx::query_as("SELECT policy, COUNT(*) FROM tickets GROUP BY policy")
            .fetch_all(db)
            .await?;
    for (policy, count) in systems {
        pinned.entry(policy).or_default().systems = count;
    }
    for (policy, count) in tickets {
        pinned.entry(policy).or_default().tickets = count;
    }
    Ok(pinned)
}
