//! Files that agents send, and look at.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use deskside_protocol::api::AttachmentView;
use deskside_protocol::audit::Step;
use deskside_protocol::identity::Agent;
use deskside_protocol::ids::{AttachmentId, SystemId};
use serde::Deserialize;

use super::tickets::seen;
use crate::api::files::{handed_out, taken_in};
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::Fault;
use crate::system::System;
use crate::ticket::{self, Owner, Ticket};

#[derive(Deserialize)]
pub(super) struct Named {
    name: String,
    system: SystemId,
}

/// Takes a file in that will go with a ticket of this system, under a UUID the caller chose. The same
/// again answers the same file.
#[utoipa::path(put, path = "/api/agent/uploads/{uuid}", tag = "agent", security(("console" = [])),
    params(("uuid" = String, Path), ("name" = String, Query), ("system" = String, Query),
        ("X-Deskside" = String, Header)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = AttachmentView), (status = 200, body = AttachmentView)))]
pub(super) async fn upload(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(uuid): Path<String>,
    Query(Named { name, system }): Query<Named>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<AttachmentView>), Fault> {
    let system = System::load(&mut *desk.read().await?, &system).await?.id;
    let owner = Owner::agent(&agent.card);
    taken_in(&desk, &system, owner, &uuid, &name, &headers, body).await
}

/// A file of a ticket; that the agent looked at it goes into the audit first, where it is not the
/// vendor's own.
#[utoipa::path(get, path = "/api/agent/attachments/{id}", tag = "agent", security(("console" = [])),
    params(("id" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
pub(super) async fn download(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<AttachmentId>,
) -> Result<Response, Fault> {
    let now = desk.world.now();
    let found = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let (system, found) = ticket::find_for_agent(tx, &id).await?;
                // What was sent with no ticket yet is nobody's but the sender's.
                let ticket = found.ticket.as_ref().ok_or_else(Fault::nothing)?;
                let ticket = Ticket::load(tx, &system, ticket).await?;
                if !found.is_agents() {
                    let (step, name) = (Step::AttachmentSeen, Some(found.view.name.as_str()));
                    seen(tx, &ticket, &agent.card, step, name, now).await?;
                }
                Ok(found)
            })
        })
        .await?;
    handed_out(&desk, &found).await
}
