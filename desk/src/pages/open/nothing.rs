//! The page for what cannot be shown: in words, and with a way on.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use deskside_protocol::identity::Lang;
use deskside_protocol::problem::Code;

use super::{Say, drawn};
use crate::desk::Desk;
use crate::problem::Fault;

#[derive(Template)]
#[template(path = "pages/nothing.html")]
struct Nothing<'a> {
    t: Say<'a>,
    words: String,
}

/// What was done, or the page that says why it was not.
pub(super) fn or_said(desk: &Desk, lang: Lang, done: Result<Response, Fault>) -> Response {
    let fault = match done {
        Ok(response) => return response,
        Err(fault) => fault,
    };
    let code = fault.code();
    if code == Code::Internal {
        tracing::error!(error = %fault, "a page could not be shown");
    }
    let key = match code {
        Code::NotFound => "page.nothing.gone".to_owned(),
        code => format!("error.{}", code.as_str()),
    };
    let t = Say::new(desk, lang);
    let words = t.say(&key);
    let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    drawn(status, &Nothing { t, words }).unwrap_or_else(Fault::into_response)
}
