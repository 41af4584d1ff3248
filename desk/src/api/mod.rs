//! What is called from outside: thin handlers that join the rooms. Who may call one stands in its
//! signature.

use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::from_fn;
use axum::{Json, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

mod acts;
mod agent;
mod decisions;
mod files;
mod grants;
mod host;
mod idempotency;
mod incident;
mod openapi;
mod recovery;
mod rotations;
mod service;
mod sessions;
mod tickets;

pub(crate) use files::handed_out;
pub(crate) use idempotency::{Call, Once};

use crate::desk::Desk;
use crate::identity::console_only;
use crate::{pages, problem, system};

/// Everything the desk answers.
pub fn router(desk: &Desk) -> Router {
    let (api, openapi) = OpenApiRouter::with_openapi(openapi::frame())
        .merge(reporters().layer(cors(desk)))
        .merge(agent::routes().layer(from_fn(console_only)))
        .merge(hosts())
        .routes(routes!(health))
        .split_for_parts();
    let openapi = openapi::complete(openapi);
    api.route(
        "/openapi.json",
        axum::routing::get(move || std::future::ready(Json(openapi.clone()))),
    )
    .merge(pages::router(desk))
    .fallback(problem::nowhere)
    .layer(from_fn(problem::shaped))
    .layer(CatchPanicLayer::custom(problem::broken))
    .layer(header_of(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
    .layer(header_of(header::REFERRER_POLICY, "no-referrer"))
    .layer(header_of(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ))
    .layer(header_of(header::CACHE_CONTROL, "no-store"))
    .layer(header_of(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ))
    .layer(TraceLayer::new_for_http())
    .with_state(desk.clone())
}

/// A header that every answer carries unless it says otherwise.
fn header_of(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// What people of a system call, from the frame or from a page of a registered origin.
fn reporters() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(sessions::open))
        .routes(routes!(sessions::live_pass))
        .routes(routes!(sessions::live))
        .routes(routes!(tickets::list, tickets::file))
        .routes(routes!(tickets::show))
        .routes(routes!(tickets::write))
        .routes(routes!(tickets::reopen))
        .routes(routes!(decisions::choose))
        .routes(routes!(decisions::submit))
        .routes(routes!(decisions::answer_offer))
        .routes(routes!(incident::answer))
        .routes(routes!(recovery::decide))
        .routes(routes!(files::upload))
        .routes(routes!(files::download))
        .routes(routes!(grants::list))
        .routes(routes!(grants::deny))
        .routes(routes!(grants::request))
        .routes(routes!(grants::audit))
        .routes(routes!(rotations::list))
        .routes(routes!(rotations::evidence))
        .routes(routes!(service::show))
}

/// What hosts call.
fn hosts() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(host::pair))
        .routes(routes!(host::report))
        .routes(routes!(host::events))
}

/// Registered origins may call with a bearer token, never with cookies.
fn cors(desk: &Desk) -> CorsLayer {
    let desk = desk.clone();
    CorsLayer::new()
        .allow_origin(AllowOrigin::async_predicate(move |origin, _| async move {
            let Ok(origin) = origin.to_str() else {
                return false;
            };
            match desk.read().await {
                Ok(mut db) => system::is_registered(&mut db, origin)
                    .await
                    .unwrap_or(false),
                Err(_) => false,
            }
        }))
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
        ])
        .max_age(std::time::Duration::from_secs(600))
}

/// Whether the desk is up and its database answers.
#[utoipa::path(get, path = "/healthz", tag = "desk", responses((status = 200, description = "up")))]
async fn health(
    axum::extract::State(desk): axum::extract::State<Desk>,
) -> Result<&'static str, problem::Fault> {
    sqlx::query("SELECT 1")
        .execute(&mut *desk.read().await?)
        .await?;
    Ok("ok")
}
