//! `/api/grants`: what approvers decide and everybody of a ticket may watch.

use axum::Json;
use axum::extract::{Path, State};
use deskside_protocol::api::{AuditTrail, GrantRequestJws, GrantView};
use deskside_protocol::identity::Approver;
use deskside_protocol::ids::GrantId;

use crate::access::{self, Grant};
use crate::audit;
use crate::desk::Desk;
use crate::identity::{As, Visitor};
use crate::problem::Fault;
use crate::system::System;

/// Grants on my tickets; who may approve access sees all of the system.
#[utoipa::path(get, path = "/api/grants", tag = "access", security(("session" = [])),
    responses((status = 200, body = Vec<GrantView>)))]
pub(super) async fn list(
    State(desk): State<Desk>,
    As(visitor): As<Visitor>,
) -> Result<Json<Vec<GrantView>>, Fault> {
    let me = &visitor.reporter.person;
    let only = visitor.approver.is_none().then_some(me);
    let mut db = desk.read().await?;
    let now = desk.world.now();
    let grants = Grant::of_system(&mut db, &visitor.reporter.system, only, now).await?;
    Ok(Json(grants.into_iter().map(Grant::view).collect()))
}

/// Says no. Saying yes happens on the host's own page.
#[utoipa::path(post, path = "/api/grants/{id}/deny", tag = "access", security(("session" = [])),
    params(("id" = String, Path)), responses((status = 200, body = GrantView)))]
pub(super) async fn deny(
    State(desk): State<Desk>,
    As(approver): As<Approver>,
    Path(id): Path<GrantId>,
) -> Result<Json<GrantView>, Fault> {
    let now = desk.world.now();
    let grant = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut grant = Grant::load(tx, approver.system(), &id, now).await?;
                access::deny(tx, &mut grant, &approver, false, now).await?;
                Ok(grant)
            })
        })
        .await?;
    Ok(Json(grant.view()))
}

/// What was asked, signed by the desk, for an approver to hand to the host.
#[utoipa::path(get, path = "/api/grants/{id}/request", tag = "access", security(("session" = [])),
    params(("id" = String, Path)), responses((status = 200, body = GrantRequestJws)))]
pub(super) async fn request(
    State(desk): State<Desk>,
    As(approver): As<Approver>,
    Path(id): Path<GrantId>,
) -> Result<Json<GrantRequestJws>, Fault> {
    let mut db = desk.read().await?;
    let grant = Grant::load(&mut db, approver.system(), &id, desk.world.now()).await?;
    Ok(Json(GrantRequestJws {
        request: grant.request,
    }))
}

/// The audit trail of the system the grant is in, for those who answer for the system: checking it needs
/// all of it, and it names everybody's grants and rotations.
#[utoipa::path(get, path = "/api/grants/{id}/audit", tag = "access", security(("session" = [])),
    params(("id" = String, Path)), responses((status = 200, body = AuditTrail)))]
pub(super) async fn audit(
    State(desk): State<Desk>,
    As(approver): As<Approver>,
    Path(id): Path<GrantId>,
) -> Result<Json<AuditTrail>, Fault> {
    let mut db = desk.read().await?;
    let grant = Grant::load(&mut db, approver.system(), &id, desk.world.now()).await?;
    let system = System::load(&mut db, &grant.system).await?;
    Ok(Json(audit::trail(&mut db, &system).await?))
}
