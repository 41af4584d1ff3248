//! The parts of a mail, decoded one by one and never as a mail of their own.

use std::borrow::Cow;

use deskside_protocol::ticket::MAX_SUBJECT;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::html::html_to_text;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{
    ContentType, HeaderName, Message, MessageParser, MessagePart, MimeHeaders as _, PartType,
};

use unicode_normalization::UnicodeNormalization as _;

use super::read::line;

/// A part that is no multipart.
pub(super) struct Part<'a> {
    part: &'a MessagePart<'a>,
    head: &'a [u8],
    body: &'a [u8],
}

impl<'a> Part<'a> {
    /// The part of this number.
    pub(super) fn of(message: &'a Message<'a>, raw: &'a [u8], id: u32) -> Option<Self> {
        let part = message.part(id)?;
        let place = |offset: u32| usize::try_from(offset).ok();
        let (head, body, end) = (
            place(part.offset_header)?,
            place(part.offset_body)?,
            place(part.offset_end)?,
        );
        if matches!(part.body, PartType::Multipart(_)) {
            return None;
        }
        Some(Self {
            part,
            head: raw.get(head..body)?,
            body: raw.get(body..end)?,
        })
    }

    /// Its type, such as `text` and `plain`.
    fn kind(&self) -> (&str, &str) {
        let kind = self.part.content_type();
        (
            kind.map_or("text", ContentType::ctype),
            kind.and_then(ContentType::subtype).unwrap_or("plain"),
        )
    }

    /// Whether it is of this type.
    pub(super) fn is(&self, kind: &str, subtype: &str) -> bool {
        let (is_kind, is_subtype) = self.kind();
        is_kind.eq_ignore_ascii_case(kind) && is_subtype.eq_ignore_ascii_case(subtype)
    }

    /// Whether it is text that nobody called a file.
    pub(super) fn is_words(&self) -> bool {
        let called = self.part.attachment_name().is_some();
        let text = matches!(self.part.body, PartType::Text(_) | PartType::Html(_));
        // Several parts without a line between them are one.
        !called && (text || self.kind().0 == "multipart")
    }

    /// Its media type.
    pub(super) fn media_type(&self) -> String {
        let (kind, subtype) = self.kind();
        format!("{kind}/{subtype}").to_ascii_lowercase()
    }

    /// What is in it.
    pub(super) fn content(&self) -> Vec<u8> {
        let encoding = MessageParser::new()
            .header_text(HeaderName::ContentTransferEncoding)
            .default_header_ignore()
            .parse_headers(self.head)
            .and_then(|head| {
                let value = head.header(HeaderName::ContentTransferEncoding)?;
                Some(value.as_text()?.trim().to_ascii_lowercase())
            });
        let decoded = match encoding.as_deref() {
            Some("base64") => base64_decode(self.body),
            Some("quoted-printable") => quoted_printable_decode(self.body),
            _ => None,
        };
        decoded.unwrap_or_else(|| self.body.to_vec())
    }

    /// What is in it, as text: HTML loses all that is not words.
    pub(super) fn words(&self) -> String {
        let content = self.content();
        let charset = self
            .part
            .content_type()
            .and_then(|kind| kind.attribute("charset"));
        let text = match charset.and_then(|name| charset_decoder(name.as_bytes())) {
            Some(decode) => decode(&content),
            None => String::from_utf8_lossy(&content).into_owned(),
        };
        let text = if self.is("text", "html") {
            html_to_text(&text)
        } else {
            text
        };
        // Old Vietnamese charsets write a letter and its tone apart; people search for one letter.
        text.nfc().collect()
    }

    /// Its name: no path, no trick, never empty.
    pub(super) fn name(&self) -> String {
        let named = self.part.attachment_name().unwrap_or_default();
        let last = named.rsplit(['/', '\\']).next().unwrap_or_default();
        let plain: String = last.chars().filter(|c| !turns_text_around(*c)).collect();
        let plain = line(&plain, MAX_SUBJECT);
        match plain.trim_matches('.') {
            "" if self.is("message", "rfc822") => "mail.eml".to_owned(),
            "" => "file".to_owned(),
            _ => plain,
        }
    }
}

/// Characters that make `gpj.exe` look like `exe.jpg`.
fn turns_text_around(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text with plain line ends and without what no keyboard types.
pub(super) fn tidy(text: &str) -> String {
    let text: Cow<'_, str> = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    };
    text.chars()
        .filter(|&c| c == '\n' || c == '\t' || !c.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}
