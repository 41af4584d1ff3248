//! Proof that a request was meant by the person whose cookie it carries, and the headers that keep
//! a page to itself.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use deskside_protocol::problem::Code;

use crate::erp::fault::Fault;
use crate::erp::routes::Kind;

/// Where a request says it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From our own pages, and the browser says so.
    Own,
    /// From somewhere else.
    Foreign,
    /// Nobody says. Browsers say it with every form and every changing call.
    Untold,
}

/// Reads where a request comes from.
#[must_use]
pub fn origin(headers: &HeaderMap, public_url: &str) -> Origin {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text("sec-fetch-site");
    let origin = text("origin");
    match (site, origin) {
        (_, Some(origin)) if origin != public_url => Origin::Foreign,
        (Some("same-origin"), _) | (None, Some(_)) => Origin::Own,
        (Some("none") | None, None) => Origin::Untold,
        _ => Origin::Foreign,
    }
}

/// The fields of a form that passed the gate.
#[derive(Clone, Debug, Default)]
pub struct Posted(pub Vec<(String, String)>);

impl Posted {
    /// The first field of this name; empty when there is none.
    #[must_use]
    pub fn one(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// Every field of this name.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .collect()
    }
}

impl<S: Sync> FromRequestParts<S> for Posted {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts
            .extensions
            .get::<Posted>()
            .cloned()
            .ok_or_else(|| Code::BadRequest.into())
    }
}

/// Whether two secrets are equal, in a time that does not depend on where they differ.
#[must_use]
pub fn same(left: &str, right: &str) -> bool {
    left.len() == right.len()
        && left
            .bytes()
            .zip(right.bytes())
            .fold(0, |differs, (a, b)| differs | (a ^ b))
            == 0
}

/// Puts the headers on an answer that keep it to itself.
pub fn dress(headers: &mut HeaderMap, kind: Kind, desk: &str) {
    let policy = match kind {
        Kind::Page => format!(
            "default-src 'self'; script-src 'self' {desk}; connect-src 'self' {desk}; \
             frame-src {desk}; style-src 'self'; img-src 'self' data:; object-src 'none'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
        // Nothing of the desk has a place where people sign in or approve.
        Kind::Bare | Kind::Door => "default-src 'self'; frame-src 'none'; object-src 'none'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
            .to_owned(),
        Kind::Json | Kind::Contract | Kind::Hook | Kind::File => {
            "default-src 'none'; frame-ancestors 'none'".to_owned()
        }
    };
    if let Ok(value) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}
