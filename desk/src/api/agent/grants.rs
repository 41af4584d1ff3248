//! Asking for access, giving it back, and the audit.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::access::EndReason;
use deskside_protocol::api::{AskAccess, AuditTrail, GrantView};
use deskside_protocol::identity::Agent;
use deskside_protocol::ids::{GrantId, TicketId};
use deskside_protocol::ticket::Way;

use crate::access::{self, Grant};
use crate::api::idempotency::{Call, Once};
use crate::audit::{self, Actor};
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::{Fault, Taken};
use crate::system::System;
use crate::ticket::{self, Ticket};

/// Asks for access on a ticket. The same call again answers the same grant.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/grants", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = AskAccess,
    responses((status = 201, body = GrantView), (status = 200, body = GrantView)))]
pub(super) async fn ask(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    once: Once,
    Taken(new): Taken<AskAccess>,
) -> Result<(StatusCode, Json<GrantView>), Fault> {
    let (with, now) = (desk.clone(), desk.world.now());
    let (status, grant) = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut ticket = Ticket::load_for_agent(tx, &id).await?;
                let caller = ticket::agent_name(&agent.card.id);
                let address = format!("agent/tickets/{id}/grants");
                let call = Call::new(&ticket.system, caller, once, &address, &new)?;
                if let Some(made) = call.made(tx).await? {
                    let grant = Grant::load(tx, &ticket.system, &GrantId(made), now).await?;
                    return Ok((StatusCode::OK, grant));
                }
                let system = System::load(tx, &ticket.system).await?;
                let grant =
                    access::ask(tx, &with, &system, &ticket, &agent.card, &new, now).await?;
                // Asking for access is the choice of a way, and its reason (3.3b).
                let (way, why) = (Way::SupportAccount, &grant.reason);
                if ticket.way.as_ref().is_none_or(|before| before.way != way) {
                    ticket::choose_way(tx, &mut ticket, &agent.card, way, why, now).await?;
                }
                call.makes(tx, grant.id.as_str(), now).await?;
                Ok((StatusCode::CREATED, grant))
            })
        })
        .await?;
    Ok((status, Json(grant.view())))
}

/// Gives access back, or takes a request off the table.
#[utoipa::path(post, path = "/api/agent/grants/{id}/end", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("X-Deskside" = String, Header)),
    responses((status = 200, body = GrantView)))]
pub(super) async fn end(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<GrantId>,
) -> Result<Json<GrantView>, Fault> {
    let (with, now) = (desk.clone(), desk.world.now());
    let grant = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut grant = Grant::load_for_agent(tx, &id, now).await?;
                let system = System::load(tx, &grant.system).await?;
                let (why, actor) = (EndReason::Withdrawn, Actor::Agent(&agent.card));
                access::end(tx, &with, &system, &mut grant, why, actor, now).await?;
                Ok(grant)
            })
        })
        .await?;
    Ok(Json(grant.view()))
}

/// The audit trail of the system the grant is in.
#[utoipa::path(get, path = "/api/agent/grants/{id}/audit", tag = "agent", security(("console" = [])),
    params(("id" = String, Path)), responses((status = 200, body = AuditTrail)))]
pub(super) async fn audit(
    State(desk): State<Desk>,
    As(_): As<Agent>,
    Path(id): Path<GrantId>,
) -> Result<Json<AuditTrail>, Fault> {
    let mut db = desk.read().await?;
    let grant = Grant::load_for_agent(&mut db, &id, desk.world.now()).await?;
    let system = System::load(&mut db, &grant.system).await?;
    Ok(Json(audit::trail(&mut db, &system).await?))
}
