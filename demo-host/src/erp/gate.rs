//! The gate before every request: who is it, may they, did they mean it, and is the grant still
//! open by our own clock. Handlers behind it find all of that true.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Form, FromRequest, FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use deskside_protocol::problem::Code;

use crate::deskside::access::watch;
use crate::erp::fault::Fault;
use crate::erp::guard::{self, Origin, Posted};
use crate::erp::house::App;
use crate::erp::page;
use crate::erp::routes::{self, Kind, Need, Route};
use crate::erp::sessions::{self, Found, Signed};

/// Largest form, in bytes.
const LARGEST_FORM: usize = 64 * 1024;

/// Where nobody has a session yet.
const SIGN_IN: &str = "/signin";
/// Where support is told that it is over.
pub const ENDED: &str = "/support-ended";

/// Lets a request through, or says why not.
pub async fn gate(State(app): State<App>, request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.and_then(|path| routes::find(request.method(), path.as_str()));
    // What does not exist is told with the menu around it to those who are at work.
    let kind = route.map_or(Kind::Page, |route| route.kind);
    let jar = CookieJar::from_headers(request.headers());
    let found = match sessions::find(&app, &jar).await {
        Ok(found) => found,
        Err(fault) => return finish(&app, kind, None, fault.into_response()).await,
    };
    let signed = match &found {
        Found::Signed(signed) => Some(Arc::new((**signed).clone())),
        _ => None,
    };
    let answer = match route {
        None => Fault::from(Code::NotFound).into_response(),
        Some(route) => match enter(&app, route, &found, signed.as_ref(), request, next).await {
            Ok(response) | Err(Stop::Answer(response)) => response,
            Err(Stop::Fault(fault)) => fault.into_response(),
        },
    };
    finish(&app, kind, signed, answer).await
}

/// Why a request goes no further.
enum Stop {
    Answer(Response),
    Fault(Fault),
}

impl<F: Into<Fault>> From<F> for Stop {
    fn from(fault: F) -> Self {
        Stop::Fault(fault.into())
    }
}

async fn enter(
    app: &App,
    route: &Route,
    found: &Found,
    signed: Option<&Arc<Signed>>,
    request: Request,
    next: Next,
) -> Result<Response, Stop> {
    if let Some(signed) = signed
        && let Some(seat) = &signed.seat
        && route.kind != Kind::File
    {
        let allowed = permitted(route, signed);
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        watch::record(app, &signed.house, seat, method.as_str(), &path, allowed).await?;
    }
    match (route.need, signed) {
        (Need::Anyone, _) => {}
        (_, None) => return Err(Stop::Answer(turn_away(route, found, &request))),
        (_, Some(signed)) if !permitted(route, signed) => return Err(Code::Forbidden.into()),
        (_, Some(_)) => {}
    }
    let mut request = prove(app, route, signed, request).await?;
    if let Some(signed) = signed {
        request.extensions_mut().insert(signed.clone());
    }
    Ok(next.run(request).await)
}

fn permitted(route: &Route, signed: &Signed) -> bool {
    match route.need {
        Need::Anyone | Need::SignedIn => true,
        Need::On(object, right) => signed.may(object, right),
    }
}

fn turn_away(route: &Route, found: &Found, request: &Request) -> Response {
    let page = matches!(route.kind, Kind::Page | Kind::Bare);
    match found {
        Found::Ended if page => Redirect::to(ENDED).into_response(),
        _ if page && request.method() == Method::GET => {
            let wanted = request
                .uri()
                .path_and_query()
                .map_or("/", |path| path.as_str());
            let next = page::query_value(wanted);
            Redirect::to(&format!("{SIGN_IN}?next={next}")).into_response()
        }
        _ if page => Redirect::to(SIGN_IN).into_response(),
        _ => Fault::from(Code::Unauthenticated).into_response(),
    }
}

/// Takes the proof that a changing request was meant, and reads its form.
async fn prove(
    app: &App,
    route: &Route,
    signed: Option<&Arc<Signed>>,
    request: Request,
) -> Result<Request, Stop> {
    if route.method == "GET" {
        return Ok(request);
    }
    let origin = guard::origin(request.headers(), &app.public_url);
    if !matches!(route.kind, Kind::Door | Kind::Hook) && origin == Origin::Foreign {
        return Err(Code::Forbidden.into());
    }
    if route.kind == Kind::Contract && origin != Origin::Own {
        return Err(Code::Forbidden.into());
    }
    let token = request
        .headers()
        .get("x-csrf-token")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let is_form = content_type(request.headers()).starts_with("application/x-www-form-urlencoded");
    let (request, form) = if is_form {
        read_form(request).await?
    } else {
        (request, None)
    };
    if let (Kind::Page | Kind::Bare | Kind::Json, Some(signed)) = (route.kind, signed)
        && route.need != Need::Anyone
    {
        let shown = form.as_ref().map_or("", |form| form.one("csrf"));
        let proof = if route.kind == Kind::Json {
            &token
        } else {
            shown
        };
        if !guard::same(proof, &signed.csrf) {
            return Err(Code::Forbidden.into());
        }
    }
    let mut request = request;
    if let Some(form) = form {
        request.extensions_mut().insert(form);
    }
    Ok(request)
}

fn content_type(headers: &HeaderMap) -> &str {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

async fn read_form(request: Request) -> Result<(Request, Option<Posted>), Stop> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, LARGEST_FORM)
        .await
        .map_err(|_| Code::TooLarge)?;
    let copy = Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let Form(fields) = Form::<Vec<(String, String)>>::from_request(copy, &())
        .await
        .map_err(|_| Code::BadRequest)?;
    Ok((
        Request::from_parts(parts, Body::from(bytes)),
        Some(Posted(fields)),
    ))
}

/// Draws a failure for whoever asked, and puts the headers on.
async fn finish(
    app: &App,
    kind: Kind,
    signed: Option<Arc<Signed>>,
    mut response: Response,
) -> Response {
    if let Some(fault) = response.extensions_mut().remove::<Fault>() {
        response = match kind {
            Kind::Json | Kind::Contract | Kind::Hook | Kind::File => fault.as_json(),
            Kind::Page | Kind::Bare | Kind::Door => {
                page::fault(app, signed.as_deref(), &fault, kind == Kind::Page).await
            }
        };
    }
    guard::dress(response.headers_mut(), kind, &app.desk);
    response
}

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts
            .extensions
            .get::<Arc<Signed>>()
            .map(|signed| (**signed).clone())
            .ok_or_else(|| Code::Unauthenticated.into())
    }
}
