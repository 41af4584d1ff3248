//! What a host must be told: numbered rows, written in the same transaction as their cause, each
//! with the head of the audit chain after it (trust rule 7).

use deskside_protocol::DateTime;
use deskside_protocol::host::{DeskEvent, DeskFact};
use deskside_protocol::ids::SystemId;

use crate::audit;
use crate::problem::Fault;
use crate::store::{After, Connection, Tx, count, ms};

/// A host pulls at most this many at once.
const PULL: i64 = 200;

/// Adds an event. What it is about is in the audit by then, so that its head covers it.
///
/// # Errors
/// When the database refuses.
pub async fn append(
    tx: &mut Tx,
    system: &SystemId,
    what: DeskFact,
    now: DateTime,
) -> Result<(), Fault> {
    let last: Option<i64> = sqlx::query_scalar("SELECT MAX(seq) FROM events WHERE system = $1")
        .bind(system.as_str())
        .fetch_one(&mut **tx)
        .await?;
    let seq = last.unwrap_or(0) + 1;
    let event = DeskEvent {
        seq: count(seq),
        at: now,
        what,
        head: audit::head(tx, system).await?,
    };
    sqlx::query("INSERT INTO events (system, seq, body) VALUES ($1, $2, $3)")
        .bind(system.as_str())
        .bind(seq)
        .bind(serde_json::to_string(&event)?)
        .execute(&mut **tx)
        .await?;
    tx.then(After::Deliver(system.clone()));
    Ok(())
}

/// The oldest event a host has not taken yet: its number and body.
///
/// # Errors
/// When the database cannot be read.
pub async fn next(db: &mut Connection, system: &SystemId) -> Result<Option<(i64, String)>, Fault> {
    Ok(sqlx::query_as(
        "SELECT seq, body FROM events WHERE system = $1 AND delivered_at IS NULL
         ORDER BY seq LIMIT 1",
    )
    .bind(system.as_str())
    .fetch_optional(db)
    .await?)
}

/// A host has taken everything up to a number.
///
/// # Errors
/// When the database refuses.
pub async fn delivered(
    db: &mut Connection,
    system: &SystemId,
    up_to: i64,
    now: DateTime,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE events SET delivered_at = $3
         WHERE system = $1 AND seq <= $2 AND delivered_at IS NULL",
    )
    .bind(system.as_str())
    .bind(up_to)
    .bind(ms(now))
    .execute(db)
    .await?;
    Ok(())
}

/// Events after a number, oldest first, for a host that pulls.
///
/// # Errors
/// When the database cannot be read.
pub async fn after(
    db: &mut Connection,
    system: &SystemId,
    after: i64,
) -> Result<Vec<DeskEvent>, Fault> {
    let bodies: Vec<String> = sqlx::query_scalar(
        "SELECT body FROM events WHERE system = $1 AND seq > $2 ORDER BY seq LIMIT $3",
    )
    .bind(system.as_str())
    .bind(after)
    .bind(PULL)
    .fetch_all(db)
    .await?;
    bodies
        .iter()
        .map(|body| Ok(serde_json::from_str(body)?))
        .collect()
}

/// Systems whose hosts have something to be told.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(db: &mut Connection) -> Result<Vec<SystemId>, Fault> {
    let systems: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT system FROM events WHERE delivered_at IS NULL")
            .fetch_all(db)
            .await?;
    Ok(systems.into_iter().map(SystemId).collect())
}
