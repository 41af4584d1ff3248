//! Tickets as they are read: in lists, in the queue, and whole.

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::api::{AttachmentView, MessageView, SystemCard, TicketSummary, TicketView};
use deskside_protocol::context::Part;
use deskside_protocol::identity::Person;
use deskside_protocol::ids::{AgentId, MessageId, SystemId};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::Side;
use sqlx::Row as _;

use super::conversation::{side_name, side_of};
use super::{Ticket, clocks, files, timeline};
use crate::desk::Desk;
use crate::problem::Fault;
use crate::store::{Connection, Row, moment, ms};
use crate::system::System;

/// Who reads: decides which messages are the other side's, and how far they have read.
#[derive(Clone, Debug)]
pub struct Reader {
    side: Side,
    name: String,
}

impl Reader {
    /// Somebody of the system.
    #[must_use]
    pub fn person(person: &Person) -> Self {
        Self {
            side: Side::Reporter,
            name: super::person_name(person),
        }
    }

    /// An agent.
    #[must_use]
    pub fn agent(agent: &AgentId) -> Self {
        Self {
            side: Side::Agent,
            name: super::agent_name(agent),
        }
    }
}

/// Tickets with what their reader has not seen: `$1` the reader's side, `$2` their name, `$3` now.
macro_rules! summaries {
    ($rest:literal) => {
        concat!(
            "SELECT t.*, s.name AS system_name, s.time_zone AS system_zone,
             (SELECT COUNT(*) FROM messages m WHERE m.system = t.system AND m.ticket = t.id
              AND m.side <> $1 AND m.seq > COALESCE(
               (SELECT r.seen_seq FROM readers r WHERE r.system = t.system AND r.ticket = t.id
                AND r.reader = $2), 0)) AS unread,
             (SELECT COUNT(*) FROM grants g WHERE g.system = t.system AND g.ticket = t.id
              AND g.turns_at > $3) AS grants_open
             FROM tickets t JOIN systems s ON s.id = t.system ",
            $rest
        )
    };
}

/// The tickets of one person, or of a whole system, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn summaries(
    db: &mut Connection,
    reader: &Reader,
    system: &SystemId,
    of: Option<&Person>,
    now: DateTime,
) -> Result<Vec<TicketSummary>, Fault> {
    let rows = sqlx::query(summaries!(
        "WHERE t.system = $4 AND ($5 IS NULL OR t.reporter_id = $5)
         ORDER BY t.updated_at DESC LIMIT 500"
    ))
    .bind(side_name(reader.side))
    .bind(&reader.name)
    .bind(ms(now))
    .bind(system.as_str())
    .bind(of.map(|person| person.id.as_str()))
    .fetch_all(&mut *db)
    .await?;
    summarize(db, &rows).await
}

/// The agents' queue: first what still has a clock running, by the one that runs out next; then what
/// is with the desk, longest waiting first; then what waits for others, then what is over. Each part is
/// read along an index and no further than is shown, however many tickets there are.
///
/// # Errors
/// When the database cannot be read.
pub async fn queue(
    db: &mut Connection,
    reader: &Reader,
    now: DateTime,
) -> Result<Vec<TicketSummary>, Fault> {
    let rows = sqlx::query(summaries!(
        "JOIN (
          SELECT * FROM (SELECT system, id, 0 AS part, clock_at AS place FROM tickets
           WHERE clock_at IS NOT NULL ORDER BY clock_at LIMIT 500) a
          UNION ALL SELECT * FROM (SELECT system, id, 1, updated_at FROM tickets
           WHERE clock_at IS NULL AND state_name IN ('open', 'planned')
           ORDER BY updated_at LIMIT 500) b
          UNION ALL SELECT * FROM (SELECT system, id, 2, -updated_at FROM tickets
           WHERE clock_at IS NULL AND state_name IN ('awaiting_reporter', 'agreement')
           ORDER BY updated_at DESC LIMIT 500) c
          UNION ALL SELECT * FROM (SELECT system, id, 3, -updated_at FROM tickets
           WHERE clock_at IS NULL AND state_name = 'resolved' ORDER BY updated_at DESC LIMIT 500) d
          UNION ALL SELECT * FROM (SELECT system, id, 3, -updated_at FROM tickets
           WHERE clock_at IS NULL AND state_name = 'declined' ORDER BY updated_at DESC LIMIT 500) e
          UNION ALL SELECT * FROM (SELECT system, id, 4, -updated_at FROM tickets
           WHERE clock_at IS NULL AND state_name = 'closed' ORDER BY updated_at DESC LIMIT 500) f
          ORDER BY part, place LIMIT 500
         ) q ON q.system = t.system AND q.id = t.id
         ORDER BY q.part, q.place"
    ))
    .bind(side_name(reader.side))
    .bind(&reader.name)
    .bind(ms(now))
    .fetch_all(&mut *db)
    .await?;
    summarize(db, &rows).await
}

