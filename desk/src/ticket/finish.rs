//! How tickets end, and how they are taken up again.

use deskside_protocol::DateTime;
use deskside_protocol::api::Decline;
use deskside_protocol::identity::{AgentCard, Person};
use deskside_protocol::policy::{Because, Cover, Verdict};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Action, Happened, MAX_TEXT};

use super::{Ticket, note, wrong_state};
use crate::audit::Actor;
use crate::context::clean_text;
use crate::desk::Desk;
use crate::mail::{letters, post};
use crate::policy;
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;

/// An agent says it is done.
///
/// # Errors
/// When the state does not allow it, or a security incident has no final report yet.
pub async fn resolve(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    now: DateTime,
) -> Result<(), Fault> {
    let incident = ticket.investigation.as_ref();
    let resolved = ticket.state.clone().resolve(incident, now);
    ticket.state = resolved.map_err(wrong_state)?;
    ticket.acted(Action::Resolve, agent, now);
    ticket.keep(tx).await?;
    note(
        tx,
        ticket,
        now,
        Actor::Agent(agent),
        Happened::Resolved,
        &[],
    )
    .await?;
    let to = ticket.addressee();
    let letter = letters::resolved(&desk.texts, &to, ticket, system, agent);
    post(tx, desk, &ticket.system, &to, &letter).await
}

/// An agent ends it. What hangs on it ends too: see [`crate::api`].
///
/// # Errors
/// When the state does not allow it.
pub async fn close(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    now: DateTime,
) -> Result<(), Fault> {
    ticket.state = ticket.state.clone().close(now).map_err(wrong_state)?;
    ticket.updated_at = now;
    ticket.keep(tx).await?;
    note(tx, ticket, now, Actor::Agent(agent), Happened::Closed, &[]).await?;
    let to = ticket.addressee();
    let letter = letters::closed(&desk.texts, &to, ticket, system);
    post(tx, desk, &ticket.system, &to, &letter).await
}

/// An agent says that it is not covered, by which clause and why; the reporter is sent the
/// explanation (3.1c).
///
/// # Errors
/// When the state does not allow it, or the policy has no such clause.
pub async fn decline(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    Decline { clause, why }: Decline,
    now: DateTime,
) -> Result<(), Fault> {
    let policy = ticket.policy(&desk.rules);
    if !policy.clauses.iter().any(|known| known.id == clause) {
        return Err(Fault::on(Code::FieldInvalid, "clause"));
    }
    let why = clean_text(&why, MAX_TEXT, "why")?.kept;
    ticket.state = ticket
        .state
        .clone()
        .decline(clause.clone(), why.clone(), now)
        .map_err(wrong_state)?;
    ticket.verdict = Verdict {
        cover: Cover::Excluded,
        clause,
        because: vec![Because::AgentRuled { cause: None, why }],
        ruled: true,
    };
    ticket.acted(Action::Decline, agent, now);
    ticket.keep(tx).await?;
    let by = [("clause", ticket.verdict.clause.clone())];
    note(
        tx,
        ticket,
        now,
        Actor::Agent(agent),
        Happened::Declined,
        &by,
    )
    .await?;
    let to = ticket.addressee();
    let letter = letters::declined(&desk.texts, &to, ticket, system, agent, &policy);
    post(tx, desk, &ticket.system, &to, &letter).await
}

/// The reporter takes it up again.
///
/// # Errors
/// When the state does not allow it.
pub async fn reopen(
    tx: &mut Tx,
    desk: &Desk,
    ticket: &mut Ticket,
    person: &Person,
    now: DateTime,
) -> Result<(), Fault> {
    ticket.state = ticket.state.clone().reopen(now).map_err(wrong_state)?;
    ticket.taken_up(tx, desk, now).await?;
    ticket.keep(tx).await?;
    note(
        tx,
        ticket,
        now,
        Actor::Person(person),
        Happened::Reopened,
        &[],
    )
    .await
}

impl Ticket {
    /// It is taken up again: what is promised for a request is promised anew.
    pub(super) async fn taken_up(
        &mut self,
        tx: &mut Tx,
        desk: &Desk,
        now: DateTime,
    ) -> Result<(), Fault> {
        let policy = self.policy(&desk.rules);
        let spans = policy::maintenance_of(tx, &self.system, now).await?;
        self.start_clocks(&policy, policy::reckoning(&spans), now);
        self.updated_at = now;
        Ok(())
    }
}
