//! A form as it arrives: texts by name, then files.

use std::collections::BTreeMap;

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use deskside_protocol::identity::Reporter;
use deskside_protocol::ids::AttachmentId;
use deskside_protocol::problem::Code;

use crate::desk::Desk;
use crate::keys::digest;
use crate::problem::Fault;
use crate::ticket::{self, Owner, Upload};

/// At most this many files go with a form.
const FILES: usize = 5;
/// At most this many texts do.
const TEXTS: usize = 20;

/// What somebody filled in.
#[derive(Debug, Default)]
pub(super) struct Filled {
    texts: BTreeMap<String, String>,
    files: Vec<Chosen>,
}

/// A file they chose.
#[derive(Debug)]
struct Chosen {
    name: String,
    media_type: String,
    content: axum::body::Bytes,
}

impl Filled {
    /// Reads a form.
    ///
    /// # Errors
    /// When it is none, or too large.
    pub(super) async fn read(mut form: Multipart) -> Result<Self, Fault> {
        let mut filled = Self::default();
        while let Some(field) = form.next_field().await.map_err(refused)? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                // A browser sends an empty file where none was chosen.
                Some(file) if file.is_empty() => {}
                Some(file) => {
                    if filled.files.len() == FILES {
                        return Err(Fault::on(Code::FieldTooLong, "files"));
                    }
                    filled.files.push(Chosen {
                        name: file,
                        media_type: field.content_type().unwrap_or_default().to_owned(),
                        content: field.bytes().await.map_err(refused)?,
                    });
                }
                None if filled.texts.len() < TEXTS => {
                    let text = field.text().await.map_err(refused)?;
                    filled.texts.insert(name, text.replace("\r\n", "\n"));
                }
                None => return Err(Fault::of(Code::BadRequest)),
            }
        }
        Ok(filled)
    }

    /// A text; empty when there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", |text| text.trim())
    }

    /// The secret by which the same form is known when it comes twice.
    ///
    /// # Errors
    /// When it is none that this desk may have given.
    pub(super) fn once(&self) -> Result<&str, Fault> {
        let once = self.text("once");
        let fit = once.len() == 43
            && once
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        fit.then_some(once)
            .ok_or_else(|| Fault::of(Code::BadRequest))
    }

    /// Takes the files in. The same form takes in the same files.
    ///
    /// # Errors
    /// When one is too large, or too many wait.
    pub(super) async fn take_files(
        &self,
        desk: &Desk,
        reporter: &Reporter,
        once: &str,
    ) -> Result<Vec<AttachmentId>, Fault> {
        let mut taken = Vec::with_capacity(self.files.len());
        for (place, file) in self.files.iter().enumerate() {
            if file.content.is_empty() {
                continue;
            }
            let uuid = digest(format!("{once} {place}"));
            let uuid: String = uuid.bytes().take(16).map(|b| format!("{b:02x}")).collect();
            let owner = Owner::person(&reporter.person);
            let (name, kind) = (&file.name, &file.media_type);
            let upload = Upload::new(&reporter.system, owner, &uuid, name, kind)?;
            let (_, view) = ticket::upload(desk, upload, file.content.clone().into()).await?;
            taken.push(view.id);
        }
        Ok(taken)
    }
}

fn refused(error: MultipartError) -> Fault {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Fault::on(Code::TooLarge, "files")
    } else {
        Fault::of(Code::BadRequest)
    }
}
