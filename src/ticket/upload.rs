//! Files on their way to the desk, as part of a draft or a reply.

use deskside_protocol::api::AttachmentView;
use deskside_protocol::ids::AttachmentId;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{MAX_ATTACHMENTS, MAX_FILE};
use serde::{Deserialize, Serialize};

/// The files of one draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uploads(Vec<Upload>);

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Its UUID; the desk stores the same one once.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// How far it is.
    pub stage: Stage,
}

/// How far a file is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// On its way.
    Going {
        /// How much, in hundredths.
        percent: u8,
    },
    /// The desk has it.
    There {
        /// Under this name.
        id: AttachmentId,
    },
    /// It did not arrive.
    Lost {
        /// Why.
        code: Code,
    },
}

impl Uploads {
    /// Takes a file; a file that is too large, or one too many, is named but not sent. Says
    /// whether it may go.
    pub fn add(&mut self, id: String, name: String, size: u64) -> bool {
        let fits = size <= MAX_FILE && self.0.len() < MAX_ATTACHMENTS;
        let stage = if fits {
            Stage::Going { percent: 0 }
        } else {
            Stage::Lost {
                code: Code::TooLarge,
            }
        };
        self.0.push(Upload {
            id,
            name,
            size,
            stage,
        });
        fits
    }

    /// So much of it is there.
    pub fn went(&mut self, id: &str, percent: u8) {
        if let Some(upload) = self.find(id)
            && matches!(upload.stage, Stage::Going { .. })
        {
            upload.stage = Stage::Going { percent };
        }
    }

    /// It arrived or was lost; of a file that was removed meanwhile nobody wants to know.
    pub fn ended(&mut self, id: &str, answer: Result<AttachmentView, Code>) {
        if let Some(upload) = self.find(id) {
            upload.stage = match answer {
                Ok(there) => Stage::There { id: there.id },
                Err(code) => Stage::Lost { code },
            };
        }
    }

    /// Takes a file out.
    pub fn remove(&mut self, id: &str) {
        self.0.retain(|upload| upload.id != id);
    }

    /// After a reload, files that were on their way are not any more: their bytes are gone.
    pub fn forget_unfinished(&mut self) {
        self.0
            .retain(|upload| matches!(upload.stage, Stage::There { .. }));
    }

    /// Names of the files the desk has.
    #[must_use]
    pub fn ids(&self) -> Vec<AttachmentId> {
        let there = |upload: &Upload| match &upload.stage {
            Stage::There { id } => Some(id.clone()),
            _ => None,
        };
        self.0.iter().filter_map(there).collect()
    }

    /// Whether any is on its way.
    #[must_use]
    pub fn busy(&self) -> bool {
        let going = |upload: &Upload| matches!(upload.stage, Stage::Going { .. });
        self.0.iter().any(going)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Upload] {
        &self.0
    }

    fn find(&mut self, id: &str) -> Option<&mut Upload> {
        self.0.iter_mut().find(|upload| upload.id == id)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_desk_has_is_sent() {
        let mut uploads = Uploads::default();
        assert!(uploads.add("a".into(), "a.png".into(), 10));
        assert!(uploads.add("b".into(), "b.png".into(), 10));
        assert!(!uploads.add("c".into(), "c.png".into(), MAX_FILE + 1));
        uploads.went("a", 50);
        assert!(uploads.busy());
        let there = AttachmentView {
            id: AttachmentId("att_a".into()),
            name: "a.png".into(),
            media_type: "image/png".into(),
            size: 10,
        };
        uploads.ended("a", Ok(there));
        uploads.ended("b", Err(Code::Offline));
        assert!(!uploads.busy());
        assert_eq!(uploads.ids(), [AttachmentId("att_a".into())]);
        uploads.forget_unfinished();
        assert_eq!(uploads.all().len(), 1);
    }
}
