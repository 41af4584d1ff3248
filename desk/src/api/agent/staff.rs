//! Who works at the desk, and who of them on which ticket.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::api::{AgentTicketView, Assign};
use deskside_protocol::identity::{Agent, AgentCard};
use deskside_protocol::ids::TicketId;

use crate::api::acts::{Act, by_agent};
use crate::desk::Desk;
use crate::identity::{self, As};
use crate::problem::{Fault, Taken};
use crate::ticket;

/// All who work at the desk, by name.
#[utoipa::path(get, path = "/api/agent/agents", tag = "agent", security(("console" = [])),
    responses((status = 200, body = Vec<AgentCard>)))]
pub(super) async fn list(
    State(desk): State<Desk>,
    As(_): As<Agent>,
) -> Result<Json<Vec<AgentCard>>, Fault> {
    let staff = identity::staff(&mut *desk.read().await?).await?;
    Ok(Json(staff.into_iter().map(|agent| agent.card).collect()))
}

/// Gives a ticket to an agent, or back to all.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/assignee", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("X-Deskside" = String, Header)), request_body = Assign,
    responses((status = 200, body = AgentTicketView)))]
pub(super) async fn assign(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    Taken(assign): Taken<Assign>,
) -> Result<(StatusCode, Json<AgentTicketView>), Fault> {
    let now = desk.world.now();
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, by| {
        Box::pin(ticket::assign(tx, desk, system, ticket, by, assign, now))
    });
    by_agent(&desk, agent, id, None, act).await
}
