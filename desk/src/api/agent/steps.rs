//! How agents bring a ticket to its end, and all that hangs on it with it.

use axum::Json;
use axum::extract::{Path, State};
use deskside_protocol::api::{AgentTicketView, Decline};
use deskside_protocol::identity::{Agent, AgentCard};
use deskside_protocol::ids::TicketId;
use futures::future::BoxFuture;

use super::tickets::view;
use crate::audit::Actor;
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::{Fault, Taken};
use crate::store::Tx;
use crate::system::System;
use crate::ticket::Ticket;
use crate::{access, rotation, ticket};

/// One step on a ticket: what it does with everything it needs in hand.
pub(super) type Step = Box<
    dyn for<'a> FnOnce(
            &'a mut Tx,
            &'a Desk,
            &'a System,
            &'a mut Ticket,
            &'a AgentCard,
        ) -> BoxFuture<'a, Result<(), Fault>>
        + Send,
>;

/// Takes a step, and answers with the ticket as it is then.
pub(super) async fn take(
    desk: &Desk,
    agent: Agent,
    id: TicketId,
    step: Step,
) -> Result<Json<AgentTicketView>, Fault> {
    let with = desk.clone();
    let ticket = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut ticket = Ticket::load_for_agent(tx, &id).await?;
                let system = System::load(tx, &ticket.system).await?;
                step(tx, &with, &system, &mut ticket, &agent.card).await?;
                Ok(ticket)
            })
        })
        .await?;
    let mut db = desk.read().await?;
    Ok(Json(view(&mut db, desk, &ticket, desk.world.now()).await?))
}

/// Says that it is done.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/resolve", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("X-Deskside" = String, Header)),
    responses((status = 200, body = AgentTicketView)))]
pub(super) async fn resolve(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
) -> Result<Json<AgentTicketView>, Fault> {
    let now = desk.world.now();
    let step: Step = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(ticket::resolve(tx, desk, system, ticket, agent, now))
    });
    take(&desk, agent, id, step).await
}

/// Ends it. In the same transaction every grant on it ends, hosts are told, and reminding begins of
/// what was shared over it.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/close", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("X-Deskside" = String, Header)),
    responses((status = 200, body = AgentTicketView)))]
pub(super) async fn close(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
) -> Result<Json<AgentTicketView>, Fault> {
    let now = desk.world.now();
    let step: Step = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(async move {
            ticket::close(tx, desk, system, ticket, agent, now).await?;
            let actor = Actor::Agent(agent);
            access::end_all_of(tx, desk, system, ticket, actor, now).await?;
            rotation::begin_reminding(tx, ticket, now).await
        })
    });
    take(&desk, agent, id, step).await
}

/// Says that it is not covered, by which clause and why.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/decline", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("X-Deskside" = String, Header)), request_body = Decline,
    responses((status = 200, body = AgentTicketView)))]
pub(super) async fn decline(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    Taken(decline): Taken<Decline>,
) -> Result<Json<AgentTicketView>, Fault> {
    let now = desk.world.now();
    let step: Step = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(ticket::decline(
            tx, desk, system, ticket, agent, decline, now,
        ))
    });
    take(&desk, agent, id, step).await
}
