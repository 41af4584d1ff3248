//! Threads: which letters and mails belong to one ticket, and the address that leads an answer there.
//! Neither is ever read from a subject, which anybody can write.

use deskside_protocol::ids::{SystemId, TicketId, word};
use sqlx::Row as _;

use super::people::folded;
use crate::desk::Desk;
use crate::problem::Fault;
use crate::store::{Connection, Row};

/// A letter names at most this many before it; the first and the newest ones.
const NAMED: usize = 12;

/// The secret of the address to which this recipient answers about this ticket.
pub(super) async fn token(
    desk: &Desk,
    system: String,
    ticket: String,
    recipient: &str,
) -> Result<String, Fault> {
    let (recipient, fresh) = (folded(recipient), word(desk.world.random()));
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                Ok(sqlx::query_scalar(
                    "INSERT INTO reply_tokens (system, ticket, recipient, token)
                     VALUES ($1, $2, $3, $4) ON CONFLICT (system, ticket, recipient)
                     DO UPDATE SET token = reply_tokens.token RETURNING token",
                )
                .bind(system)
                .bind(ticket)
                .bind(recipient)
                .bind(fresh)
                .fetch_one(&mut **tx)
                .await?)
            })
        })
        .await
}

/// The ticket an address leads to.
pub(super) async fn by_token(
    db: &mut Connection,
    token: &str,
) -> Result<Option<(SystemId, TicketId)>, Fault> {
    let row = sqlx::query("SELECT system, ticket FROM reply_tokens WHERE token = $1")
        .bind(token)
        .fetch_optional(db)
        .await?;
    row.map(|row| both(&row)).transpose()
}

/// The ticket that a letter of ours was about.
pub(super) async fn by_letter(
    db: &mut Connection,
    letter: &str,
) -> Result<Option<(SystemId, TicketId)>, Fault> {
    let row = sqlx::query("SELECT system, ticket FROM outbox WHERE id = $1 AND ticket IS NOT NULL")
        .bind(letter)
        .fetch_optional(db)
        .await?;
    row.map(|row| both(&row)).transpose()
}

fn both(row: &Row) -> Result<(SystemId, TicketId), Fault> {
    Ok((
        SystemId(row.try_get("system")?),
        TicketId(row.try_get("ticket")?),
    ))
}

/// Message-IDs of what this person was sent, and sent, about this ticket before a letter: oldest first.
pub(super) async fn before(
    db: &mut Connection,
    letter: &Row,
    domain: &str,
) -> Result<Vec<String>, Fault> {
    let Some(ticket) = letter.try_get::<Option<String>, _>("ticket")? else {
        return Ok(Vec::new());
    };
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT name, ours FROM (
          SELECT id AS name, 1 AS ours, written_at AS at, id AS place FROM outbox
          WHERE system = $1 AND ticket = $2 AND recipient = $3
          AND (written_at < $4 OR (written_at = $4 AND id < $5))
          UNION ALL
          SELECT message_id, 0, at, message_id FROM mails_in
          WHERE system = $1 AND ticket = $2 AND sender = LOWER($3) AND at <= $4
          AND message_id IS NOT NULL
         ) ORDER BY at, place",
    )
    .bind(letter.try_get::<String, _>("system")?)
    .bind(ticket)
    .bind(letter.try_get::<String, _>("recipient")?)
    .bind(letter.try_get::<i64, _>("written_at")?)
    .bind(letter.try_get::<String, _>("id")?)
    .fetch_all(db)
    .await?;
    let mut names: Vec<String> = rows
        .into_iter()
        .map(|(name, ours)| match ours {
            1 => format!("<{name}@{domain}>"),
            _ => format!("<{name}>"),
        })
        .collect();
    if names.len() > NAMED {
        names.drain(1..names.len() - NAMED + 1);
    }
    Ok(names)
}
