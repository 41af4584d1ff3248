//! `/api/service`: what is promised to the system beside single tickets.

use axum::Json;
use axum::extract::State;
use deskside_protocol::identity::Reporter;
use deskside_protocol::policy::ServiceView;

use crate::desk::Desk;
use crate::identity::As;
use crate::policy;
use crate::problem::Fault;
use crate::system::System;

/// Terms with the days left, maintenance that runs or is to come, availability by month.
#[utoipa::path(get, path = "/api/service", tag = "service", security(("session" = [])),
    responses((status = 200, body = ServiceView)))]
pub(super) async fn show(
    State(desk): State<Desk>,
    As(reporter): As<Reporter>,
) -> Result<Json<ServiceView>, Fault> {
    let mut db = desk.read().await?;
    let system = System::load(&mut db, &reporter.system).await?;
    let now = desk.world.now();
    Ok(Json(policy::service(&mut db, &desk, &system, now).await?))
}
