//! Filing: a description becomes a ticket with a reference, a verdict and a clock.

use deskside_protocol::DateTime;
use deskside_protocol::api::{Clock, LiveKind, NewTicket};
use deskside_protocol::identity::Reporter;
use deskside_protocol::ids::TicketId;
use deskside_protocol::ticket::{MAX_SUBJECT, MAX_TEXT, TicketState, subject_of};

use super::{Ticket, files};
use crate::context::{checked, clean, clean_text};
use crate::desk::Desk;
use crate::mail::{letters, post};
use crate::policy::needs_notice;
use crate::problem::Fault;
use crate::store::{Stored, Tx, ms};
use crate::system::System;

/// What was sent, checked and cleaned.
#[derive(Clone, Debug)]
pub struct Filing {
    /// What may be kept.
    pub new: NewTicket,
    /// Whether a credential had slipped through; it is masked by now.
    pub leaked: bool,
}

impl Filing {
    /// Checks and cleans what was sent.
    ///
    /// # Errors
    /// When a text is empty or too long.
    pub fn new(mut new: NewTicket) -> Result<Self, Fault> {
        let description = clean_text(&new.description, MAX_TEXT, "description")?;
        let context = clean(new.context);
        if let Some(shared) = &mut new.shared {
            shared.login = checked(&shared.login, MAX_SUBJECT, "shared.login")?.to_owned();
        }
        files::check_count(&new.attachments)?;
        Ok(Self {
            leaked: description.leaked || context.leaked,
            new: NewTicket {
                description: description.kept,
                context: context.kept,
                ..new
            },
        })
    }
}

/// Keeps a new ticket and writes to the reporter that it was received.
///
/// # Errors
/// When an attachment is not theirs, or the database refuses.
pub async fn file(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    reporter: &Reporter,
    filing: Filing,
    now: DateTime,
) -> Result<Ticket, Fault> {
    let new = filing.new;
    let policy = desk.rules.current();
    let verdict = desk
        .rules
        .judge(new.impact, &new.context, system.today(now));
    let due = policy.answer_due(new.impact.severity(), now);
    let number: i64 = sqlx::query_scalar(
        "UPDATE systems SET next_reference = next_reference + 1 WHERE id = $1
         RETURNING next_reference - 1",
    )
    .bind(system.id.as_str())
    .fetch_one(&mut **tx)
    .await?;
    let ticket = Ticket {
        system: system.id.clone(),
        id: TicketId::from_random(desk.world.random()),
        reference: format!("T-{number}"),
        subject: subject_of(&new.description),
        description: new.description,
        impact: new.impact,
        reporter: reporter.person.clone(),
        lang: new.lang,
        context: new.context,
        policy: policy.id.clone(),
        verdict,
        clock: Clock {
            due,
            answered_at: None,
        },
        state: TicketState::Open,
        received_at: now,
        updated_at: now,
    };
    // Whichever promise runs out first puts the ticket in its place in the queue (3.1a, 3.1c).
    let mut clock_at = ticket.clock.due.at;
    if needs_notice(&ticket.verdict) {
        clock_at = clock_at.min(policy.not_covered_due(now).at);
    }
    sqlx::query(
        "INSERT INTO tickets (system, id, reference, subject, description, impact, reporter_id,
         reporter, lang, context, policy, verdict, due, clock_at, state, state_name, received_at,
         updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .bind(&ticket.reference)
    .bind(&ticket.subject)
    .bind(&ticket.description)
    .bind(Stored(ticket.impact))
    .bind(&ticket.reporter.id)
    .bind(Stored(&ticket.reporter))
    .bind(Stored(ticket.lang))
    .bind(Stored(&ticket.context))
    .bind(&ticket.policy)
    .bind(Stored(&ticket.verdict))
    .bind(Stored(&ticket.clock.due))
    .bind(ms(clock_at))
    .bind(Stored(&ticket.state))
    .bind(ticket.state.as_str())
    .bind(ms(now))
    .execute(&mut **tx)
    .await?;
    files::attach(tx, &ticket, &reporter.person, &new.attachments, None).await?;
    let to = ticket.addressee();
    let letter = letters::received(&desk.texts, &to, &ticket, system, policy);
    post(tx, desk, &ticket.system, &to, &letter).await?;
    ticket
        .place()
        .announce(tx, LiveKind::Ticket, ticket.id.as_str(), None);
    Ok(ticket)
}
