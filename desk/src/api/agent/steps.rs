//! How agents bring a ticket to its end, and all that hangs on it with it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::identity::{Agent, AgentCard};
use deskside_protocol::ids::TicketId;

use crate::api::acts::{Act, by_agent};
use crate::audit::Actor;
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::Fault;
use crate::{access, rotation, ticket};

/// Says that it is done.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/resolve", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("X-Deskside" = String, Header)),
    responses((status = 200, body = AgentTicketView)))]
pub(super) async fn resolve(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
) -> Result<(StatusCode, Json<AgentTicketView>), Fault> {
    let now = desk.world.now();
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(ticket::resolve(tx, desk, system, ticket, agent, now))
    });
    by_agent(&desk, agent, id, None, act).await
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
) -> Result<(StatusCode, Json<AgentTicketView>), Fault> {
    let now = desk.world.now();
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(async move {
            ticket::close(tx, desk, system, ticket, agent, now).await?;
            let actor = Actor::Agent(agent);
            access::end_all_of(tx, desk, system, ticket, actor, now).await?;
            rotation::begin_reminding(tx, ticket, now).await
        })
    });
    by_agent(&desk, agent, id, None, act).await
}
