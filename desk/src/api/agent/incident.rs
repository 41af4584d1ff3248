//! How agents investigate a security incident (2.3).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::api::{AgentTicketView, MarkIncident, NewStep, StepDone, Words};
use deskside_protocol::identity::Agent;
use deskside_protocol::ids::TicketId;

use super::steps::{Step, make, take};
use crate::api::idempotency::Once;
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::{Fault, Taken};
use crate::ticket;

/// Takes a ticket as a security incident, or says of which other kind it is.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/incident", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("X-Deskside" = String, Header)), request_body = MarkIncident,
    responses((status = 200, body = AgentTicketView)))]
pub(super) async fn mark(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    Taken(MarkIncident { kind }): Taken<MarkIncident>,
) -> Result<Json<AgentTicketView>, Fault> {
    let now = desk.world.now();
    let step: Step = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(ticket::mark(tx, desk, system, ticket, agent, kind, now))
    });
    take(&desk, agent, id, step).await
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
) -> Result<(StatusCode, Json<AgentTicketView>), Fault> {
    let now = desk.world.now();
    let begun = new.clone();
    let step: Step = Box::new(move |tx, _, _, ticket, agent| {
        Box::pin(async move { ticket::add_step(tx, ticket, agent, &begun, now).await })
    });
    make(&desk, agent, id, (once, "incident/steps", &new), step).await
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
) -> Result<Json<AgentTicketView>, Fault> {
    let now = desk.world.now();
    let step: Step = Box::new(move |tx, _, _, ticket, agent| {
        Box::pin(async move { ticket::finish_step(tx, ticket, agent, number, &done, now).await })
    });
    take(&desk, agent, id, step).await
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
) -> Result<(StatusCode, Json<AgentTicketView>), Fault> {
    let now = desk.world.now();
    let asked = new.clone();
    let step: Step = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(async move { ticket::ask(tx, desk, system, ticket, agent, &asked, now).await })
    });
    make(&desk, agent, id, (once, "incident/asks", &new), step).await
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
) -> Result<(StatusCode, Json<AgentTicketView>), Fault> {
    let now = desk.world.now();
    let written = new.clone();
    let step: Step = Box::new(move |tx, desk, system, ticket, agent| {
        Box::pin(
            async move { ticket::report(tx, desk, system, ticket, agent, &written, now).await },
        )
    });
    make(&desk, agent, id, (once, "incident/report", &new), step).await
}
