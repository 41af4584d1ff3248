//! Recovery of lost data from the vendor's backups (2.4): an agent proposes, the customer's admin
//! decides, and only then is anything restored and its result told.

use deskside_protocol::DateTime;
use deskside_protocol::api::{AttachmentView, NewRecovery, NewRecoveryResult};
use deskside_protocol::identity::{AgentCard, Approver};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{
    Action, Happened, MAX_TEXT, Recovery, RecoveryDecision, RecoveryResult, Side,
};

use super::files::{self, Owner};
use super::{Decision, Ticket, note, wrong_state};
use crate::audit::Actor;
use crate::context::clean_text;
use crate::desk::Desk;
use crate::mail::{Recipient, letters, post};
use crate::policy::Tables;
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;

/// Megabytes of a petabyte: nobody restores more.
const MOST_MB: u64 = 1_000_000_000;

/// The proposal: the nearest backup before the loss that still exists, and how long it would take.
fn proposal(
    desk: &Desk,
    system: &System,
    ticket: &Ticket,
    agent: &AgentCard,
    new: &NewRecovery,
    now: DateTime,
) -> Result<Recovery, Fault> {
    let rule = ticket.policy(&desk.rules).backup;
    let rule = rule.ok_or_else(|| Fault::of(Code::NoBackup))?;
    if new.lost_at > now {
        return Err(Fault::on(Code::FieldInvalid, "lost_at"));
    }
    let told = system.installation.as_ref().and_then(|said| said.data_mb);
    let volume_mb = new.volume_mb.or(told);
    let volume_mb = volume_mb.ok_or_else(|| Fault::on(Code::FieldEmpty, "volume_mb"))?;
    if volume_mb > MOST_MB {
        return Err(Fault::on(Code::FieldInvalid, "volume_mb"));
    }
    let point = rule.nearest(&system.time_zone, &Tables, new.lost_at, now);
    Ok(Recovery {
        lost_at: new.lost_at,
        restore_point: point.ok_or_else(|| Fault::of(Code::NoBackup))?,
        volume_mb,
        estimate_minutes: rule.estimate_minutes(volume_mb),
        at: now,
        by: agent.name.clone(),
        decision: None,
        result: None,
    })
}

/// An agent proposes to restore data. A new proposal takes the place of the one before, and what was
/// decided on that one is not decided on this one.
///
/// # Errors
/// When the state does not allow it, a field is wrong, or no backup from before the loss exists.
pub async fn propose(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    new: NewRecovery,
    now: DateTime,
) -> Result<(), Fault> {
    ticket
        .state
        .allows(Side::Agent, Action::Recover, now)
        .map_err(wrong_state)?;
    let proposal = proposal(desk, system, ticket, agent, &new, now)?;
    let proposed = ticket.state.clone().written(Side::Agent, true, now);
    ticket.state = proposed.map_err(wrong_state)?;
    ticket.recovery = Some(proposal.clone());
    ticket.acted(Action::Recover, agent, now);
    ticket.keep(tx).await?;
    let point = proposal.restore_point.to_rfc3339();
    let (actor, detail) = (Actor::Agent(agent), [("point", point)]);
    note(tx, ticket, now, actor, Happened::RecoveryProposed, &detail).await?;
    let deciders = ticket.deciders(system);
    for to in ticket.circle(system) {
        let decides = deciders.iter().any(|decider| decider.email == to.email);
        let letter = letters::recovery_proposed(desk, &to, ticket, system, &proposal, decides);
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    Ok(())
}

/// The customer's admin decides, once on each proposal; the ticket is the desk's again.
///
/// # Errors
/// When nothing is proposed, it is decided already, or a newer proposal came in between.
pub async fn decide(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    approver: &Approver,
    decision: Decision<bool>,
    now: DateTime,
) -> Result<(), Fault> {
    ticket
        .state
        .allows(Side::Reporter, Action::DecideRecovery, now)
        .map_err(wrong_state)?;
    let (person, approved) = (approver.person(), decision.what);
    let recovery = ticket.recovery.as_mut();
    let recovery = recovery
        .filter(|recovery| recovery.decision.is_none() && decision.is_on(recovery.at))
        .ok_or_else(|| Fault::of(Code::WrongState))?;
    recovery.decision = Some(RecoveryDecision {
        approved,
        at: now,
        by: person.name.clone(),
    });
    let recovery = recovery.clone();
    let answered = ticket.state.clone().written(Side::Reporter, false, now);
    ticket.state = answered.map_err(wrong_state)?;
    ticket.updated_at = now;
    ticket.keep(tx).await?;
    let what = if approved {
        Happened::RecoveryApproved
    } else {
        Happened::RecoveryRefused
    };
    note(tx, ticket, now, Actor::Person(person), what, &[]).await?;
    if let Some(to) = ticket.assignee.as_ref().map(Recipient::from) {
        let letter = letters::recovery_decided(desk, &to, ticket, system, &recovery);
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    Ok(())
}

/// What came of it: told once, and only of what was approved.
///
/// # Errors
/// When it was not approved, or the result is told already, the text is empty or too long, or a file
/// is not the agent's.
pub async fn result(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    new: NewRecoveryResult,
    now: DateTime,
) -> Result<(), Fault> {
    ticket
        .state
        .allows(Side::Agent, Action::Recover, now)
        .map_err(wrong_state)?;
    let approved = |recovery: &Recovery| {
        let decision = recovery.decision.as_ref();
        decision.is_some_and(|decision| decision.approved) && recovery.result.is_none()
    };
    if !ticket.recovery.as_ref().is_some_and(approved) {
        return Err(Fault::of(Code::WrongState));
    }
    files::check_count(&new.proof, "proof")?;
    let text = clean_text(&new.text, MAX_TEXT, "text")?.kept;
    let owner = Owner::agent(agent);
    files::attach(tx, ticket, &owner, &new.proof, None, "proof").await?;
    let mut proof = Vec::with_capacity(new.proof.len());
    for id in &new.proof {
        proof.push(files::find(tx, &ticket.system, id).await?.view);
    }
    if let Some(recovery) = &mut ticket.recovery {
        recovery.result = Some(RecoveryResult {
            restored: new.restored,
            text: text.clone(),
            proof,
            at: now,
            by: agent.name.clone(),
        });
    }
    ticket.acted(Action::Recover, agent, now);
    ticket.keep(tx).await?;
    let what = if new.restored {
        Happened::RecoveryDone
    } else {
        Happened::RecoveryFailed
    };
    let detail = [("text", text)];
    note(tx, ticket, now, Actor::Agent(agent), what, &detail).await?;
    for to in ticket.circle(system) {
        let letter = letters::recovery_result(desk, &to, ticket, system);
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    Ok(())
}

impl Ticket {
    /// Files that prove what came of a recovery.
    pub(super) fn proof(&self) -> &[AttachmentView] {
        let recovery = self.recovery.as_ref();
        let result = recovery.and_then(|recovery| recovery.result.as_ref());
        result.map_or(&[], |result| &result.proof)
    }
}
