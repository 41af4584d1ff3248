//! `/api/tickets`: what people of a system file and follow.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::DateTime;
use deskside_protocol::api::{MessageView, NewMessage, NewTicket, TicketSummary, TicketView};
use deskside_protocol::identity::Reporter;
use deskside_protocol::ids::TicketId;
use deskside_protocol::policy::Channel;
use deskside_protocol::rotation::Why;

use super::idempotency::{Call, Once};
use crate::audit::Actor;
use crate::desk::Desk;
use crate::identity::{As, Visitor};
use crate::problem::{Fault, Taken};
use crate::rotation;
use crate::store::{Connection, Tx};
use crate::system::System;
use crate::ticket::{self, Author, Filing, Reader, Ticket};

/// My tickets; who may approve access sees all of the system.
#[utoipa::path(get, path = "/api/tickets", tag = "ticket", security(("session" = [])),
    responses((status = 200, body = Vec<TicketSummary>)))]
pub(super) async fn list(
    State(desk): State<Desk>,
    As(visitor): As<Visitor>,
) -> Result<Json<Vec<TicketSummary>>, Fault> {
    let me = &visitor.reporter.person;
    let only = visitor.approver.is_none().then_some(me);
    let mut db = desk.read().await?;
    let (system, now) = (&visitor.reporter.system, desk.world.now());
    let tickets = ticket::summaries(&mut db, &Reader::person(me), system, only, now).await?;
    Ok(Json(tickets))
}

/// Files a ticket. The same call again answers the same ticket.
#[utoipa::path(post, path = "/api/tickets", tag = "ticket", security(("session" = [])),
    params(("Idempotency-Key" = String, Header)), request_body = NewTicket,
    responses((status = 201, body = TicketView), (status = 200, body = TicketView)))]
pub(super) async fn file(
    State(desk): State<Desk>,
    As(reporter): As<Reporter>,
    once: Once,
    Taken(new): Taken<NewTicket>,
) -> Result<(StatusCode, Json<TicketView>), Fault> {
    let caller = ticket::person_name(&reporter.person);
    let call = Call::new(&reporter.system, caller, once, "tickets", &new)?;
    let filing = Filing::new(new, Channel::Widget)?;
    let (with, now) = (desk.clone(), desk.world.now());
    let (status, ticket, system) = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let system = System::load(tx, &reporter.system).await?;
                if let Some(id) = call.made(tx).await? {
                    let ticket = Ticket::load(tx, &system.id, &TicketId(id)).await?;
                    return Ok((StatusCode::OK, ticket, system));
                }
                let ticket = filed(tx, &with, &system, &reporter, filing, now).await?;
                call.makes(tx, ticket.id.as_str(), now).await?;
                Ok((StatusCode::CREATED, ticket, system))
            })
        })
        .await?;
    let mut db = desk.read().await?;
    let view = ticket::whole(&mut db, &desk, &ticket, &system, now).await?;
    Ok((status, Json(view)))
}

/// Files, and opens what duties follow from what was said or slipped through (3.3b, trust rule 6).
async fn filed(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    reporter: &Reporter,
    filing: Filing,
    now: DateTime,
) -> Result<Ticket, Fault> {
    let (shared, leaked) = (filing.new.shared.clone(), filing.leaked);
    let ticket = ticket::file(tx, desk, system, reporter, filing, now).await?;
    let actor = Actor::Person(&reporter.person);
    if let Some(shared) = &shared {
        let why = Why::Declared;
        rotation::open(tx, desk, &ticket, &shared.login, why, actor, now).await?;
    }
    let mine = &reporter.person.login;
    if leaked && shared.is_none_or(|shared| shared.login != *mine) {
        rotation::open(tx, desk, &ticket, mine, Why::FoundInText, Actor::Desk, now).await?;
    }
    Ok(ticket)
}

/// A whole ticket; reading it marks its messages as seen.
#[utoipa::path(get, path = "/api/tickets/{id}", tag = "ticket", security(("session" = [])),
    params(("id" = String, Path)), responses((status = 200, body = TicketView)))]
pub(super) async fn show(
    State(desk): State<Desk>,
    As(visitor): As<Visitor>,
    Path(id): Path<TicketId>,
) -> Result<Json<TicketView>, Fault> {
    let mut db = desk.read().await?;
    let ticket = Ticket::load_for(&mut db, &visitor, &id).await?;
    let (reader, now) = (Reader::person(&visitor.reporter.person), desk.world.now());
    let look = ticket::look(&mut db, &ticket, &reader, now).await?;
    let view = view(&mut db, &desk, &ticket, now).await?;
    drop(db);
    if look.news {
        desk.store
            .write(move |tx| {
                Box::pin(async move { ticket::looked(tx, &ticket, &reader, look, now).await })
            })
            .await?;
    }
    Ok(Json(view))
}

pub(super) async fn view(
    db: &mut Connection,
    desk: &Desk,
    ticket: &Ticket,
    now: DateTime,
) -> Result<TicketView, Fault> {
    let system = System::load(db, &ticket.system).await?;
    ticket::whole(db, desk, ticket, &system, now).await
}

/// Writes a message. The same call again answers the same message.
#[utoipa::path(post, path = "/api/tickets/{id}/messages", tag = "ticket", security(("session" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)), request_body = NewMessage,
    responses((status = 201, body = MessageView), (status = 200, body = MessageView)))]
pub(super) async fn write(
    State(desk): State<Desk>,
    As(visitor): As<Visitor>,
    Path(id): Path<TicketId>,
    once: Once,
    Taken(new): Taken<NewMessage>,
) -> Result<(StatusCode, Json<MessageView>), Fault> {
    let person = visitor.reporter.person.clone();
    let address = format!("tickets/{id}/messages");
    let caller = ticket::person_name(&person);
    let call = Call::new(&visitor.reporter.system, caller, once, &address, &new)?;
    let (with, now) = (desk.clone(), desk.world.now());
    let (status, message) = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut ticket = Ticket::load_for(tx, &visitor, &id).await?;
                if let Some(made) = call.made(tx).await? {
                    let before = ticket::message(tx, &ticket, &made).await?;
                    return Ok((StatusCode::OK, before));
                }
                let system = System::load(tx, &ticket.system).await?;
                let author = Author::Person(&person);
                let written =
                    ticket::write(tx, &with, &system, &mut ticket, author, &new, now).await?;
                if written.leaked {
                    let why = Why::FoundInText;
                    let login = &person.login;
                    rotation::open(tx, &with, &ticket, login, why, Actor::Desk, now).await?;
                }
                call.makes(tx, written.id.as_str(), now).await?;
                let message = ticket::message(tx, &ticket, written.id.as_str()).await?;
                Ok((StatusCode::CREATED, message))
            })
        })
        .await?;
    Ok((status, Json(message)))
}

/// Takes a ticket up again.
#[utoipa::path(post, path = "/api/tickets/{id}/reopen", tag = "ticket", security(("session" = [])),
    params(("id" = String, Path)), responses((status = 200, body = TicketView)))]
pub(super) async fn reopen(
    State(desk): State<Desk>,
    As(visitor): As<Visitor>,
    Path(id): Path<TicketId>,
) -> Result<Json<TicketView>, Fault> {
    let (with, now) = (desk.clone(), desk.world.now());
    let ticket = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut ticket = Ticket::load_for(tx, &visitor, &id).await?;
                ticket::reopen(tx, &with, &mut ticket, &visitor.reporter.person, now).await?;
                Ok(ticket)
            })
        })
        .await?;
    let mut db = desk.read().await?;
    Ok(Json(view(&mut db, &desk, &ticket, now).await?))
}
