//! How tickets end, and how they are taken up again.

use deskside_protocol::DateTime;
use deskside_protocol::identity::{AgentCard, Person};
use deskside_protocol::ticket::{Action, Happened};

use super::{Ticket, note, wrong_state};
use crate::audit::Actor;
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
