//! What is being written in a dialog or a panel: fields, what is wrong with them, and sending them so
//! that trying twice counts once. It outlives whatever is fetched anew meanwhile.

use deskside_protocol::DateTime;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{MAX_TEXT, TextFault, check_text};
use serde::Serialize;

/// Fields that a person fills in, and what comes of them.
pub trait Form: Clone + Default + PartialEq + Send + Sync + 'static {
    /// What is sent.
    type Body: Serialize + 'static;

    /// What would be sent.
    ///
    /// # Errors
    /// What is wrong, field by field.
    fn check(&self, now: DateTime) -> Result<Self::Body, Faults>;
}

/// What is wrong with the fields, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<(&'static str, Code)>);

impl Faults {
    /// Something is wrong with a field.
    pub fn add(&mut self, field: &'static str, code: Code) {
        self.0.push((field, code));
    }

    /// A text that must be there, without white space around it.
    pub fn text(&mut self, field: &'static str, text: &str) -> String {
        self.text_within(field, text, MAX_TEXT)
    }

    /// The same, no longer than this.
    pub fn text_within(&mut self, field: &'static str, text: &str, max: usize) -> String {
        match check_text(text, max) {
            Ok(text) => text.to_owned(),
            Err(TextFault::Empty) => {
                self.add(field, Code::FieldEmpty);
                String::new()
            }
            Err(TextFault::TooLong) => {
                self.add(field, Code::FieldTooLong);
                String::new()
            }
        }
    }

    /// Something that must have been chosen.
    pub fn chosen<T: Clone>(&mut self, field: &'static str, value: Option<&T>) -> Option<T> {
        if value.is_none() {
            self.add(field, Code::FieldEmpty);
        }
        value.cloned()
    }

    /// A moment that must be there and to come.
    pub fn to_come(
        &mut self,
        field: &'static str,
        at: Option<DateTime>,
        now: DateTime,
    ) -> DateTime {
        let code = match at {
            None => Code::FieldEmpty,
            Some(at) if at <= now => Code::FieldInvalid,
            Some(at) => return at,
        };
        self.add(field, code);
        now
    }

    /// What is wrong with this field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<Code> {
        let found = self.0.iter().find(|(name, _)| *name == field);
        found.map(|(_, code)| *code)
    }

    /// What was made of the fields, where nothing is wrong with any.
    ///
    /// # Errors
    /// What is wrong.
    pub fn or<T>(self, body: Option<T>) -> Result<T, Self> {
        match body {
            Some(body) if self.0.is_empty() => Ok(body),
            _ => Err(self),
        }
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Being written.
    #[default]
    Writing,
    /// On its way.
    Sending,
    /// Not sent; what was written is kept.
    Failed(Code),
}

/// Fields being filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft<T> {
    /// The fields.
    pub fields: T,
    /// How far it is.
    pub phase: Phase,
    /// The key under which exactly this was sent before and not acknowledged.
    once: Option<String>,
    /// Whether somebody wrote something.
    touched: bool,
    /// Whether somebody tried to send it: only then it is told what is wrong.
    tried: bool,
}

impl<T: Form> Draft<T> {
    /// Proposes what to begin with; what somebody wrote before stays.
    pub fn propose(&mut self, fields: T) {
        if !self.touched {
            self.fields = fields;
        }
    }

    /// Somebody writes.
    pub fn change(&mut self, change: impl FnOnce(&mut T)) {
        change(&mut self.fields);
        self.touched = true;
        self.once = None;
        if matches!(self.phase, Phase::Failed(_)) {
            self.phase = Phase::Writing;
        }
    }

    /// What is wrong with a field, once somebody tried to send it.
    #[must_use]
    pub fn fault(&self, field: &str, now: DateTime) -> Option<Code> {
        let faults = self.tried.then(|| self.fields.check(now).err()).flatten()?;
        faults.of(field)
    }

    /// Sends it, if nothing is wrong: what goes, and the key that makes it count once.
    pub fn send(
        &mut self,
        now: DateTime,
        fresh: impl FnOnce() -> String,
    ) -> Option<(T::Body, String)> {
        if self.phase == Phase::Sending {
            return None;
        }
        self.tried = true;
        let body = self.fields.check(now).ok()?;
        self.phase = Phase::Sending;
        Some((body, self.once.get_or_insert_with(fresh).clone()))
    }

    /// The desk has it.
    pub fn sent(&mut self) {
        *self = Self::default();
    }

    /// The desk does not have it, or nobody knows. Where it has something else under this key, what
    /// is sent next is something of its own.
    pub fn failed(&mut self, code: Code) {
        self.phase = Phase::Failed(code);
        if code == Code::IdempotencyConflict {
            self.once = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    struct Wish {
        words: String,
        by: Option<DateTime>,
    }

    impl Form for Wish {
        type Body = (String, DateTime);

        fn check(&self, now: DateTime) -> Result<Self::Body, Faults> {
            let mut faults = Faults::default();
            let words = faults.text("words", &self.words);
            let by = faults.to_come("by", self.by, now);
            faults.or(Some((words, by)))
        }
    }

    fn at(hour: i64) -> DateTime {
        DateTime::from_timestamp(hour * 3600, 0).unwrap()
    }

    #[test]
    fn what_is_wrong_is_told_once_somebody_tried() {
        let mut draft = Draft::<Wish>::default();
        assert_eq!(draft.fault("words", at(1)), None);
        assert_eq!(draft.send(at(1), String::new), None);
        assert_eq!(draft.fault("words", at(1)), Some(Code::FieldEmpty));
        draft.change(|wish| wish.by = Some(at(1)));
        assert_eq!(draft.fault("by", at(1)), Some(Code::FieldInvalid));
        draft.change(|wish| wish.by = Some(at(2)));
        assert_eq!(draft.fault("by", at(1)), None);
    }

    #[test]
    fn the_same_again_goes_under_the_same_key_and_other_words_under_another() {
        let mut draft = Draft::<Wish>::default();
        draft.change(|wish| (wish.words, wish.by) = (" a ".into(), Some(at(2))));
        let (body, first) = draft.send(at(1), || "one".into()).unwrap();
        assert_eq!(body, ("a".into(), at(2)));
        assert_eq!(draft.send(at(1), String::new), None, "already on its way");
        draft.failed(Code::Offline);
        assert_eq!(draft.send(at(1), || "two".into()).unwrap().1, first);
        draft.failed(Code::Offline);
        draft.change(|wish| wish.words = "b".into());
        assert_eq!(draft.send(at(1), || "two".into()).unwrap().1, "two");
        draft.failed(Code::IdempotencyConflict);
        assert_eq!(draft.send(at(1), || "three".into()).unwrap().1, "three");
    }

    #[test]
    fn what_was_written_is_not_overwritten_by_a_proposal() {
        let mut draft = Draft::<Wish>::default();
        let proposed = |words: &str| Wish {
            words: words.into(),
            by: None,
        };
        draft.propose(proposed("first"));
        draft.propose(proposed("second"));
        assert_eq!(draft.fields.words, "second");
        draft.change(|wish| wish.words.push('!'));
        draft.propose(proposed("third"));
        assert_eq!(draft.fields.words, "second!");
    }
}
