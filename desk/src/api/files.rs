//! `/api/uploads` and `/api/attachments`.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use deskside_protocol::api::AttachmentView;
use deskside_protocol::identity::Reporter;
use deskside_protocol::ids::{AttachmentId, SystemId};
use deskside_protocol::problem::Code;
use serde::Deserialize;

use crate::desk::Desk;
use crate::identity::{As, Visitor};
use crate::problem::Fault;
use crate::ticket::{self, Found, Owner, Ticket, Upload};

#[derive(Deserialize)]
pub(super) struct Named {
    name: String,
}

/// Takes a file in, under a UUID the caller chose. The same again answers the same file.
#[utoipa::path(put, path = "/api/uploads/{uuid}", tag = "ticket", security(("session" = [])),
    params(("uuid" = String, Path), ("name" = String, Query)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = AttachmentView), (status = 200, body = AttachmentView)))]
pub(super) async fn upload(
    State(desk): State<Desk>,
    As(reporter): As<Reporter>,
    Path(uuid): Path<String>,
    Query(Named { name }): Query<Named>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<AttachmentView>), Fault> {
    let owner = Owner::person(&reporter.person);
    taken_in(&desk, &reporter.system, owner, &uuid, &name, &headers, body).await
}

/// Takes a file in for whoever owns it.
pub(super) async fn taken_in(
    desk: &Desk,
    system: &SystemId,
    owner: Owner,
    uuid: &str,
    name: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<AttachmentView>), Fault> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let named = Upload::new(system, owner, uuid, name, kind)?;
    let (fresh, view) = ticket::upload(desk, named, body).await?;
    let status = if fresh {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(view)))
}

/// A file of a ticket I may see, or one I just sent.
#[utoipa::path(get, path = "/api/attachments/{id}", tag = "ticket", security(("session" = [])),
    params(("id" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
pub(super) async fn download(
    State(desk): State<Desk>,
    As(visitor): As<Visitor>,
    Path(id): Path<AttachmentId>,
) -> Result<Response, Fault> {
    let mut db = desk.read().await?;
    let found = ticket::find(&mut db, &visitor.reporter.system, &id).await?;
    match &found.ticket {
        Some(ticket) => drop(Ticket::load_for(&mut db, &visitor, ticket).await?),
        None if found.owner == Owner::person(&visitor.reporter.person) => {}
        None => return Err(Fault::of(Code::NotFound)),
    }
    drop(db);
    handed_out(&desk, &found).await
}

/// A file in a form that no browser runs: to be saved, in a sandbox, as what it says it is.
pub(crate) async fn handed_out(desk: &Desk, found: &Found) -> Result<Response, Fault> {
    let mut response = ticket::open_file(desk, found).await?.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_str(&found.view.media_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CONTENT_LENGTH, found.view.size.into());
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox"),
    );
    let disposition = format!("attachment; filename*=UTF-8''{}", escaped(&found.view.name));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// RFC 8187: everything but plain letters and digits as `%XX`.
fn escaped(name: &str) -> String {
    use std::fmt::Write as _;
    name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
