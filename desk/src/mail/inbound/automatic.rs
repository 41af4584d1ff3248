//! Telling machines from people (RFC 3834): what a machine sent stops no clock, files no ticket and is
//! never answered.

use mail_parser::{HeaderValue, Message};

/// The text of a header.
pub(super) fn text<'m>(message: &'m Message<'_>, name: &'static str) -> Option<&'m str> {
    message.header(name).and_then(HeaderValue::as_text)
}

/// Whether a machine or a list sent it.
pub(super) fn is_automatic(message: &Message<'_>) -> bool {
    let says = |name, words: &[&str]| {
        text(message, name).is_some_and(|value| {
            let value = value.trim().to_ascii_lowercase();
            words.iter().any(|word| value.starts_with(word))
        })
    };
    let submitted = text(message, "Auto-Submitted")
        .is_some_and(|value| !value.trim().to_ascii_lowercase().starts_with("no"));
    submitted
        || says("Precedence", &["bulk", "junk", "list", "auto_reply"])
        || message.header("X-Auto-Response-Suppress").is_some()
        || message.header("X-Autoreply").is_some()
        || message.header("X-Autorespond").is_some()
        || message.header("List-Id").is_some()
        || has_no_way_back(message)
}

/// An empty return path: nobody wants to hear of what becomes of it.
fn has_no_way_back(message: &Message<'_>) -> bool {
    message
        .header_raw("Return-Path")
        .is_some_and(|path| path.trim() == "<>")
}

/// Whether it is a letter of this desk that came back, or comes from a desk like it.
pub(super) fn is_ours(message: &Message<'_>, id: Option<&str>, domain: &str) -> bool {
    let named = id
        .and_then(|id| id.rsplit_once('@'))
        .is_some_and(|(local, of)| of.eq_ignore_ascii_case(domain) && local.starts_with("msg_"));
    named || message.header("X-Deskside-Loop").is_some()
}