/// Summaries of these rows, with their clocks.
async fn summarize(db: &mut Connection, rows: &[Row]) -> Result<Vec<TicketSummary>, Fault> {
    let tickets: Result<Vec<Ticket>, Fault> = rows.iter().map(Ticket::from_row).collect();
    let mut tickets = tickets?;
    clocks::fill(db, &mut tickets).await?;
    let both = rows.iter().zip(&tickets);
    both.map(|(row, ticket)| summary(row, ticket)).collect()
}

fn summary(row: &Row, ticket: &Ticket) -> Result<TicketSummary, Fault> {
    let system = SystemCard {
        id: ticket.system.clone(),
        name: row.try_get("system_name")?,
        time_zone: row.try_get("system_zone")?,
    };
    let unread = u32::try_from(row.try_get::<i64, _>("unread")?).unwrap_or(u32::MAX);
    let access = row.try_get::<i64, _>("grants_open")? > 0;
    Ok(summarized(ticket, system, unread, access))
}

fn summarized(ticket: &Ticket, system: SystemCard, unread: u32, access: bool) -> TicketSummary {
    TicketSummary {
        id: ticket.id.clone(),
        reference: ticket.reference.clone(),
        subject: ticket.subject.clone(),
        system,
        reporter: ticket.reporter.clone(),
        severity: ticket.impact.severity(),
        impact: ticket.impact,
        state: ticket.state.clone(),
        received_at: ticket.received_at,
        updated_at: ticket.updated_at,
        clocks: ticket.clocks.clone(),
        channel: ticket.channel,
        assignee: ticket.assignee.clone(),
        incident: ticket.investigation.as_ref().map(|incident| incident.kind),
        awaits: ticket.pending().awaits(),
        unread,
        access,
    }
}

