//! Who works on a ticket: whoever acts on it first, or whoever it is given to.

use deskside_protocol::DateTime;
use deskside_protocol::api::Assign;
use deskside_protocol::identity::AgentCard;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Happened, TicketState};

use super::{Ticket, note};
use crate::audit::Actor;
use crate::desk::Desk;
use crate::identity;
use crate::mail::{Recipient, letters, post};
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;

/// Gives a ticket to an agent, who is written to unless they took it themselves, or back to all. It
/// stops no clock: giving a ticket away is no answer.
///
/// # Errors
/// When it is closed, or there is no such agent.
pub async fn assign(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    by: &AgentCard,
    Assign { agent }: Assign,
    now: DateTime,
) -> Result<(), Fault> {
    if matches!(ticket.state, TicketState::Closed { .. }) {
        return Err(Fault::of(Code::WrongState));
    }
    let before = ticket.assignee.as_ref().map(|assignee| &assignee.id);
    if before == agent.as_ref() {
        return Ok(());
    }
    let known = identity::staff(tx).await?.into_iter();
    let mut cards = known.map(|agent| agent.card);
    ticket.assignee = match agent {
        None => None,
        Some(id) => {
            let card = cards.find(|card| card.id == id);
            Some(card.ok_or_else(|| Fault::on(Code::FieldInvalid, "agent"))?)
        }
    };
    ticket.updated_at = now;
    ticket.keep(tx).await?;
    let actor = Actor::Agent(by);
    let Some(to) = &ticket.assignee else {
        return note(tx, ticket, now, actor, Happened::Unassigned, &[]).await;
    };
    let detail = [("agent", to.name.clone())];
    note(tx, ticket, now, actor, Happened::Assigned, &detail).await?;
    if to.id == by.id {
        return Ok(());
    }
    let reader = Recipient::from(to);
    let letter = letters::assigned(desk, &reader, ticket, system, by);
    post(tx, desk, &ticket.system, &reader, &letter).await
}
