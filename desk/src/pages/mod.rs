//! What browsers load: the loader, the widget's frame, the console, and the files they are made of.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::services::ServeDir;

mod console;
mod frame;
mod open;

use crate::desk::Desk;
use crate::keys::digest;
use crate::problem::Fault;

/// The pages, as far as they were built.
pub(crate) fn router(desk: &Desk) -> Router<Desk> {
    let router = Router::new()
        .route("/", get(|| std::future::ready(Redirect::to("/console/"))))
        .route(
            "/console",
            get(|| std::future::ready(Redirect::to("/console/"))),
        )
        .route("/console/", get(console::show))
        .route("/console/{*rest}", get(console::show))
        .route("/frame/{system}", get(frame::show))
        .route("/deskside.js", get(loader))
        .merge(open::router());
    let Some(web) = &desk.settings.web else {
        return router;
    };
    // Names carry the hash of what is in them, so they may be kept for ever.
    let assets = ServeDir::new(web.join("assets"))
        .precompressed_br()
        .precompressed_gzip();
    router.nest_service(
        "/assets",
        Router::new()
            .fallback_service(assets)
            .layer(map_response(kept_for_ever)),
    )
}

async fn kept_for_ever(mut response: Response) -> Response {
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        for_everybody(response.headers_mut());
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        );
    }
    response
}

/// Pages of other sites load these: the loader as a module, and everything in inline mode.
fn for_everybody(headers: &mut HeaderMap) {
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
}

/// The loader: the one file whose name stays, so browsers ask soon whether it changed.
async fn loader(State(desk): State<Desk>, asked: HeaderMap) -> Result<Response, Fault> {
    let plain = built(&desk, "deskside.js").await?;
    let tag = format!("\"{}\"", digest(&plain));
    let unchanged = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| {
            known
                .split(',')
                .any(|known| known.trim().trim_start_matches("W/") == tag)
        });
    let accepts = |encoding: &str| {
        asked
            .get(header::ACCEPT_ENCODING)
            .and_then(|accepted| accepted.to_str().ok())
            .is_some_and(|accepted| accepted.split(',').any(|one| one.trim() == encoding))
    };
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else if accepts("br")
        && let Ok(packed) = built(&desk, "deskside.js.br").await
    {
        ([(header::CONTENT_ENCODING, "br")], packed).into_response()
    } else if accepts("gzip")
        && let Ok(packed) = built(&desk, "deskside.js.gz").await
    {
        ([(header::CONTENT_ENCODING, "gzip")], packed).into_response()
    } else {
        plain.into_response()
    };
    let headers = response.headers_mut();
    for_everybody(headers);
    for (name, value) in [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=60"),
        (header::VARY, "accept-encoding"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}

/// A file of the built web folder.
async fn built(desk: &Desk, name: &str) -> Result<Vec<u8>, Fault> {
    let web = desk.settings.web.as_ref().ok_or_else(Fault::nothing)?;
    tokio::fs::read(web.join(name))
        .await
        .map_err(|_| Fault::nothing())
}

/// A page with its own policy of what it may load and who may show it.
fn page(html: String, policy: &str) -> Response {
    let mut response = axum::response::Html(html).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// What a page of ours may load: its own files and nothing else. Scripts may not turn text into
/// HTML.
const OWN: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    connect-src 'self'; img-src 'self' blob: data:; font-src 'self'; base-uri 'none'; \
    require-trusted-types-for 'script'";
