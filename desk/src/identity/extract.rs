//! Callers as handlers take them: [`As`] of a reporter, a visitor, an approver, an agent or a host.

use axum::extract::{FromRequestParts, Request};
use axum::http::Method;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;
use deskside_protocol::DateTime;
use deskside_protocol::identity::{Agent, Approver, Reporter};
use deskside_protocol::ids::SystemId;
use deskside_protocol::problem::Code;
use serde::Deserialize;

use super::agents::{COOKIE, Session};
use super::once::use_once;
use super::{Host, Visitor, sessions};
use crate::desk::Desk;
use crate::jws;
use crate::problem::Fault;
use crate::system::System;

/// Longest life of a host's pull token, in seconds.
const PULL_SECONDS: i64 = 300;

/// A caller whose authority was verified.
#[derive(Clone, Debug)]
pub struct As<T>(pub T);

/// The token of a session that holds.
#[derive(Clone, Debug)]
pub struct Bearer(pub(super) String);

/// The bearer token of a request.
fn bearer(parts: &Parts) -> Result<&str, Fault> {
    parts
        .headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or_else(|| Fault::of(Code::Unauthenticated))
}

impl FromRequestParts<Desk> for As<Visitor> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let (visitor, _) = sessions::redeem(desk, bearer(parts)?).await?;
        Ok(Self(visitor))
    }
}

impl FromRequestParts<Desk> for As<Bearer> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let token = bearer(parts)?.to_owned();
        sessions::redeem(desk, &token).await?;
        Ok(Self(Bearer(token)))
    }
}

impl FromRequestParts<Desk> for As<Reporter> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let As(visitor) = As::<Visitor>::from_request_parts(parts, desk).await?;
        Ok(Self(visitor.reporter))
    }
}

impl FromRequestParts<Desk> for As<Approver> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let As(visitor) = As::<Visitor>::from_request_parts(parts, desk).await?;
        let approver = visitor.approver;
        approver
            .map(Self)
            .ok_or_else(|| Fault::of(Code::NotAnApprover))
    }
}

impl FromRequestParts<Desk> for As<Session> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let cookies = CookieJar::from_headers(&parts.headers);
        let cookie = cookies
            .get(COOKIE)
            .ok_or_else(|| Fault::of(Code::Unauthenticated))?;
        Ok(Self(Session::load(desk, cookie.value()).await?))
    }
}

impl FromRequestParts<Desk> for As<Agent> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let As(session) = As::<Session>::from_request_parts(parts, desk).await?;
        Ok(Self(session.agent))
    }
}

/// Claims with which a host pulls events.
#[derive(Deserialize)]
struct PullClaims {
    iss: SystemId,
    aud: String,
    iat: i64,
    exp: i64,
    jti: String,
}

impl FromRequestParts<Desk> for As<Host> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let refused = || Fault::of(Code::Unauthenticated);
        let token = bearer(parts)?;
        let claimed = jws::claimed_system(token).ok_or_else(refused)?;
        let system = System::load(&mut *desk.read().await?, &claimed)
            .await
            .map_err(|_| refused())?;
        let host = system.host.as_ref().ok_or_else(refused)?;
        let claims: PullClaims = jws::verified(token, &host.key).map_err(|_| refused())?;
        jws::timely(claims.iat, claims.exp, PULL_SECONDS, desk.world.now())
            .map_err(|_| refused())?;
        if claims.iss != system.id || claims.aud != desk.settings.public_url {
            return Err(refused());
        }
        let until = DateTime::from_timestamp(claims.exp, 0).ok_or_else(refused)?;
        let id = system.id.clone();
        let fresh = desk
            .store
            .write(move |tx| {
                Box::pin(async move { use_once(tx, &id, "pull", &claims.jti, until).await })
            })
            .await?;
        if fresh {
            Ok(Self(Host { system }))
        } else {
            Err(refused())
        }
    }
}

/// Lets a changing call through only with the console's own header, which no form and no foreign
/// page can send along with the cookie.
pub async fn console_only(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let marked = request
        .headers()
        .get("x-deskside")
        .is_some_and(|value| value == "console");
    if reads || marked {
        next.run(request).await
    } else {
        Fault::of(Code::Forbidden).into_response()
    }
}
