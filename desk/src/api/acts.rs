//! One act on a ticket, in one transaction with everything it needs in hand; by an agent, or by
//! somebody who decides for the customer.

use axum::Json;
use axum::http::StatusCode;
use deskside_protocol::api::{AgentTicketView, TicketView};
use deskside_protocol::identity::{Agent, AgentCard, Approver};
use deskside_protocol::ids::TicketId;
use futures::future::BoxFuture;
use serde::Serialize;

use super::agent::view as agents_view;
use super::idempotency::{Call, Once};
use super::tickets::view;
use crate::desk::Desk;
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;
use crate::ticket::{self, Ticket};

/// What is done.
pub(super) type Act<Who> = Box<
    dyn for<'a> FnOnce(
            &'a mut Tx,
            &'a Desk,
            &'a System,
            &'a mut Ticket,
            &'a Who,
        ) -> BoxFuture<'a, Result<(), Fault>>
        + Send,
>;

/// A creating act can be sent again: under this key, at this address, with this body.
pub(super) struct Again {
    once: Once,
    address: String,
    body: String,
}

impl Again {
    /// A creating act.
    ///
    /// # Errors
    /// When the body cannot be written.
    pub(super) fn new<T: Serialize>(once: Once, address: String, body: &T) -> Result<Self, Fault> {
        Ok(Self {
            once,
            address,
            body: serde_json::to_string(body)?,
        })
    }
}

/// An act of an agent on any ticket.
pub(super) async fn by_agent(
    desk: &Desk,
    agent: Agent,
    id: TicketId,
    again: Option<Again>,
    act: Act<AgentCard>,
) -> Result<(StatusCode, Json<AgentTicketView>), Fault> {
    let with = desk.clone();
    let (status, ticket) = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let ticket = Ticket::load_for_agent(tx, &id).await?;
                let caller = ticket::agent_name(&agent.card.id);
                take(tx, &with, ticket, &agent.card, caller, again, act).await
            })
        })
        .await?;
    let mut db = desk.read().await?;
    let view = agents_view(&mut db, desk, &ticket, desk.world.now()).await?;
    Ok((status, Json(view)))
}

/// An act of somebody who decides for the customer, on a ticket of their system.
pub(super) async fn by_approver(
    desk: &Desk,
    approver: Approver,
    id: TicketId,
    again: Option<Again>,
    act: Act<Approver>,
) -> Result<(StatusCode, Json<TicketView>), Fault> {
    let with = desk.clone();
    let (status, ticket) = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let ticket = Ticket::load(tx, approver.system(), &id).await?;
                let caller = ticket::person_name(approver.person());
                take(tx, &with, ticket, &approver, caller, again, act).await
            })
        })
        .await?;
    let mut db = desk.read().await?;
    let view = view(&mut db, desk, &ticket, desk.world.now()).await?;
    Ok((status, Json(view)))
}

/// Does it, unless the very same was done before.
async fn take<Who>(
    tx: &mut Tx,
    desk: &Desk,
    mut ticket: Ticket,
    who: &Who,
    caller: String,
    again: Option<Again>,
    act: Act<Who>,
) -> Result<(StatusCode, Ticket), Fault> {
    let call = match again {
        None => None,
        Some(Again {
            once,
            address,
            body,
        }) => Some(Call::new(&ticket.system, caller, once, &address, &body)?),
    };
    if let Some(call) = &call
        && call.made(tx).await?.is_some()
    {
        return Ok((StatusCode::OK, ticket));
    }
    let system = System::load(tx, &ticket.system).await?;
    act(tx, desk, &system, &mut ticket, who).await?;
    let Some(call) = call else {
        return Ok((StatusCode::OK, ticket));
    };
    call.makes(tx, ticket.id.as_str(), ticket.updated_at)
        .await?;
    Ok((StatusCode::CREATED, ticket))
}