/// A whole ticket, as somebody reads it now.
///
/// # Errors
/// When the database cannot be read.
pub async fn whole(
    db: &mut Connection,
    desk: &Desk,
    ticket: &Ticket,
    system: &System,
    now: DateTime,
) -> Result<TicketView, Fault> {
    let rows = sqlx::query(
        "SELECT seq, id, side, author, at, text FROM messages
         WHERE system = $1 AND ticket = $2 ORDER BY seq",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .fetch_all(&mut *db)
    .await?;
    let mut files = files::of_ticket(db, ticket).await?;
    let mut take = |seq: Option<i64>| {
        let (mine, others) = std::mem::take(&mut files)
            .into_iter()
            .partition(|file: &files::Sent| file.message_seq == seq);
        files = others;
        let mine: Vec<files::Sent> = mine;
        mine.into_iter().map(|file| file.view).collect::<Vec<_>>()
    };
    let messages = rows
        .iter()
        .map(|row| said(row, take(Some(row.try_get("seq")?))))
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    let mut attachments = take(None);
    // Papers of a settlement go with the plan, and what proves a recovery goes with that.
    let (papers, proof) = (ticket.papers(), ticket.proof());
    attachments.retain(|file| !papers.contains(file) && !proof.contains(file));
    let open: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM grants WHERE system = $1 AND ticket = $2 AND turns_at > $3",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .bind(ms(now))
    .fetch_one(&mut *db)
    .await?;
    Ok(TicketView {
        // Whoever reads it whole has read everything.
        summary: summarized(ticket, system.card(), 0, open > 0),
        verdict: ticket.verdict.clone(),
        description: ticket.description.clone(),
        attachments,
        context: ticket.context.clone(),
        messages,
        policy: ticket.policy(&desk.rules),
        timeline: timeline::of(db, ticket).await?,
        way: ticket.way.clone(),
        plan: ticket.plan.clone(),
        offer: ticket.offer.clone(),
        investigation: ticket.investigation.clone(),
        recovery: ticket.recovery.clone(),
    })
}

/// One message of a ticket.
///
/// # Errors
/// When the ticket has no such message.
pub async fn message(db: &mut Connection, ticket: &Ticket, id: &str) -> Result<MessageView, Fault> {
    let row = sqlx::query(
        "SELECT seq, id, side, author, at, text FROM messages
         WHERE system = $1 AND ticket = $2 AND id = $3",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .bind(id)
    .fetch_optional(&mut *db)
    .await?
    .ok_or_else(|| Fault::of(Code::NotFound))?;
    let seq: i64 = row.try_get("seq")?;
    let files = files::of_ticket(db, ticket).await?.into_iter();
    let mine = files.filter(|file| file.message_seq == Some(seq));
    Ok(said(&row, mine.map(|file| file.view).collect())?)
}

fn said(row: &Row, attachments: Vec<AttachmentView>) -> Result<MessageView, sqlx::Error> {
    Ok(MessageView {
        id: MessageId(row.try_get("id")?),
        side: side_of(row.try_get("side")?),
        author: row.try_get("author")?,
        at: moment(row.try_get("at")?),
        text: row.try_get("text")?,
        attachments,
    })
}

/// What a look at a ticket is worth writing down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// There were messages the reader had not seen.
    pub news: bool,
    /// An agent has the context before their eyes; noted once a day for each agent.
    pub context: bool,
}

/// What a look is worth, so that reading again and again does not write each time.
///
/// # Errors
/// When the database cannot be read.
pub async fn look(
    db: &mut Connection,
    ticket: &Ticket,
    reader: &Reader,
    now: DateTime,
) -> Result<Look, Fault> {
    let row: Option<(i64, Option<i64>)> = sqlx::query_as(
        "SELECT r.seen_seq - (SELECT COALESCE(MAX(m.seq), 0) FROM messages m
          WHERE m.system = $1 AND m.ticket = $2), r.context_at
         FROM readers r WHERE r.system = $1 AND r.ticket = $2 AND r.reader = $3",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .bind(&reader.name)
    .fetch_optional(db)
    .await?;
    let noted = row
        .and_then(|(_, context_at)| context_at)
        .is_some_and(|at| now - moment(at) < TimeDelta::days(1));
    let sent = Part::ALL.iter().any(|&part| ticket.context.has(part));
    Ok(Look {
        news: row.is_none_or(|(behind, _)| behind < 0),
        context: reader.side == Side::Agent && sent && !noted,
    })
}

/// Writes a look down.
///
/// # Errors
/// When the database refuses.
pub async fn looked(
    db: &mut Connection,
    ticket: &Ticket,
    reader: &Reader,
    look: Look,
    now: DateTime,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO readers (system, ticket, reader, seen_seq, context_at)
         SELECT $1, $2, $3, COALESCE(MAX(seq), 0), $4 FROM messages
         WHERE system = $1 AND ticket = $2
         ON CONFLICT (system, ticket, reader) DO UPDATE SET seen_seq = excluded.seen_seq,
         context_at = COALESCE(excluded.context_at, readers.context_at)",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .bind(&reader.name)
    .bind(look.context.then_some(ms(now)))
    .execute(db)
    .await?;
    Ok(())
}
