//! The screens.

pub mod access;
pub mod contacts;
pub mod export;
pub mod home;
pub mod invoices;
pub mod margin;
pub mod moves;
pub mod profile;
pub mod quotations;
pub mod record;
pub mod settings;
pub mod shared;
pub mod signin;
pub mod users;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::erp::fault::Fault;
use crate::erp::gate;
use crate::erp::house::App;
use crate::erp::statics;

/// The whole ERP, host module included, behind its gate.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/static/{version}/{name}", get(statics::get))
        .route("/signin", get(signin::get).post(signin::post))
        .route("/signout", get(signin::leaving).post(signin::leave))
        .route("/shared/{token}", get(shared::get))
        .route("/", get(home::get))
        .route("/help", get(home::help))
        .route("/language", post(profile::language))
        .route("/quotations", get(quotations::list))
        .route("/quotations/{id}", get(quotations::record))
        .route("/quotations/{id}/note", post(quotations::note))
        .route("/quotations/{id}/share", post(shared::post))
        .route("/api/quotations/{id}/confirm", post(quotations::confirm))
        .route("/contacts", get(contacts::list))
        .route("/contacts/{id}", get(contacts::record))
        .route("/invoices", get(invoices::list))
        .route("/invoices/{id}", get(invoices::record))
        .route("/moves", get(moves::list))
        .route("/reports/margin", get(margin::get))
        .route("/export/quotations.csv", get(export::quotations))
        .route("/export/invoices.csv", get(export::invoices))
        .route("/api/quotations", get(quotations::json))
        .route("/api/contacts", get(contacts::json))
        .route("/api/invoices", get(invoices::json))
        .route("/api/moves", get(moves::json))
        .route("/api/users", get(users::json))
        .route("/users", get(users::list))
        .route("/users/{id}", get(users::record).post(users::save))
        .route("/users/{id}/password", post(users::password))
        .route("/settings", get(settings::get))
        .route("/settings/pair", post(settings::pair))
        .route("/settings/access", get(access::list))
        .route("/settings/access/{grant}", get(access::record))
        .route("/settings/access/{grant}/end", post(access::end_now))
        .route("/profile", get(profile::get))
        .route("/profile/password", post(profile::password))
        .merge(crate::deskside::router())
        .fallback(nothing_here)
        .layer(DefaultBodyLimit::max(256 * 1024))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        // Outermost, and for paths that do not exist too: everything leaves as a page or a problem.
        .layer(from_fn_with_state(app.clone(), gate::gate))
        .with_state(app)
}

async fn healthz() -> &'static str {
    "ok"
}

async fn nothing_here() -> Fault {
    deskside_protocol::problem::Code::NotFound.into()
}
