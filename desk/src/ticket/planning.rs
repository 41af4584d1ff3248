//! No solution in time: an agent explains, with a plan and an estimate, and somebody who decides for
//! the customer chooses between it and a third party (3.1b).

use deskside_protocol::DateTime;
use deskside_protocol::api::NewPlan;
use deskside_protocol::identity::{AgentCard, Approver};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Action, Choice, Happened, MAX_TEXT, Plan, Side};

use super::{Decision, Ticket, note, wrong_state};
use crate::audit::Actor;
use crate::context::clean_text;
use crate::desk::Desk;
use crate::mail::{letters, post};
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;

/// An agent plans. A new plan takes the place of the one before and is chosen on anew; the one before
/// stays readable in what happened.
///
/// # Errors
/// When a text is empty or too long, the estimate is not in the future, the state does not allow it,
/// or a third party is at work already.
pub async fn plan(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    new: NewPlan,
    now: DateTime,
) -> Result<(), Fault> {
    let plan = Plan {
        explanation: clean_text(&new.explanation, MAX_TEXT, "explanation")?.kept,
        proposal: clean_text(&new.proposal, MAX_TEXT, "proposal")?.kept,
        eta: in_future(new.eta, "eta", now)?,
        at: now,
        by: agent.name.clone(),
        chosen: None,
        settlement: None,
    };
    if !ticket.plan.as_ref().is_none_or(Plan::may_be_replaced) {
        return Err(Fault::of(Code::WrongState));
    }
    ticket.state = ticket
        .state
        .clone()
        .plan(plan.eta, now)
        .map_err(wrong_state)?;
    ticket.plan = Some(plan.clone());
    ticket.acted(Action::Plan, agent, now);
    ticket.keep(tx).await?;
    let words = [
        ("eta", plan.eta.to_rfc3339()),
        ("explanation", plan.explanation.clone()),
        ("proposal", plan.proposal.clone()),
    ];
    let (actor, what) = (Actor::Agent(agent), Happened::Planned);
    note(tx, ticket, now, actor, what, &words).await?;
    let policy = ticket.policy(&desk.rules);
    for to in ticket.circle(system) {
        let letter = letters::planned(&desk.texts, &to, ticket, system, &plan, &policy);
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    Ok(())
}

/// Somebody who decides for the customer chooses, once for each plan.
///
/// # Errors
/// When nothing is to be chosen, or not that.
pub async fn choose(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    approver: &Approver,
    decision: Decision<Choice>,
    now: DateTime,
) -> Result<(), Fault> {
    let state = &ticket.state;
    state
        .allows(Side::Reporter, Action::Choose, now)
        .map_err(wrong_state)?;
    let person = approver.person();
    let plan = ticket
        .plan
        .as_mut()
        .filter(|plan| decision.is_on(plan.at))
        .ok_or_else(|| Fault::of(Code::WrongState))?;
    plan.choose(decision.what, person.name.clone(), now)
        .map_err(wrong_state)?;
    let plan = plan.clone();
    ticket.updated_at = now;
    ticket.keep(tx).await?;
    let chosen = [("choice", decision.what.as_str().to_owned())];
    let (actor, what) = (Actor::Person(person), Happened::Chosen);
    note(tx, ticket, now, actor, what, &chosen).await?;
    let policy = ticket.policy(&desk.rules);
    let agents = ticket.hands(tx).await?.into_iter();
    for to in agents.chain(ticket.circle_of(person)) {
        let letter = letters::chosen(&desk.texts, &to, ticket, system, &plan, &policy);
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    Ok(())
}

/// A moment that is promised lies ahead.
pub(super) fn in_future(at: DateTime, field: &str, now: DateTime) -> Result<DateTime, Fault> {
    if at > now {
        Ok(at)
    } else {
        Err(Fault::on(Code::FieldInvalid, field))
    }
}
