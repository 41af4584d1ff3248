//! Every way into the ERP with what it takes, in one table. The gate refuses what is not in it, and
//! a test walks it as a support account.

use axum::http::Method;
use deskside_protocol::access::Right;

use crate::erp::rights::Object;

/// What somebody must hold to come through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing: sign-in, files, and doors that check for themselves.
    Anyone,
    /// A session, of whatever kind.
    SignedIn,
    /// A session that may use this thing at least this way.
    On(Object, Right),
}

/// How a way is walked: what proves that the person meant it, and how answers are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page with the widget in it.
    Page,
    /// A page that carries nothing from the desk: sign-in, confirm, goodbye.
    Bare,
    /// JSON for the ERP's own scripts; changes carry the session's token in a header.
    Json,
    /// JSON of the host contract; changes prove that they come from this origin.
    Contract,
    /// A page that an agent's browser enters by, with an assertion as proof.
    Door,
    /// JSON from the desk, with its signature as proof.
    Hook,
    /// A file.
    File,
}

/// One way in.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// Method; `HEAD` goes where `GET` goes.
    pub method: &'static str,
    /// Path as the router knows it.
    pub path: &'static str,
    /// What it takes.
    pub need: Need,
    /// How it is walked.
    pub kind: Kind,
}

const fn way(method: &'static str, path: &'static str, need: Need, kind: Kind) -> Route {
    Route {
        method,
        path,
        need,
        kind,
    }
}

const fn look(path: &'static str, object: Object) -> Route {
    way("GET", path, Need::On(object, Right::Read), Kind::Page)
}

const fn change(path: &'static str, object: Object) -> Route {
    way("POST", path, Need::On(object, Right::Write), Kind::Page)
}

const fn json(path: &'static str, object: Object) -> Route {
    way("GET", path, Need::On(object, Right::Read), Kind::Json)
}

const fn contract(method: &'static str, path: &'static str) -> Route {
    way(
        method,
        path,
        Need::On(Object::Desk, Right::Write),
        Kind::Contract,
    )
}

/// The table.
pub const ROUTES: &[Route] = &[
    way("GET", "/healthz", Need::Anyone, Kind::File),
    way("GET", "/deskside/health", Need::Anyone, Kind::File),
    way("GET", "/static/{version}/{name}", Need::Anyone, Kind::File),
    way("GET", "/signin", Need::Anyone, Kind::Bare),
    way("POST", "/signin", Need::Anyone, Kind::Bare),
    way("GET", "/signout", Need::SignedIn, Kind::Bare),
    way("POST", "/signout", Need::SignedIn, Kind::Bare),
    way("GET", "/shared/{token}", Need::Anyone, Kind::Bare),
    way("GET", "/support-ended", Need::Anyone, Kind::Bare),
    way("GET", "/support/live", Need::SignedIn, Kind::Json),
    way("GET", "/", Need::SignedIn, Kind::Page),
    way("GET", "/help", Need::SignedIn, Kind::Page),
    way("POST", "/language", Need::SignedIn, Kind::Page),
    look("/quotations", Object::Quotations),
    look("/quotations/{id}", Object::Quotations),
    change("/quotations/{id}/note", Object::Quotations),
    change("/quotations/{id}/share", Object::Quotations),
    way(
        "POST",
        "/api/quotations/{id}/confirm",
        Need::On(Object::Quotations, Right::Write),
        Kind::Json,
    ),
    look("/contacts", Object::Contacts),
    look("/contacts/{id}", Object::Contacts),
    look("/invoices", Object::Invoices),
    look("/invoices/{id}", Object::Invoices),
    look("/moves", Object::Moves),
    look("/reports/margin", Object::Margin),
    look("/export/quotations.csv", Object::Export),
    look("/export/invoices.csv", Object::Export),
    json("/api/quotations", Object::Quotations),
    json("/api/contacts", Object::Contacts),
    json("/api/invoices", Object::Invoices),
    json("/api/moves", Object::Moves),
    json("/api/users", Object::Users),
    look("/users", Object::Users),
    look("/users/{id}", Object::Users),
    change("/users/{id}", Object::Users),
    change("/users/{id}/password", Object::Users),
    look("/settings", Object::Settings),
    change("/settings/pair", Object::Settings),
    look("/settings/access", Object::Settings),
    look("/settings/access/{grant}", Object::Settings),
    change("/settings/access/{grant}/end", Object::Settings),
    look("/profile", Object::Profile),
    change("/profile/password", Object::Profile),
    contract("POST", "/deskside/identity"),
    contract("GET", "/deskside/context"),
    contract("GET", "/deskside/scopes"),
    contract("POST", "/deskside/requests"),
    contract("GET", "/deskside/grants"),
    contract("POST", "/deskside/grants/{grant}/revoke"),
    contract("GET", "/deskside/evidence"),
    contract("GET", "/deskside/audit/head"),
    way(
        "GET",
        "/deskside/confirm/{grant}",
        Need::On(Object::Desk, Right::Write),
        Kind::Bare,
    ),
    way(
        "POST",
        "/deskside/confirm/{grant}",
        Need::On(Object::Desk, Right::Write),
        Kind::Bare,
    ),
    way("POST", "/deskside/enter", Need::Anyone, Kind::Door),
    way("POST", "/deskside/events", Need::Anyone, Kind::Hook),
];

/// The way of this method and path.
#[must_use]
pub fn find(method: &Method, path: &str) -> Option<&'static Route> {
    let method = if method == Method::HEAD {
        "GET"
    } else {
        method.as_str()
    };
    ROUTES
        .iter()
        .find(|route| route.method == method && route.path == path)
}
