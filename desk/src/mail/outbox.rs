//! The outbox: letters wait here from the commit that holds their cause.

use deskside_protocol::ids::{MessageId, SystemId, TicketId};

use super::people::folded;
use super::{Letter, Recipient, stops};
use crate::desk::Desk;
use crate::problem::Fault;
use crate::store::{After, Connection, Tx, ms};

/// Puts a letter into the outbox: unless nobody could get it, the reader said they can do without, or
/// the address is one that somebody typed into the form and nobody answered from.
///
/// # Errors
/// When the database refuses.
pub async fn post(
    tx: &mut Tx,
    desk: &Desk,
    system: &SystemId,
    to: &Recipient,
    letter: &Letter,
) -> Result<(), Fault> {
    let address = to.email.trim();
    if address.is_empty() {
        return Ok(());
    }
    if !to.agent && !letter.holds_key && stranger(tx, system, letter, address).await? {
        return Ok(());
    }
    let mut letter = letter.clone();
    if let Some(topic) = letter.topic {
        let stop = stops::of(tx, desk, system, to, topic).await?;
        if stop.stopped {
            return Ok(());
        }
        let label = desk.texts.say(to.lang, "mail.stop", &[]);
        letter.stop = Some((label, stop.address(desk)));
    }
    if let Some(ticket) = letter.thread.clone().filter(|_| !to.agent)
        && let Some(key) = footer(tx, desk, system, &letter, &ticket).await?
    {
        letter.footer = desk.texts.say(to.lang, key, &[]);
    }
    keep(tx, desk, system, to, &letter).await
}

/// How people answer a letter about a ticket, where it is not in the ERP's panel.
async fn footer(
    db: &mut Connection,
    desk: &Desk,
    system: &SystemId,
    letter: &Letter,
    ticket: &TicketId,
) -> Result<Option<&'static str>, Fault> {
    if desk.answers.get().is_some() {
        return Ok(Some("mail.footer_answer"));
    }
    let asked: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM web_requests WHERE system = $1 AND ticket = $2")
            .bind(system.as_str())
            .bind(ticket.as_str())
            .fetch_one(db)
            .await?;
    Ok((letter.holds_key || asked > 0).then_some("mail.footer_web"))
}

async fn keep(
    tx: &mut Tx,
    desk: &Desk,
    system: &SystemId,
    to: &Recipient,
    letter: &Letter,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO outbox (system, id, recipient_name, recipient, subject, body_text, body_html,
         ticket, stop, sealed, written_at, try_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)",
    )
    .bind(system.as_str())
    .bind(MessageId::from_random(desk.world.random()).as_str())
    .bind(&to.name)
    .bind(to.email.trim())
    .bind(&letter.subject)
    .bind(letter.text()?)
    .bind(letter.html()?)
    .bind(letter.thread.as_ref().map(TicketId::as_str))
    .bind(letter.stop.as_ref().map(|(_, address)| address))
    .bind(i64::from(letter.holds_key))
    .bind(ms(desk.world.now()))
    .execute(&mut **tx)
    .await?;
    tx.then(After::Mail);
    Ok(())
}

/// Whether the address was only typed into the form: it is sent the one letter with the key, and
/// nothing more until the key was used. Nobody can have the desk write to strangers.
async fn stranger(
    db: &mut Connection,
    system: &SystemId,
    letter: &Letter,
    address: &str,
) -> Result<bool, Fault> {
    let address = folded(address);
    let asked: i64 = match &letter.thread {
        Some(ticket) => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM web_requests
                 WHERE system = $1 AND ticket = $2 AND address = $3 AND verified_at IS NULL",
            )
            .bind(system.as_str())
            .bind(ticket.as_str())
            .bind(address)
            .fetch_one(db)
            .await?
        }
        None => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM web_requests w
                 WHERE w.system = $1 AND w.address = $2 AND w.verified_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM correspondents c
                  WHERE c.system = w.system AND c.address = w.address)",
            )
            .bind(system.as_str())
            .bind(address)
            .fetch_one(db)
            .await?
        }
    };
    Ok(asked > 0)
}
