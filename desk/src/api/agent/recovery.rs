//! How agents propose to restore lost data, and tell what came of it (2.4).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::api::{AgentTicketView, NewRecovery, NewRecoveryResult};
use deskside_protocol::identity::{Agent, AgentCard};
use deskside_protocol::ids::TicketId;

use crate::api::acts::{Act, Again, by_agent};
use crate::api::idempotency::Once;
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::{Fault, Taken};
use crate::ticket;

/// Proposes to restore data from the nearest backup before the loss. The same call again proposes
/// nothing more; another takes the place of the one before.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/recovery", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = NewRecovery,
    responses((status = 201, body = AgentTicketView), (status = 200, body = AgentTicketView)))]
pub(super) async fn propose(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    once: Once,
    Taken(new): Taken<NewRecovery>,
) -> Result<(StatusCode, Json<AgentTicketView>), Fault> {
    let now = desk.world.now();
    let again = Again::new(once, format!("agent/tickets/{id}/recovery"), &new)?;
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(ticket::propose_recovery(
            tx, desk, system, ticket, agent, new, now,
        ))
    });
    by_agent(&desk, agent, id, Some(again), act).await
}

/// Tells what came of an approved recovery. The same call again tells nothing more.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/recovery/result", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = NewRecoveryResult,
    responses((status = 201, body = AgentTicketView), (status = 200, body = AgentTicketView)))]
pub(super) async fn tell(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    once: Once,
    Taken(new): Taken<NewRecoveryResult>,
) -> Result<(StatusCode, Json<AgentTicketView>), Fault> {
    let now = desk.world.now();
    let again = Again::new(once, format!("agent/tickets/{id}/recovery/result"), &new)?;
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(ticket::recovered(tx, desk, system, ticket, agent, new, now))
    });
    by_agent(&desk, agent, id, Some(again), act).await
}
