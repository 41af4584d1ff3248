//! Pages for people outside: whoever cannot get into their ERP asks for support here, and whoever does
//! not want a kind of letter says so. No script, so that they work where nothing else does.

use std::sync::LazyLock;

use askama::Template;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use deskside_protocol::identity::Lang;
use serde::Deserialize;

mod ask;
mod fields;
mod follow;
mod form;
mod nothing;
mod sent;
mod stop;
mod which;

use super::page;
use crate::desk::Desk;
use crate::keys::digest;
use crate::mail::Texts;
use crate::problem::Fault;

/// The looks of all of them.
const STYLE: &str = concat!(
    include_str!("../../../../style/tokens.css"),
    include_str!("../../../style/pages.css")
);
/// Changes with the looks, so that browsers may keep them for ever.
static STYLE_AT: LazyLock<String> = LazyLock::new(|| format!("/pages.css?{}", digest(STYLE)));

/// What these pages may load: their looks, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// Largest form with its files, in bytes. Nobody has signed in, so it is less than in the widget.
const LARGEST: usize = 12 * 1024 * 1024;

pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/pages.css", get(style))
        .route("/request", get(which::show))
        .route("/request/{system}", get(ask::show).post(ask::send))
        .route("/request/{system}/sent/{once}", get(sent::show))
        .route("/request/t/{key}", get(follow::show).post(follow::send))
        .route("/request/t/{key}/reopen", post(follow::reopen))
        .route("/request/t/{key}/files/{file}", get(follow::file))
        .route("/mail/stop/{token}", get(stop::show).post(stop::decide))
        .layer(DefaultBodyLimit::max(LARGEST))
}

async fn style() -> Response {
    let kept = "public, max-age=31536000, immutable";
    (
        [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, kept),
        ],
        STYLE,
    )
        .into_response()
}

/// What every page is asked with.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    lang: String,
}

impl Asked {
    /// The language wanted: the one in the address, else the browser's.
    fn lang(&self, headers: &HeaderMap) -> Lang {
        if !self.lang.is_empty() {
            return Lang::from_tag(&self.lang);
        }
        let accepted = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let known = accepted
            .split(',')
            .map(|tag| tag.split(';').next().unwrap_or_default().trim())
            .find(|tag| {
                let primary = tag.split('-').next().unwrap_or_default();
                ["en", "vi"]
                    .iter()
                    .any(|known| primary.eq_ignore_ascii_case(known))
            });
        Lang::from_tag(known.unwrap_or_default())
    }
}

/// Sentences in the reader's language, for templates.
struct Say<'a> {
    texts: &'a Texts,
    lang: Lang,
    /// What stands in the address beside the language.
    query: String,
}

impl<'a> Say<'a> {
    fn new(desk: &'a Desk, lang: Lang) -> Self {
        Self {
            texts: &desk.texts,
            lang,
            query: String::new(),
        }
    }

    fn say(&self, key: &str) -> String {
        self.texts.say(self.lang, key, &[])
    }

    fn fill(&self, key: &str, blank: &str, value: &str) -> String {
        self.texts.say(self.lang, key, &[(blank, value)])
    }

    fn style(&self) -> &'static str {
        &STYLE_AT
    }
}

/// A page as it is sent: kept by nobody on the way, because an address may be a key.
fn drawn(status: StatusCode, template: &impl Template) -> Result<Response, Fault> {
    let mut response = page(template.render()?, POLICY);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
