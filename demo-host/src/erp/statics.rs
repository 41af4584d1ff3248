//! Styles and scripts: files of their own, under a version that changes with their bytes, so that
//! browsers may keep them for ever.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use deskside_protocol::problem::Code;
use sha2::{Digest, Sha256};

use crate::erp::fault::Fault;

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

macro_rules! file {
    ($name:literal, $kind:expr) => {
        ($name, $kind, include_str!(concat!("../../static/", $name)))
    };
}

/// Name, media type, text.
const FILES: &[(&str, &str, &str)] = &[
    file!("tokens.css", CSS),
    file!("base.css", CSS),
    file!("shell.css", CSS),
    file!("list.css", CSS),
    file!("record.css", CSS),
    file!("bare.css", CSS),
    file!("confirm.css", CSS),
    file!("mailbox.css", CSS),
    file!("app.js", JS),
    file!("quotation.js", JS),
    file!("margin.js", JS),
    file!("support.js", JS),
    file!("mailbox.js", JS),
    (
        "icon.svg",
        "image/svg+xml",
        include_str!("../../static/icon.svg"),
    ),
];

/// Changes when any file changes.
pub static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for (name, _, text) in FILES {
        hash.update(name);
        hash.update(text);
    }
    crate::encoding::base64url(&hash.finalize()[..9])
});

/// `GET /static/{version}/{name}`.
///
/// # Errors
/// When there is no such file.
pub async fn get(Path((version, name)): Path<(String, String)>) -> Result<Response, Fault> {
    let (_, kind, text) = FILES
        .iter()
        .find(|(known, _, _)| *known == name)
        .ok_or(Code::NotFound)?;
    // A page of an older version gets today's file, but must not keep it.
    let keep = if version == *VERSION {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    Ok((
        [(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, keep)],
        *text,
    )
        .into_response())
}
