//! What happened on a ticket, in order, for both sides to see.

use deskside_protocol::DateTime;
use deskside_protocol::ticket::{Happened, Moment};
use sqlx::Row as _;

use super::Ticket;
use crate::audit::Actor;
use crate::problem::Fault;
use crate::store::{Connection, Stored, moment, ms};

/// Writes down that something happened.
///
/// # Errors
/// When the database refuses.
pub async fn note(
    db: &mut Connection,
    ticket: &Ticket,
    now: DateTime,
    actor: Actor<'_>,
    what: Happened,
    detail: &[(&str, String)],
) -> Result<(), Fault> {
    let detail: std::collections::BTreeMap<&str, &String> =
        detail.iter().map(|(name, value)| (*name, value)).collect();
    sqlx::query(
        "INSERT INTO timeline (system, ticket, seq, at, actor, what, detail)
         SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, $3, $4, $5, $6 FROM timeline
         WHERE system = $1 AND ticket = $2",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .bind(ms(now))
    .bind(actor.words())
    .bind(Stored(what))
    .bind(Stored(detail))
    .execute(db)
    .await?;
    Ok(())
}

/// All that happened, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn of(db: &mut Connection, ticket: &Ticket) -> Result<Vec<Moment>, Fault> {
    let rows = sqlx::query(
        "SELECT at, actor, what, detail FROM timeline
         WHERE system = $1 AND ticket = $2 ORDER BY seq",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .fetch_all(db)
    .await?;
    let moments = rows.iter().map(|row| {
        Ok(Moment {
            at: moment(row.try_get("at")?),
            actor: row.try_get("actor")?,
            what: row.try_get::<Stored<_>, _>("what")?.0,
            detail: row.try_get::<Stored<_>, _>("detail")?.0,
        })
    });
    Ok(moments.collect::<Result<_, sqlx::Error>>()?)
}
