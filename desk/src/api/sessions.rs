//! `/api/sessions` and `/api/live`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use deskside_protocol::api::{LivePass, OpenSession, SessionOpened};

use crate::desk::Desk;
use crate::identity::{As, Visitor, by_pass, open_session};
use crate::live;
use crate::problem::{Fault, Taken};

/// Opens a session with an identity token of the host, which counts once.
#[utoipa::path(post, path = "/api/sessions", tag = "identity", request_body = OpenSession,
    responses((status = 201, body = SessionOpened)))]
pub(super) async fn open(
    State(desk): State<Desk>,
    Taken(new): Taken<OpenSession>,
) -> Result<(StatusCode, Json<SessionOpened>), Fault> {
    let opened = open_session(&desk, new.identity).await?;
    let answer = SessionOpened {
        session: opened.session,
        expires_at: opened.expires_at,
        approver: opened.visitor.approver.is_some(),
        person: opened.visitor.reporter.person,
        system: opened.system.card(),
        policy: desk.rules.of(&opened.system, desk.world.now()),
        assessed_modules: desk.rules.assessed().map(<[String]>::to_vec),
        installation: opened.system.installation,
        now: desk.world.now(),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// A pass to follow along with, once, within a minute.
#[utoipa::path(post, path = "/api/live", tag = "live", security(("session" = [])),
    responses((status = 200, body = LivePass)))]
pub(super) async fn live_pass(
    State(desk): State<Desk>,
    As(session): As<crate::identity::Bearer>,
) -> Result<Json<LivePass>, Fault> {
    let pass = crate::identity::live_pass(&desk, &session).await?;
    Ok(Json(LivePass {
        url: format!("/api/live/{pass}"),
    }))
}

/// What changes for whom the pass was made, as Server-Sent Events of `LiveEvent`.
#[utoipa::path(get, path = "/api/live/{pass}", tag = "live", params(("pass" = String, Path)),
    responses((status = 200, content_type = "text/event-stream", body = deskside_protocol::api::LiveEvent)))]
pub(super) async fn live(
    State(desk): State<Desk>,
    Path(pass): Path<String>,
) -> Result<impl IntoResponse, Fault> {
    let (visitor, until): (Visitor, _) = by_pass(&desk, &pass).await?;
    Ok(live::follow(&desk, until, move |announcement| {
        announcement.concerns(&visitor)
    }))
}
