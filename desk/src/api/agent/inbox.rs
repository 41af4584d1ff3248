//! `/api/agent/inbox`: mails that nobody could place yet.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::api::{AgentTicketView, FileInbox, InboxMail};
use deskside_protocol::identity::Agent;
use deskside_protocol::ids::{InboxId, TicketId};

use super::tickets::view;
use crate::api::idempotency::{Call, Once};
use crate::desk::Desk;
use crate::identity::As;
use crate::mail::inbound;
use crate::problem::{Fault, Taken};
use crate::system::System;
use crate::ticket::{self, Ticket};

/// All of them, oldest first.
#[utoipa::path(get, path = "/api/agent/inbox", tag = "agent", security(("console" = [])),
    responses((status = 200, body = Vec<InboxMail>)))]
pub(super) async fn list(
    State(desk): State<Desk>,
    As(_): As<Agent>,
) -> Result<Json<Vec<InboxMail>>, Fault> {
    Ok(Json(inbound::list(&mut *desk.read().await?).await?))
}

/// It becomes a ticket of this system. The same call again answers the same ticket.
#[utoipa::path(post, path = "/api/agent/inbox/{id}/file", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = FileInbox,
    responses((status = 201, body = AgentTicketView), (status = 200, body = AgentTicketView)))]
pub(super) async fn file(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<InboxId>,
    once: Once,
    Taken(new): Taken<FileInbox>,
) -> Result<(StatusCode, Json<AgentTicketView>), Fault> {
    let caller = ticket::agent_name(&agent.card.id);
    let address = format!("agent/inbox/{id}/file");
    let call = Call::new(&new.system, caller, once, &address, &new)?;
    let made = call.made(&mut *desk.read().await?).await?;
    let ready = match made {
        Some(_) => None,
        None => Some(inbound::stored(&desk, &id, &new.system).await?),
    };
    let (with, now) = (desk.clone(), desk.world.now());
    let (status, ticket) = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let system = System::load(tx, &new.system).await?;
                if let Some(made) = call.made(tx).await? {
                    let ticket = Ticket::load(tx, &system.id, &TicketId(made)).await?;
                    return Ok((StatusCode::OK, ticket));
                }
                let ready = ready.ok_or_else(Fault::nothing)?;
                let filed = inbound::filed(tx, &with, &id, &system, new.impact, ready).await?;
                call.makes(tx, filed.as_str(), now).await?;
                let ticket = Ticket::load(tx, &system.id, &filed).await?;
                Ok((StatusCode::CREATED, ticket))
            })
        })
        .await?;
    let mut db = desk.read().await?;
    Ok((status, Json(view(&mut db, &desk, &ticket, now).await?)))
}

/// Throws it away; the mail itself stays in the mailbox.
#[utoipa::path(post, path = "/api/agent/inbox/{id}/discard", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("X-Deskside" = String, Header)),
    responses((status = 204, description = "gone")))]
pub(super) async fn discard(
    State(desk): State<Desk>,
    As(_): As<Agent>,
    Path(id): Path<InboxId>,
) -> Result<StatusCode, Fault> {
    desk.store
        .write(move |tx| Box::pin(async move { inbound::remove(tx, &id).await }))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
