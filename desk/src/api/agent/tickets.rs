//! The queue, and a ticket as an agent works on it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::DateTime;
use deskside_protocol::api::{AgentTicketView, MessageView, NewMessage, TicketSummary};
use deskside_protocol::audit::Step;
use deskside_protocol::identity::{Agent, AgentCard};
use deskside_protocol::ids::TicketId;
use deskside_protocol::ticket::Happened;

use crate::access::Grant;
use crate::api::idempotency::{Call, Once};
use crate::audit::{self, Actor};
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::{Fault, Taken};
use crate::rotation::Rotation;
use crate::store::Connection;
use crate::system::System;
use crate::ticket::{self, Author, Reader, Ticket};

/// The queue: what waits for a first answer comes first, by the clock that runs out next.
#[utoipa::path(get, path = "/api/agent/tickets", tag = "agent", security(("console" = [])),
    responses((status = 200, body = Vec<TicketSummary>)))]
pub(super) async fn queue(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
) -> Result<Json<Vec<TicketSummary>>, Fault> {
    let reader = Reader::agent(&agent.card.id);
    let mut db = desk.read().await?;
    Ok(Json(
        ticket::queue(&mut db, &reader, desk.world.now()).await?,
    ))
}

/// A whole ticket; that the agent had its context before their eyes goes into the audit.
#[utoipa::path(get, path = "/api/agent/tickets/{id}", tag = "agent", security(("console" = [])),
    params(("id" = String, Path)), responses((status = 200, body = AgentTicketView)))]
pub(super) async fn show(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
) -> Result<Json<AgentTicketView>, Fault> {
    let (reader, now) = (Reader::agent(&agent.card.id), desk.world.now());
    let mut db = desk.read().await?;
    let ticket = Ticket::load_for_agent(&mut db, &id).await?;
    let look = ticket::look(&mut db, &ticket, &reader, now).await?;
    let view = view(&mut db, &desk, &ticket, now).await?;
    drop(db);
    if look.news || look.context {
        desk.store
            .write(move |tx| {
                Box::pin(async move {
                    let look = ticket::look(tx, &ticket, &reader, now).await?;
                    ticket::looked(tx, &ticket, &reader, look, now).await?;
                    if look.context {
                        seen(tx, &ticket, &agent.card, Step::ContextSeen, None, now).await?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
    Ok(Json(view))
}

/// Writes down what an agent had before their eyes.
pub(super) async fn seen(
    db: &mut Connection,
    ticket: &Ticket,
    agent: &AgentCard,
    step: Step,
    file: Option<&str>,
    now: DateTime,
) -> Result<(), Fault> {
    let mut detail = vec![("reference", ticket.reference.clone())];
    detail.extend(file.map(|name| ("name", name.to_owned())));
    let (system, about) = (&ticket.system, ticket.id.as_str());
    let what = match step {
        Step::AttachmentSeen => Happened::AttachmentSeen,
        _ => Happened::ContextSeen,
    };
    ticket::note(db, ticket, now, Actor::Agent(agent), what, &detail).await?;
    audit::append(db, system, now, Actor::Agent(agent), step, about, &detail).await
}

/// A ticket with all that hangs on it.
pub(in crate::api) async fn view(
    db: &mut Connection,
    desk: &Desk,
    ticket: &Ticket,
    now: DateTime,
) -> Result<AgentTicketView, Fault> {
    let system = System::load(db, &ticket.system).await?;
    let grants = Grant::of_ticket(db, &system.id, &ticket.id, now).await?;
    let rotations = Rotation::of_ticket(db, &system.id, &ticket.id).await?;
    Ok(AgentTicketView {
        ticket: ticket::whole(db, desk, ticket, &system, now).await?,
        grants: grants.into_iter().map(Grant::view).collect(),
        rotations: rotations.into_iter().map(Rotation::view).collect(),
        service: crate::policy::service(db, desk, &system, now).await?,
        scopes: system.scopes,
    })
}

/// Answers. The first answer of a person stops the clock.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/messages", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = NewMessage,
    responses((status = 201, body = MessageView), (status = 200, body = MessageView)))]
pub(super) async fn write(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    once: Once,
    Taken(new): Taken<NewMessage>,
) -> Result<(StatusCode, Json<MessageView>), Fault> {
    let (with, now) = (desk.clone(), desk.world.now());
    let (status, message) = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut ticket = Ticket::load_for_agent(tx, &id).await?;
                let caller = ticket::agent_name(&agent.card.id);
                let address = format!("agent/tickets/{id}/messages");
                let call = Call::new(&ticket.system, caller, once, &address, &new)?;
                if let Some(made) = call.made(tx).await? {
                    let before = ticket::message(tx, &ticket, &made).await?;
                    return Ok((StatusCode::OK, before));
                }
                let system = System::load(tx, &ticket.system).await?;
                let author = Author::Agent(&agent.card);
                let written =
                    ticket::write(tx, &with, &system, &mut ticket, author, &new, now).await?;
                call.makes(tx, written.id.as_str(), now).await?;
                let message = ticket::message(tx, &ticket, written.id.as_str()).await?;
                Ok((StatusCode::CREATED, message))
            })
        })
        .await?;
    Ok((status, Json(message)))
}
