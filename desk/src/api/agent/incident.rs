//! How agents investigate a security incident (2.3).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::api::{AgentTicketView, MarkIncident, NewStep, StepDone, Words};
use deskside_protocol::identity::{Agent, AgentCard};
use deskside_protocol::ids::TicketId;

use crate::api::acts::{Act, Again, by_agent};
use crate::api::idempotency::Once;
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::{Fault, Taken};
use crate::ticket;

type Answer = Result<(StatusCode, Json<AgentTicketView>), Fault>;

/// Takes a ticket as a security incident, or says of which other kind it is.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/incident", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("X-Deskside" = String, Header)), request_body = MarkIncident,
    responses((status = 200, body = AgentTicketView)))]
pub(super) async fn mark(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    Taken(MarkIncident { kind }): Taken<MarkIncident>,
) -> Answer {
    let now = desk.world.now();
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(ticket::mark(tx, desk, system, ticket, agent, kind, now))
    });
    by_agent(&desk, agent, id, None, act).await
}

/// Begins a step of the investigation. The same call again begins nothing more.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/incident/steps", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = NewStep,
    responses((status = 201, body = AgentTicketView), (status = 200, body = AgentTicketView)))]
pub(super) async fn add_step(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    once: Once,
    Taken(new): Taken<NewStep>,
) -> Answer {
    let now = desk.world.now();
    let again = Again::new(once, format!("agent/tickets/{id}/incident/steps"), &new)?;
    let act: Act<AgentCard> = Box::new(move |tx, _, _, ticket, agent| {
        Box::pin(ticket::add_step(tx, ticket, agent, new, now))
    });
    by_agent(&desk, agent, id, Some(again), act).await
}

/// Says that a step is done, and what was found.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/incident/steps/{n}/done", tag = "agent",
    security(("console" = [])),
    params(("id" = String, Path), ("n" = usize, Path, description = "counts from 0"), ("X-Deskside" = String, Header)),
    request_body = StepDone, responses((status = 200, body = AgentTicketView)))]
pub(super) async fn finish_step(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path((id, number)): Path<(TicketId, usize)>,
    Taken(done): Taken<StepDone>,
) -> Answer {
    let now = desk.world.now();
    let act: Act<AgentCard> = Box::new(move |tx, _, _, ticket, agent| {
        Box::pin(ticket::finish_step(tx, ticket, agent, number, done, now))
    });
    by_agent(&desk, agent, id, None, act).await
}

/// Asks the customer something. The same call again asks nothing more.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/incident/asks", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = Words,
    responses((status = 201, body = AgentTicketView), (status = 200, body = AgentTicketView)))]
pub(super) async fn ask(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    once: Once,
    Taken(new): Taken<Words>,
) -> Answer {
    let now = desk.world.now();
    let again = Again::new(once, format!("agent/tickets/{id}/incident/asks"), &new)?;
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(ticket::ask(tx, desk, system, ticket, agent, new, now))
    });
    by_agent(&desk, agent, id, Some(again), act).await
}

/// Writes the final report, or a new one in its place. The same call again writes nothing more.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/incident/report", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = Words,
    responses((status = 201, body = AgentTicketView), (status = 200, body = AgentTicketView)))]
pub(super) async fn report(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    once: Once,
    Taken(new): Taken<Words>,
) -> Answer {
    let now = desk.world.now();
    let again = Again::new(once, format!("agent/tickets/{id}/incident/report"), &new)?;
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(ticket::report(tx, desk, system, ticket, agent, new, now))
    });
    by_agent(&desk, agent, id, Some(again), act).await
}
