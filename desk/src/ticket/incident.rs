//! A security incident on a ticket: of which kind it is, the steps of its investigation, and the
//! final report (2.3). What the customer is asked stands in [`super::asks`].

use deskside_protocol::DateTime;
use deskside_protocol::api::{NewStep, StepDone, Words};
use deskside_protocol::identity::AgentCard;
use deskside_protocol::policy::{Impact, IncidentKind};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{
    Action, Happened, Incident, IncidentReport, IncidentStep, MAX_TEXT, Side,
};

use super::{Ticket, note, wrong_state};
use crate::audit::Actor;
use crate::context::clean_text;
use crate::desk::Desk;
use crate::identity;
use crate::mail::{letters, post};
use crate::policy::{self, Known};
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;

/// Longest text of a step, in characters: one thing to do.
const MAX_STEP: usize = 500;
/// At most so many steps, and so many questions, in one investigation.
pub(super) const MOST: usize = 100;

impl Ticket {
    /// The investigation on it, where an agent may go on with it.
    pub(super) fn investigated(&mut self, now: DateTime) -> Result<&mut Incident, Fault> {
        self.state
            .allows(Side::Agent, Action::Investigate, now)
            .map_err(wrong_state)?;
        self.incident()
    }

    pub(super) fn incident(&mut self) -> Result<&mut Incident, Fault> {
        let incident = self.investigation.as_mut();
        incident.ok_or_else(|| Fault::of(Code::WrongState))
    }

    /// It is a security incident, whatever it was told as: what the policy promises for one counts
    /// from receipt, and so does the forecast of the verdict.
    async fn becomes_incident(
        &mut self,
        tx: &mut Tx,
        desk: &Desk,
        system: &System,
        kind: IncidentKind,
    ) -> Result<(), Fault> {
        self.impact = Impact::Security;
        match &mut self.investigation {
            Some(incident) => incident.kind = kind,
            none => *none = Some(Incident::new(kind)),
        }
        let policy = self.policy(&desk.rules);
        let spans = policy::maintenance_of(tx, &self.system, self.received_at).await?;
        if !self.verdict.ruled {
            let known = Known {
                impact: self.impact,
                incident: Some(kind),
                context: &self.context,
                installation: system.installation.as_ref(),
                maintenance_until: policy::running(&spans, self.received_at),
                today: system.today(self.received_at),
            };
            self.verdict = desk.rules.judge(&policy, known);
        }
        self.tighten_clocks(&policy, policy::reckoning(&spans));
        Ok(())
    }
}

/// An agent says that it is a security incident, or of which other kind (2.3a).
///
/// # Errors
/// When the state does not allow it, or it is of this kind already.
pub async fn mark(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    kind: IncidentKind,
    now: DateTime,
) -> Result<(), Fault> {
    ticket
        .state
        .allows(Side::Agent, Action::Investigate, now)
        .map_err(wrong_state)?;
    let before = ticket.investigation.as_ref();
    if before.is_some_and(|incident| incident.kind == kind) {
        return Err(Fault::of(Code::WrongState));
    }
    ticket.becomes_incident(tx, desk, system, kind).await?;
    ticket.acted(Action::Investigate, agent, now);
    ticket.keep(tx).await?;
    let detail = [("kind", kind.as_str().to_owned())];
    let actor = Actor::Agent(agent);
    note(tx, ticket, now, actor, Happened::IncidentMarked, &detail).await
}

/// A step of the investigation begins, with an agent who answers for it.
///
/// # Errors
/// When the ticket is no incident or over, the text is empty or too long, or nobody of the staff is
/// the owner.
pub async fn add_step(
    tx: &mut Tx,
    ticket: &mut Ticket,
    agent: &AgentCard,
    NewStep { text, owner }: NewStep,
    now: DateTime,
) -> Result<(), Fault> {
    let incident = ticket.investigated(now)?;
    if incident.steps.len() >= MOST {
        return Err(Fault::of(Code::TooMany));
    }
    let text = clean_text(&text, MAX_STEP, "text")?.kept;
    let owner = match owner {
        None => agent.clone(),
        Some(id) => {
            let staff = identity::staff(tx).await?;
            let mut cards = staff.into_iter().map(|agent| agent.card);
            let owner = cards.find(|card| card.id == id);
            owner.ok_or_else(|| Fault::on(Code::FieldInvalid, "owner"))?
        }
    };
    incident.steps.push(IncidentStep {
        text: text.clone(),
        owner: owner.name,
        at: now,
        done_at: None,
        found: String::new(),
    });
    ticket.acted(Action::Investigate, agent, now);
    ticket.keep(tx).await?;
    let detail = [("text", text)];
    let actor = Actor::Agent(agent);
    note(tx, ticket, now, actor, Happened::IncidentStep, &detail).await
}

/// A step is done, by its owner or by whoever stands in for them.
///
/// # Errors
/// When there is no such step, or it is done already, or the ticket is over.
pub async fn finish_step(
    tx: &mut Tx,
    ticket: &mut Ticket,
    agent: &AgentCard,
    number: usize,
    StepDone { found }: StepDone,
    now: DateTime,
) -> Result<(), Fault> {
    let step = ticket.investigated(now)?.steps.get_mut(number);
    let step = step.ok_or_else(Fault::nothing)?;
    if step.done_at.is_some() {
        return Err(Fault::of(Code::WrongState));
    }
    if !found.trim().is_empty() {
        step.found = clean_text(&found, MAX_TEXT, "found")?.kept;
    }
    step.done_at = Some(now);
    let detail = [("text", step.text.clone())];
    ticket.acted(Action::Investigate, agent, now);
    ticket.keep(tx).await?;
    let actor = Actor::Agent(agent);
    note(tx, ticket, now, actor, Happened::IncidentStepDone, &detail).await
}

/// The final report, or a new one in the place of the one before, which stays in the timeline.
/// Everybody concerned is written to, with the report in full.
///
/// # Errors
/// When the ticket is no incident or over, or the report is empty or too long.
pub async fn report(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    Words { text }: Words,
    now: DateTime,
) -> Result<(), Fault> {
    ticket
        .state
        .allows(Side::Agent, Action::Report, now)
        .map_err(wrong_state)?;
    let text = clean_text(&text, MAX_TEXT, "text")?.kept;
    let report = IncidentReport {
        text: text.clone(),
        at: now,
        by: agent.name.clone(),
    };
    let before = ticket.incident()?.report.replace(report);
    ticket.acted(Action::Report, agent, now);
    ticket.keep(tx).await?;
    let detail = [("text", text)];
    let actor = Actor::Agent(agent);
    note(tx, ticket, now, actor, Happened::IncidentReported, &detail).await?;
    let before = before.map(|report| report.at);
    for to in ticket.circle(system) {
        let letter = letters::incident_reported(desk, &to, ticket, system, before);
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    Ok(())
}
