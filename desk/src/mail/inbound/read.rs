//! A mail as it is understood: who, to whom, in answer to what, the words, the files. Bounded in time,
//! memory and depth, whatever it is made of.

use std::panic::AssertUnwindSafe;

use deskside_protocol::ticket::{MAX_ATTACHMENTS, MAX_SUBJECT};
use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser};

use super::automatic;
use super::bounce::{self, Bounce};
use super::parts::{self, Part};

/// Largest mail that is read whole, in bytes.
pub const LARGEST: usize = 25 * 1024 * 1024;
/// At most this many characters of words are read; what people write is far shorter.
const LONGEST: usize = 200_000;
/// More parts than any honest mail has. It also bounds how deep mails can lie within mails.
const MOST_PARTS: usize = 200;
/// Longest Message-ID or address.
const LONGEST_NAME: usize = 250;
/// At most this many mails are named as answered.
const MOST_ANSWERED: usize = 100;

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its Message-ID, without angle brackets.
    pub message_id: Option<String>,
    /// Name of the sender, as the mail says.
    pub from_name: String,
    /// Address of the sender, in lower case; empty when it has none.
    pub from: String,
    /// Addresses it was sent to.
    pub to: Vec<String>,
    /// Message-IDs it answers, nearest first, without angle brackets.
    pub answers: Vec<String>,
    /// Subject, on one line.
    pub subject: String,
    /// The words, as text.
    pub text: String,
    /// Its files.
    pub files: Vec<File>,
    /// Names of files that were too many to be read.
    pub left: Vec<String>,
    /// Whether a person wrote it.
    pub nature: Nature,
}

/// A file of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// Who or what wrote a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nature {
    /// A person, as far as a mail can tell.
    Person,
    /// A machine that answers, or a list (RFC 3834).
    Automatic,
    /// A letter of ours that came back, or a desk like this one.
    Loop,
    /// A mail server that could not deliver a letter.
    Bounce(Bounce),
}

/// Reads a mail, in whose own domain letters of ours are named. `None` when it cannot be read as one.
#[must_use]
pub fn read(raw: &[u8], domain: &str) -> Option<Mail> {
    if raw.len() > LARGEST || too_intricate(raw) {
        return None;
    }
    // The parser is well kept, but what it reads is written by anybody: a slip of it must cost one
    // mail and not the inbox.
    let read = AssertUnwindSafe(|| {
        let message = parser().parse(raw)?;
        Some(understood(&message, raw, domain))
    });
    std::panic::catch_unwind(read).ok().flatten()
}

/// Mails within mails are taken apart by recursion. Each level names its type, so counting the
/// names bounds the depth; encoded parts are not looked into, because the parser is not told that
/// they are encoded.
fn too_intricate(raw: &[u8]) -> bool {
    const NAME: &[u8] = b"content-type";
    let mut named = 0;
    let mut rest = raw;
    while let Some(at) = rest
        .iter()
        .position(|byte| byte.eq_ignore_ascii_case(&b'c'))
    {
        rest = &rest[at..];
        if rest.len() >= NAME.len() && rest[..NAME.len()].eq_ignore_ascii_case(NAME) {
            named += 1;
            if named > MOST_PARTS {
                return true;
            }
        }
        rest = &rest[1..];
    }
    false
}

fn parser() -> MessageParser {
    MessageParser::new()
        .with_mime_headers()
        .with_address_headers()
        .with_message_ids()
        .ignore_header(HeaderName::ContentTransferEncoding)
        .default_header_text()
}

fn understood(message: &Message<'_>, raw: &[u8], domain: &str) -> Mail {
    let message_id = message.message_id().and_then(id);
    let (from_name, from) = sender(message);
    let (text, files, left) = content(message, raw);
    let answers = answers(message);
    let nature = if automatic::is_ours(message, message_id.as_deref(), domain) {
        Nature::Loop
    } else if let Some(bounce) = bounce::read(message, raw) {
        Nature::Bounce(bounce)
    } else if automatic::is_automatic(message) {
        Nature::Automatic
    } else {
        Nature::Person
    };
    Mail {
        message_id,
        from_name,
        from,
        to: recipients(message),
        answers,
        subject: line(message.subject().unwrap_or_default(), MAX_SUBJECT),
        text,
        files,
        left,
        nature,
    }
}

/// One line of text, so long at most.
pub(super) fn line(text: &str, most: usize) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").chars().take(most).collect()
}

/// A Message-ID, if it is one that can safely be written into a header.
pub(super) fn id(text: &str) -> Option<String> {
    let id = text.trim().trim_start_matches('<').trim_end_matches('>');
    let fit = id.len() <= LONGEST_NAME
        && id.contains('@')
        && id
            .bytes()
            .all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>');
    fit.then(|| id.to_owned())
}

/// An address in lower case, if it has the shape of one.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let fit = text.len() <= LONGEST_NAME && text.parse::<lettre::Address>().is_ok();
    fit.then(|| text.to_lowercase())
}

fn sender(message: &Message<'_>) -> (String, String) {
    let first = message.from().and_then(Address::first);
    let name = first.and_then(|from| from.name()).unwrap_or_default();
    let from = first.and_then(|from| from.address()).and_then(address);
    (line(name, MAX_SUBJECT), from.unwrap_or_default())
}

/// Where it was sent, also as servers on the way wrote it down.
fn recipients(message: &Message<'_>) -> Vec<String> {
    let lists = [message.to(), message.cc()];
    let named = lists
        .into_iter()
        .flatten()
        .flat_map(Address::iter)
        .filter_map(|to| address(to.address()?));
    let noted = ["Delivered-To", "X-Original-To", "Envelope-To"]
        .into_iter()
        .filter_map(|name| address(automatic::text(message, name)?));
    named.chain(noted).take(MOST_ANSWERED).collect()
}

/// What it answers: the nearest first.
fn answers(message: &Message<'_>) -> Vec<String> {
    let mut answered: Vec<String> = Vec::new();
    for header in [message.in_reply_to(), message.references()] {
        let named: Vec<&str> = match header {
            HeaderValue::Text(one) => vec![one],
            HeaderValue::TextList(many) => many.iter().map(AsRef::as_ref).collect(),
            _ => vec![],
        };
        answered.extend(named.into_iter().rev().filter_map(id).take(MOST_ANSWERED));
    }
    answered
}

/// Words and files, and the names of files that were too many.
fn content(message: &Message<'_>, raw: &[u8]) -> (String, Vec<File>, Vec<String>) {
    let mut text = String::new();
    for id in &message.text_body {
        if let Some(part) = Part::of(message, raw, *id) {
            let words = part.words();
            let room = LONGEST.saturating_sub(text.chars().count());
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.extend(words.trim().chars().take(room));
        }
    }
    let (mut files, mut left) = (Vec::new(), Vec::new());
    for id in &message.attachments {
        let Some(part) = Part::of(message, raw, *id) else {
            continue;
        };
        if text.is_empty() && message.text_body.is_empty() && part.is_words() {
            // A mail that is broken around its words still has them.
            text.extend(part.words().trim().chars().take(LONGEST));
            continue;
        }
        let name = part.name();
        if files.len() == MAX_ATTACHMENTS {
            left.push(name);
            continue;
        }
        let content = part.content();
        if !content.is_empty() {
            files.push(File {
                name,
                media_type: part.media_type(),
                content,
            });
        }
    }
    (parts::tidy(&text), files, left)
}
