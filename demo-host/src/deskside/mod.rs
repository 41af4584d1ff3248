//! The host module: what an ERP adds so that Deskside can live in it. This one is the reference.
//!
//! Rooms follow a ticket's life. [`identity`] and [`context`] tell the widget who and where;
//! [`access`] takes a request, draws the confirm page, makes the support account, lets the agent in
//! and sees to it that it ends; [`rotation`] knows whose password must change. Beneath them:
//! [`key`] and [`jws`] sign and verify, [`pairing`] knows the desk, [`outbox`] tells it things,
//! [`events`] hears from it, [`audit`] keeps its chain's head, [`health`] tells it that people can
//! work here.

pub mod context;
pub mod identity;

pub mod access;
pub mod rotation;

pub mod audit;
pub mod due;
pub mod events;
pub mod health;
pub mod jws;
pub mod key;
pub mod outbox;
pub mod pairing;
pub mod tasks;

use std::sync::Once;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};

use crate::erp::house::App;

/// Where the contract is in this host.
pub const PREFIX: &str = "/deskside";

/// The contract's routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/deskside/health", get(health::get))
        .route("/deskside/identity", post(identity::post))
        .route("/deskside/context", get(context::get))
        .route("/deskside/scopes", get(access::offers::get))
        .route("/deskside/requests", post(access::requests::post))
        .route(
            "/deskside/confirm/{grant}",
            get(access::confirm::get).post(access::decide::post),
        )
        .route("/deskside/grants", get(access::list::get))
        .route(
            "/deskside/grants/{grant}/revoke",
            post(access::list::revoke),
        )
        .route("/deskside/enter", post(access::enter::post))
        .route("/support/live", get(access::live::get))
        .route("/support-ended", get(access::live::ended))
        .route("/deskside/evidence", get(rotation::evidence))
        .route("/deskside/audit/head", get(audit::head))
        .route("/deskside/events", post(events::post))
}

static TLS: Once = Once::new();

/// A client for talking to the desk.
///
/// # Errors
/// When it cannot be built.
pub fn client() -> Result<reqwest::Client, reqwest::Error> {
    TLS.call_once(|| {
        // A second installation (in tests) finds the provider in place, which is just as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(3))
        .timeout(Duration::from_secs(15))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
}
