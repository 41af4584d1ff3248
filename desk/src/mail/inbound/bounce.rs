//! Bounces: a mail server says that a letter of ours could not be delivered (RFC 3464).

use mail_parser::{HeaderName, Message, MessageParser, MimeHeaders as _};

use super::parts::Part;
use super::read::id;

/// What a mail server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// Message-ID of the letter, where the report names it.
    pub letter: Option<String>,
    /// Whether it is given up; otherwise the server still tries.
    pub failed: bool,
}

/// Reads a report, if it is one.
pub(super) fn read(message: &Message<'_>, raw: &[u8]) -> Option<Bounce> {
    let kind = message.content_type()?;
    let report = kind.ctype() == "multipart" && kind.subtype() == Some("report");
    let status = kind
        .attribute("report-type")
        .is_some_and(|of| of.eq_ignore_ascii_case("delivery-status"));
    if !(report && status) {
        return None;
    }
    let mut bounce = Bounce {
        letter: None,
        failed: false,
    };
    for id in 0..u32::try_from(message.parts.len()).unwrap_or(u32::MAX) {
        let Some(part) = Part::of(message, raw, id) else {
            continue;
        };
        if part.is("message", "delivery-status") || part.is("message", "global-delivery-status") {
            bounce.failed |= given_up(&String::from_utf8_lossy(&part.content()));
        } else if part.is("message", "rfc822")
            || part.is("message", "rfc822-headers")
            || part.is("text", "rfc822-headers")
        {
            bounce.letter = bounce.letter.take().or_else(|| named(&part.content()));
        }
    }
    Some(bounce)
}

/// Whether a report says `Action: failed` for anybody.
fn given_up(report: &str) -> bool {
    report.lines().any(|line| {
        line.split_once(':').is_some_and(|(name, value)| {
            name.trim().eq_ignore_ascii_case("action")
                && value.trim().eq_ignore_ascii_case("failed")
        })
    })
}

/// The Message-ID in the head of the letter that came back.
fn named(letter: &[u8]) -> Option<String> {
    let head = MessageParser::new()
        .with_message_ids()
        .default_header_ignore()
        .parse_headers(letter)?;
    id(head.header(HeaderName::MessageId)?.as_text()?)
}
