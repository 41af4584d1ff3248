//! The conversation on a ticket.

use deskside_protocol::DateTime;
use deskside_protocol::api::NewMessage;
use deskside_protocol::identity::{AgentCard, Person};
use deskside_protocol::ids::MessageId;
use deskside_protocol::ticket::{Action, Happened, MAX_TEXT, Side, TicketState};

use super::files::{self, Owner};
use super::{Ticket, note, wrong_state};
use crate::audit::Actor;
use crate::context::clean_text;
use crate::desk::Desk;
use crate::mail::{letters, post};
use crate::problem::Fault;
use crate::store::{Tx, ms};
use crate::system::System;

/// Who writes.
#[derive(Clone, Copy, Debug)]
pub enum Author<'a> {
    /// Somebody of the system.
    Person(&'a Person),
    /// An agent.
    Agent(&'a AgentCard),
}

impl Author<'_> {
    fn side(self) -> Side {
        match self {
            Author::Person(_) => Side::Reporter,
            Author::Agent(_) => Side::Agent,
        }
    }

    fn owner(self) -> Owner {
        match self {
            Author::Person(person) => Owner::person(person),
            Author::Agent(card) => Owner::agent(card),
        }
    }

    fn name(self) -> String {
        match self {
            Author::Person(person) => person.name.clone(),
            Author::Agent(card) => card.name.clone(),
        }
    }
}

/// A message that was kept.
#[derive(Clone, Debug)]
pub struct Written {
    /// Which one.
    pub id: MessageId,
    /// Whether a credential had slipped through; it is masked by now.
    pub leaked: bool,
}

/// Writes a message. A person's answer from the desk stops the clock; the reporter is written to.
///
/// # Errors
/// When the text is empty or too long, or the ticket is closed.
pub async fn write(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    author: Author<'_>,
    new: &NewMessage,
    now: DateTime,
) -> Result<Written, Fault> {
    let text = clean_text(&new.text, MAX_TEXT, "text")?;
    files::check_count(&new.attachments, "attachments")?;
    let side = author.side();
    let over = !ticket.state.live();
    let awaits = side == Side::Agent && new.awaits_reporter;
    ticket.state = ticket
        .state
        .clone()
        .written(side, awaits, now)
        .map_err(wrong_state)?;
    let seq: i64 = sqlx::query_scalar(
        "SELECT COALESCE(MAX(seq), 0) + 1 FROM messages WHERE system = $1 AND ticket = $2",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .fetch_one(&mut **tx)
    .await?;
    let id = MessageId::from_random(desk.world.random());
    sqlx::query(
        "INSERT INTO messages (system, ticket, seq, id, side, author, at, text)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .bind(seq)
    .bind(id.as_str())
    .bind(side_name(side))
    .bind(author.name())
    .bind(ms(now))
    .bind(&text.kept)
    .execute(&mut **tx)
    .await?;
    let (owner, sent) = (author.owner(), &new.attachments);
    files::attach(tx, ticket, &owner, sent, Some(seq), "attachments").await?;
    match author {
        Author::Person(_) => {
            ticket.updated_at = now;
            if over && ticket.state == TicketState::Open {
                ticket.taken_up(tx, desk, now).await?;
            }
        }
        Author::Agent(card) => {
            ticket.acted(Action::Write, card, now);
            let to = ticket.addressee();
            let letter =
                letters::answered(&desk.texts, &to, ticket, system, card, &text.kept, awaits);
            post(tx, desk, &ticket.system, &to, &letter).await?;
        }
    }
    ticket.keep(tx).await?;
    let (actor, what) = match author {
        Author::Person(person) => (Actor::Person(person), Happened::Written),
        Author::Agent(card) => (Actor::Agent(card), Happened::Answered),
    };
    note(tx, ticket, now, actor, what, &[]).await?;
    Ok(Written {
        id,
        leaked: text.leaked,
    })
}

/// A side as it is kept and compared in SQL.
pub(super) fn side_name(side: Side) -> &'static str {
    match side {
        Side::Reporter => "reporter",
        Side::Agent => "agent",
    }
}

pub(super) fn side_of(name: &str) -> Side {
    if name == "agent" {
        Side::Agent
    } else {
        Side::Reporter
    }
}
