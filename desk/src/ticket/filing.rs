//! Filing: a description becomes a ticket with a reference, a verdict and a clock.

use deskside_protocol::DateTime;
use deskside_protocol::api::{LiveKind, NewTicket};
use deskside_protocol::identity::{AgentCard, Reporter};
use deskside_protocol::ids::TicketId;
use deskside_protocol::policy::{Channel, Impact};
use deskside_protocol::ticket::{
    Happened, Incident, MAX_SUBJECT, MAX_TEXT, TicketState, subject_of,
};

use super::files::{self, Owner};
use super::{Ticket, note};
use crate::audit::Actor;
use crate::context::{checked, clean, clean_text};
use crate::desk::Desk;
use crate::mail::{letters, post};
use crate::policy::{self, Known};
use crate::problem::Fault;
use crate::store::{Stored, Tx, ms};
use crate::system::System;

/// What was sent, checked and cleaned.
#[derive(Clone, Debug)]
pub struct Filing {
    /// What may be kept.
    pub new: NewTicket,
    /// By which way it came.
    pub channel: Channel,
    /// The agent who wrote it down for somebody else, where one did.
    pub logged_by: Option<AgentCard>,
    /// Whether a credential had slipped through; it is masked by now.
    pub leaked: bool,
    /// The page on which somebody without a way into the ERP follows it; its address is a key.
    pub page: Option<String>,
}

impl Filing {
    /// Checks and cleans what was sent.
    ///
    /// # Errors
    /// When a text is empty or too long.
    pub fn new(mut new: NewTicket, channel: Channel) -> Result<Self, Fault> {
        let description = clean_text(&new.description, MAX_TEXT, "description")?;
        let context = clean(new.context);
        if let Some(shared) = &mut new.shared {
            shared.login = checked(&shared.login, MAX_SUBJECT, "shared.login")?.to_owned();
        }
        files::check_count(&new.attachments, "attachments")?;
        // Only what is told as a security incident has a kind of one.
        new.incident = new.incident.filter(|_| new.impact == Impact::Security);
        Ok(Self {
            channel,
            page: None,
            logged_by: None,
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
    let Filing {
        new,
        channel,
        logged_by,
        page,
        ..
    } = filing;
    let policy = desk.rules.of(system, now);
    let spans = policy::maintenance_of(tx, &system.id, now).await?;
    let known = Known {
        impact: new.impact,
        incident: new.incident.as_ref().map(|incident| incident.kind),
        context: &new.context,
        installation: system.installation.as_ref(),
        maintenance_until: policy::running(&spans, now),
        today: system.today(now),
    };
    let verdict = desk.rules.judge(&policy, known);
    let number: i64 = sqlx::query_scalar(
        "UPDATE systems SET next_reference = next_reference + 1 WHERE id = $1
         RETURNING next_reference - 1",
    )
    .bind(system.id.as_str())
    .fetch_one(&mut **tx)
    .await?;
    let mut ticket = Ticket {
        system: system.id.clone(),
        id: TicketId::from_random(desk.world.random()),
        reference: format!("T-{number}"),
        subject: subject_of(&new.description),
        description: new.description,
        impact: new.impact,
        reporter: reporter.person.clone(),
        lang: new.lang,
        context: new.context,
        channel,
        policy: policy.id.clone(),
        booked: system.plan.clone(),
        verdict,
        clocks: Vec::new(),
        assignee: None,
        way: None,
        plan: None,
        offer: None,
        investigation: new.incident.map(|told| Incident {
            noticed_at: told.noticed_at,
            last_good_at: told.last_good_at,
            ..Incident::new(told.kind)
        }),
        recovery: None,
        state: TicketState::Open,
        received_at: now,
        updated_at: now,
    };
    ticket.start_clocks(&policy, policy::reckoning(&spans), now);
    sqlx::query(
        "INSERT INTO tickets (system, id, reference, subject, description, impact, reporter_id,
         reporter, lang, context, policy, booked, channel, verdict, clock_at, investigation, state,
         state_name, received_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
         $19, $19)",
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
    .bind(&ticket.booked)
    .bind(Stored(ticket.channel))
    .bind(Stored(&ticket.verdict))
    .bind(ticket.clock_at().map(ms))
    .bind(ticket.investigation.as_ref().map(Stored))
    .bind(Stored(&ticket.state))
    .bind(ticket.state.as_str())
    .bind(ms(now))
    .execute(&mut **tx)
    .await?;
    ticket.keep_clocks(tx).await?;
    let by = [("channel", ticket.channel.as_str().to_owned())];
    let person = Actor::Person(&reporter.person);
    let actor = logged_by.as_ref().map_or(person, Actor::Agent);
    note(tx, &ticket, now, actor, Happened::Received, &by).await?;
    let owner = Owner::person(&reporter.person);
    files::attach(tx, &ticket, &owner, &new.attachments, None, "attachments").await?;
    let to = ticket.addressee();
    let texts = &desk.texts;
    let letter = match page {
        None => letters::received(texts, &to, &ticket, system, &policy),
        Some(page) => letters::received_web(texts, &to, &ticket, system, &policy, &page),
    };
    post(tx, desk, &ticket.system, &to, &letter).await?;
    ticket
        .place()
        .announce(tx, LiveKind::Ticket, ticket.id.as_str(), None);
    Ok(ticket)
}
