//! Who works at the desk right now, and with which key they enter systems.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use deskside_protocol::api::{AgentKey, AgentSignIn, LiveEvent, Me};
use deskside_protocol::identity::Agent;
use deskside_protocol::problem::Code;

use crate::desk::Desk;
use crate::identity::{self, AgentSession, As, COOKIE};
use crate::keys::{thumbprint, usable};
use crate::live;
use crate::problem::{Fault, Taken};

/// Signs an agent in: the answer sets the console's cookie.
#[utoipa::path(post, path = "/api/agent/session", tag = "agent", request_body = AgentSignIn,
    params(("X-Deskside" = String, Header)), responses((status = 200, body = Me)))]
pub(super) async fn sign_in(
    State(desk): State<Desk>,
    jar: CookieJar,
    Taken(typed): Taken<AgentSignIn>,
) -> Result<(CookieJar, Json<Me>), Fault> {
    let (token, session) = identity::sign_in(&desk, &typed.email, typed.password).await?;
    Ok((
        jar.add(cookie(&desk, token)),
        Json(card(&desk, session.agent).await?),
    ))
}

/// Out of reach of scripts and of other sites; over TLS only where the desk is.
fn cookie(desk: &Desk, value: String) -> Cookie<'static> {
    Cookie::build((COOKIE, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(desk.settings.public_url.starts_with("https:"))
        .build()
}

/// Signs out.
#[utoipa::path(delete, path = "/api/agent/session", tag = "agent", security(("console" = [])),
    params(("X-Deskside" = String, Header)), responses((status = 204, description = "signed out")))]
pub(super) async fn sign_out(
    State(desk): State<Desk>,
    jar: CookieJar,
) -> Result<(CookieJar, StatusCode), Fault> {
    if let Some(cookie) = jar.get(COOKIE) {
        identity::sign_out(&desk, cookie.value()).await?;
    }
    let gone = cookie(&desk, String::new());
    Ok((jar.remove(gone), StatusCode::NO_CONTENT))
}

/// Who I am.
#[utoipa::path(get, path = "/api/agent/me", tag = "agent", security(("console" = [])),
    responses((status = 200, body = Me)))]
pub(super) async fn me(State(desk): State<Desk>, As(agent): As<Agent>) -> Result<Json<Me>, Fault> {
    Ok(Json(card(&desk, agent).await?))
}

async fn card(desk: &Desk, agent: Agent) -> Result<Me, Fault> {
    let key = identity::key_of(&mut *desk.read().await?, &agent.card.id).await?;
    Ok(Me {
        agent: agent.card,
        lead: agent.lead,
        key: key.as_ref().map(thumbprint),
        now: desk.world.now(),
    })
}

/// Registers the public half of the key I enter systems with.
#[utoipa::path(put, path = "/api/agent/key", tag = "agent", security(("console" = [])),
    params(("X-Deskside" = String, Header)), request_body = AgentKey,
    responses((status = 200, body = Me)))]
pub(super) async fn put_key(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Taken(AgentKey { jwk }): Taken<AgentKey>,
) -> Result<Json<Me>, Fault> {
    if !usable(&jwk) {
        return Err(Fault::on(Code::FieldInvalid, "jwk"));
    }
    let id = agent.card.id.clone();
    desk.store
        .write(move |tx| Box::pin(async move { identity::keep_key(tx, &id, &jwk).await }))
        .await?;
    Ok(Json(card(&desk, agent).await?))
}

/// Everything that changes, as Server-Sent Events of `LiveEvent`.
#[utoipa::path(get, path = "/api/agent/live", tag = "live", security(("console" = [])),
    responses((status = 200, content_type = "text/event-stream", body = LiveEvent)))]
pub(super) async fn live(
    State(desk): State<Desk>,
    As(session): As<AgentSession>,
) -> impl IntoResponse {
    live::follow(&desk, session.expires_at, |_| true)
}
