//! `/api/pair` and `/api/host`: what hosts call.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use deskside_protocol::host::{DeskEvent, PairRequest, Paired};
use serde::Deserialize;

use crate::desk::Desk;
use crate::host::{self, events};
use crate::identity::{As, Host};
use crate::problem::{Fault, Taken};

/// Pairs a host by a one-time code.
#[utoipa::path(post, path = "/api/pair", tag = "host", request_body = PairRequest,
    responses((status = 200, body = Paired)))]
pub(super) async fn pair(
    State(desk): State<Desk>,
    Taken(request): Taken<PairRequest>,
) -> Result<Json<Paired>, Fault> {
    Ok(Json(host::pair(&desk, request).await?))
}

/// Takes what a host reports: the body is a compact JWS of `HostReport`.
#[utoipa::path(post, path = "/api/host/reports", tag = "host",
    request_body(content = String, content_type = "application/jose"),
    responses((status = 204, description = "taken")))]
pub(super) async fn report(State(desk): State<Desk>, token: String) -> Result<StatusCode, Fault> {
    host::report(&desk, token.trim()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u32,
}

/// Events after a number. Whoever asks for what comes after has taken what was before.
#[utoipa::path(get, path = "/api/host/events", tag = "host", security(("host" = [])),
    params(("after" = u32, Query)), responses((status = 200, body = Vec<DeskEvent>)))]
pub(super) async fn events(
    State(desk): State<Desk>,
    As(Host { system }): As<Host>,
    Query(After { after }): Query<After>,
) -> Result<Json<Vec<DeskEvent>>, Fault> {
    let (after, now) = (i64::from(after), desk.world.now());
    let mut db = desk.read().await?;
    let behind = events::next(&mut db, &system.id).await?;
    let following = events::after(&mut db, &system.id, after).await?;
    drop(db);
    if behind.is_some_and(|(seq, _)| seq <= after) {
        desk.store
            .write(move |tx| {
                Box::pin(async move { events::delivered(tx, &system.id, after, now).await })
            })
            .await?;
    }
    Ok(Json(following))
}
