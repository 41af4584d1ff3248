//! The reply being written, as a plain struct. It outlives a reload, and its key makes sure that
//! sending it twice writes it once.

use deskside::ticket::upload::Uploads;
use deskside_protocol::api::NewMessage;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{MAX_TEXT, TextFault, check_text};
use serde::{Deserialize, Serialize};

use crate::draft::Phase;

/// A reply being written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The words.
    pub text: String,
    /// Whether the reporter's answer is awaited then.
    pub awaits: bool,
    /// Files that go along.
    #[serde(default)]
    pub uploads: Uploads,
    /// The key under which exactly these words were sent before and not acknowledged.
    once: Option<String>,
    /// How far it is.
    #[serde(skip)]
    pub phase: Phase,
}

impl Reply {
    /// New words: a new message, so a new key.
    pub fn write(&mut self, text: String) {
        self.text = text;
        self.changed();
    }

    /// Whether the reporter's answer is awaited.
    pub fn await_answer(&mut self, awaits: bool) {
        self.awaits = awaits;
        self.changed();
    }

    /// Other files: another message.
    pub fn attach(&mut self, change: impl FnOnce(&mut Uploads)) {
        change(&mut self.uploads);
        self.changed();
    }

    /// Taken up again after a reload: files that were on their way are gone.
    #[must_use]
    pub fn taken_up(mut self) -> Self {
        self.uploads.forget_unfinished();
        self
    }

    /// What keeps it from being sent.
    ///
    /// # Errors
    /// What is wrong with the words.
    pub fn check(&self) -> Result<&str, TextFault> {
        check_text(&self.text, MAX_TEXT)
    }

    /// Sends it, if it can be sent: the message and its key. A fresh key is taken only where these
    /// words have none yet.
    pub fn send(&mut self, fresh: impl FnOnce() -> String) -> Option<(NewMessage, String)> {
        if self.phase == Phase::Sending || self.uploads.busy() {
            return None;
        }
        let message = NewMessage {
            text: self.check().ok()?.to_owned(),
            attachments: self.uploads.ids(),
            awaits_reporter: self.awaits,
        };
        self.phase = Phase::Sending;
        let once = self.once.get_or_insert_with(fresh).clone();
        Some((message, once))
    }

    /// The desk has it.
    pub fn sent(&mut self) {
        *self = Self::default();
    }

    /// The desk does not have it, or nobody knows.
    pub fn failed(&mut self, code: Code) {
        self.phase = Phase::Failed(code);
    }

    fn changed(&mut self) {
        self.once = None;
        if matches!(self.phase, Phase::Failed(_)) {
            self.phase = Phase::Writing;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_sent_again_under_the_same_key() {
        let mut reply = Reply::default();
        reply.write(" We look at it. ".into());
        let (message, first) = reply.send(|| "one".into()).unwrap();
        assert_eq!(message.text, "We look at it.");
        assert_eq!(reply.send(|| "two".into()), None, "already on its way");
        reply.failed(Code::Offline);
        let kept: Reply = serde_json::from_str(&serde_json::to_string(&reply).unwrap()).unwrap();
        let (_, second) = { kept }.send(|| "two".into()).unwrap();
        assert_eq!(first, second);
    }

    #[test]
    fn other_words_are_another_message() {
        let mut reply = Reply::default();
        reply.write("a".into());
        reply.send(|| "one".into()).unwrap();
        reply.failed(Code::Offline);
        reply.write("b".into());
        assert_eq!(reply.phase, Phase::Writing);
        assert_eq!(reply.send(|| "two".into()).unwrap().1, "two");
        reply.sent();
        assert_eq!(reply, Reply::default());
    }

    #[test]
    fn files_go_along_once_the_desk_has_them() {
        let mut reply = Reply::default();
        reply.write("The picture shows it.".into());
        reply.attach(|uploads| {
            uploads.add("u".into(), "a.png".into(), 10);
        });
        assert_eq!(reply.send(String::new), None, "a file is on its way");
        let kept: Reply = serde_json::from_str(&serde_json::to_string(&reply).unwrap()).unwrap();
        assert!(kept.taken_up().uploads.is_empty(), "its bytes are gone");
        let there = deskside_protocol::api::AttachmentView {
            id: deskside_protocol::ids::AttachmentId("att_a".into()),
            name: "a.png".into(),
            media_type: "image/png".into(),
            size: 10,
        };
        reply.attach(|uploads| uploads.ended("u", Ok(there)));
        assert_eq!(reply.send(String::new).unwrap().0.attachments.len(), 1);
    }

    #[test]
    fn nothing_is_not_sent() {
        let mut reply = Reply::default();
        reply.write("  \n".into());
        assert_eq!(reply.send(String::new), None);
        assert_eq!(reply.check(), Err(TextFault::Empty));
    }
}
