//! Mails as files: one `.eml` each, named by the time it came.

use std::io::Write;
use std::path::PathBuf;

use deskside_protocol::DateTime;
use mail_parser::{Address, MessageParser};
use serde::Serialize;

use crate::encoding::moment;
use crate::world::World;

/// Header under which the envelope's recipients are kept, as mail servers do.
const DELIVERED: &str = "Delivered-To";

/// The folder.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    world: World,
}

/// A mail as lists and the JSON answer show it.
#[derive(Clone, Debug, Serialize)]
pub struct Mail {
    /// Name of its file, without the ending.
    pub id: String,
    /// When it came.
    pub at: DateTime,
    /// Who wrote it.
    pub from: String,
    /// Everybody it was sent to, separated by commas.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its HTML part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// Its headers.
    #[serde(skip)]
    pub headers: Vec<(String, String)>,
}

impl Store {
    /// Mails in this folder, which is made if need be.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(folder: PathBuf) -> std::io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            world: World::default(),
        })
    }

    /// Keeps a mail; it is on the disk when this returns.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, from: &str, to: &[String], mail: &[u8]) -> std::io::Result<()> {
        let chance = u32::from_be_bytes(self.world.random());
        let id = format!("{:013}-{chance:08x}", self.world.now().timestamp_millis());
        let (part, whole) = (
            self.folder.join(format!("{id}.part")),
            self.folder.join(format!("{id}.eml")),
        );
        let mut file = std::fs::File::create(&part)?;
        write!(file, "Return-Path: <{}>\r\n", one_line(from))?;
        for recipient in to {
            write!(file, "{DELIVERED}: {}\r\n", one_line(recipient))?;
        }
        file.write_all(mail)?;
        file.sync_all()?;
        std::fs::rename(part, whole)
    }

    /// All mails, newest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn all(&self) -> std::io::Result<Vec<Mail>> {
        let mut ids: Vec<String> = std::fs::read_dir(&self.folder)?
            .filter_map(Result::ok)
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".eml").map(ToOwned::to_owned))
            .collect();
        ids.sort_unstable_by(|left, right| right.cmp(left));
        Ok(ids.iter().filter_map(|id| self.one(id)).collect())
    }

    /// The bytes of a mail.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<Vec<u8>> {
        let plain = !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        plain
            .then(|| std::fs::read(self.folder.join(format!("{id}.eml"))).ok())
            .flatten()
    }

    /// A mail.
    #[must_use]
    pub fn one(&self, id: &str) -> Option<Mail> {
        let source = self.source(id)?;
        let message = MessageParser::default().parse(&source)?;
        let headers: Vec<(String, String)> = message
            .headers_raw()
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        let mut to: Vec<String> = headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case(DELIVERED))
            .map(|(_, value)| value.clone())
            .collect();
        for address in addresses(message.to()) {
            if !to.iter().any(|known| known.eq_ignore_ascii_case(&address)) {
                to.push(address);
            }
        }
        let html = (message.html_body_count() > 0)
            .then(|| message.body_html(0))
            .flatten()
            .map(std::borrow::Cow::into_owned);
        Some(Mail {
            id: id.to_owned(),
            at: moment(id.split('-').next()?.parse().ok()?),
            from: message
                .from()
                .and_then(|from| from.first())
                .map(|one| {
                    let address = one.address().unwrap_or_default();
                    one.name()
                        .map_or_else(|| address.to_owned(), |name| format!("{name} <{address}>"))
                })
                .unwrap_or_default(),
            to: to.join(", "),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message
                .body_text(0)
                .map(std::borrow::Cow::into_owned)
                .unwrap_or_default(),
            html,
            headers,
        })
    }
}

fn addresses(of: Option<&Address<'_>>) -> Vec<String> {
    of.map(|list| {
        list.iter()
            .filter_map(|one| one.address().map(ToOwned::to_owned))
            .collect()
    })
    .unwrap_or_default()
}

/// What comes from a peer stays in its line.
fn one_line(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}
