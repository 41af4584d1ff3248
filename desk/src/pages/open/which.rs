//! `/request`: which ERP is it? Its address is what people know by heart.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use deskside_protocol::ids::SystemId;
use serde::Deserialize;

use super::{Asked, Say, drawn, nothing};
use crate::desk::Desk;
use crate::problem::Fault;
use crate::system::{at_origin, origin_of};

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    erp: Option<String>,
    #[serde(flatten)]
    asked: Asked,
}

#[derive(Template)]
#[template(path = "pages/which.html")]
struct Which<'a> {
    t: Say<'a>,
    erp: String,
    unknown: bool,
    systems: Vec<(SystemId, String)>,
}

pub(super) async fn show(
    State(desk): State<Desk>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let lang = wanted.asked.lang(&headers);
    nothing::or_said(&desk, lang, answer(&desk, &wanted, &headers).await)
}

async fn answer(desk: &Desk, wanted: &Wanted, headers: &HeaderMap) -> Result<Response, Fault> {
    let lang = wanted.asked.lang(headers);
    let erp = wanted.erp.as_deref().map(str::trim);
    let systems = match erp.and_then(origin) {
        Some(origin) => at_origin(&mut *desk.read().await?, &origin).await?,
        None => Vec::new(),
    };
    if let [(system, _)] = systems.as_slice() {
        let to = format!("/request/{system}?lang={}", lang.tag());
        return Ok(Redirect::to(&to).into_response());
    }
    let which = Which {
        t: Say::new(desk, lang),
        erp: erp.unwrap_or_default().to_owned(),
        unknown: erp.is_some() && systems.is_empty(),
        systems,
    };
    let status = if which.unknown {
        StatusCode::NOT_FOUND
    } else {
        StatusCode::OK
    };
    drawn(status, &which)
}

/// The origin of what people type, who leave out `https://`.
fn origin(typed: &str) -> Option<String> {
    if typed.contains("://") {
        origin_of(typed)
    } else {
        origin_of(&format!("https://{typed}"))
    }
}
