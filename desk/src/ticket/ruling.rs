//! An agent rules whether the warranty covers a ticket: for good, by which clause and why. What is
//! not covered is told in time and clearly (1.1, 2.1, 3.1c).

use deskside_protocol::DateTime;
use deskside_protocol::api::Ruling;
use deskside_protocol::identity::AgentCard;
use deskside_protocol::policy::{Because, Cause, Cover, Policy, Verdict};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Action, Happened, MAX_TEXT, TicketState};

use super::{Ticket, note, wrong_state};
use crate::audit::Actor;
use crate::context::clean_text;
use crate::desk::Desk;
use crate::mail::{letters, post};
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;

/// Rules, and writes to the reporter.
///
/// # Errors
/// When the policy knows no such ruling, or the state does not allow it.
pub async fn rule(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    ruling: Ruling,
    now: DateTime,
) -> Result<(), Fault> {
    let policy = ticket.policy(&desk.rules);
    policy
        .check_ruling(ruling.cover, ruling.cause, &ruling.clause)
        .map_err(|wrong| Fault::on(Code::FieldInvalid, wrong.field()))?;
    let why = clean_text(&ruling.why, MAX_TEXT, "why")?.kept;
    let covered = ruling.cover == Cover::Covered;
    let before = ticket.state.clone();
    let declined = matches!(before, TicketState::Declined { .. });
    ticket.state = if covered {
        before.cover(now)
    } else {
        before.decline(ruling.clause.clone(), why.clone(), now)
    }
    .map_err(wrong_state)?;
    ticket.verdict = ruled(ruling.cover, ruling.clause, ruling.cause, why);
    if declined {
        ticket.taken_up(tx, desk, now).await?;
    }
    let act = if covered {
        Action::Rule
    } else {
        Action::Decline
    };
    ticket.acted(act, agent, now);
    ticket.keep(tx).await?;
    told(tx, desk, system, ticket, agent, &policy, now).await
}

/// A verdict as an agent ruled it.
pub(super) fn ruled(cover: Cover, clause: String, cause: Cause, why: String) -> Verdict {
    let because = Because::AgentRuled {
        cause: Some(cause),
        why,
    };
    Verdict {
        cover,
        clause,
        because: vec![because],
        ruled: true,
    }
}

/// Writes it down, and to the reporter.
async fn told(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &Ticket,
    agent: &AgentCard,
    policy: &Policy,
    now: DateTime,
) -> Result<(), Fault> {
    let (cover, clause) = (ticket.verdict.cover, ticket.verdict.clause.clone());
    let (texts, to) = (&desk.texts, ticket.addressee());
    let (what, letter) = if cover == Cover::Covered {
        let letter = letters::ruled(texts, &to, ticket, system, agent, policy);
        (Happened::Ruled, letter)
    } else {
        let letter = letters::declined(texts, &to, ticket, system, agent, policy);
        (Happened::Declined, letter)
    };
    let by = [("clause", clause), ("cover", cover.as_str().to_owned())];
    note(tx, ticket, now, Actor::Agent(agent), what, &by).await?;
    post(tx, desk, &ticket.system, &to, &letter).await
}
