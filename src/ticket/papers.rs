//! Invoice and documents of a third party on their way to the desk (3.1b).

use deskside_protocol::api::NewSettlement;
use deskside_protocol::problem::Code;

use super::doing::Doing;
use super::upload::Uploads;
use super::wording::Wording;
use crate::ui::sum::read_amount;

/// Currencies that can be chosen, the likeliest first.
pub const CURRENCIES: [&str; 6] = ["VND", "USD", "EUR", "JPY", "SGD", "CNY"];

/// The papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Papers {
    /// What it cost, as it is typed.
    pub amount: String,
    /// In which currency.
    pub currency: String,
    /// Invoice and documents.
    pub uploads: Uploads,
    /// How sending goes.
    pub doing: Doing,
    /// What is missing, once sending was tried.
    pub flaw: Option<Flaw>,
    key: String,
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The amount is none.
    Amount,
    /// There is no document.
    Documents,
    /// A document is still on its way.
    Upload,
}

impl Flaw {
    /// The name in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Flaw::Amount => "amount",
            Flaw::Documents => "documents",
            Flaw::Upload => "upload",
        }
    }
}

impl Papers {
    /// Empty ones, known by this key.
    #[must_use]
    pub fn new(key: String) -> Self {
        Self {
            amount: String::new(),
            currency: CURRENCIES[0].to_owned(),
            uploads: Uploads::default(),
            doing: Doing::Idle,
            flaw: None,
            key,
        }
    }

    /// What a retry is known by.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Something is changed: what was missing may not be any more.
    pub fn change(&mut self, change: impl FnOnce(&mut Self)) {
        change(self);
        self.flaw = None;
    }

    /// Begins sending, with words about who did it and what was done; `None` while it is on its way
    /// already, or when something is missing.
    pub fn send(&mut self, words: &mut Wording) -> Option<NewSettlement> {
        let words = words.needed();
        let papers = self.checked(words.clone().unwrap_or_default());
        self.flaw = papers.as_ref().err().copied();
        let papers = papers.ok().filter(|_| words.is_some())?;
        self.doing.begin().then_some(papers)
    }

    /// It ended. Where an earlier version arrived, what is sent next is of its own.
    pub fn end(&mut self, answer: Result<(), Code>, fresh_key: impl FnOnce() -> String) {
        if answer == Err(Code::IdempotencyConflict) {
            self.key = fresh_key();
        }
        self.doing.end(answer);
    }

    fn checked(&self, words: String) -> Result<NewSettlement, Flaw> {
        let amount = read_amount(&self.amount, &self.currency).ok_or(Flaw::Amount)?;
        let documents = self.uploads.ids();
        if self.uploads.busy() {
            return Err(Flaw::Upload);
        }
        if documents.is_empty() {
            return Err(Flaw::Documents);
        }
        Ok(NewSettlement {
            amount,
            words,
            documents,
        })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use deskside_protocol::api::AttachmentView;
    use deskside_protocol::ids::AttachmentId;

    fn complete() -> (Papers, Wording) {
        let mut papers = Papers::new("key-1".into());
        papers.amount = "12.500.000".into();
        papers.uploads.add("u".into(), "invoice.pdf".into(), 10);
        let there = AttachmentView {
            id: AttachmentId("att_1".into()),
            name: "invoice.pdf".into(),
            media_type: "application/pdf".into(),
            size: 10,
        };
        papers.uploads.ended("u", Ok(there));
        let mut words = Wording::default();
        words.write("An Phat fixed it".into());
        (papers, words)
    }

    #[test]
    fn complete_papers_go_once() {
        let (mut papers, mut words) = complete();
        let sent = papers.send(&mut words).unwrap();
        assert_eq!(sent.amount.amount, "12500000");
        assert_eq!(sent.documents.len(), 1);
        assert_eq!(papers.send(&mut words), None);
        papers.end(Err(Code::Offline), || unreachable!("the key stays"));
        assert_eq!(papers.send(&mut words), Some(sent));
        papers.end(Err(Code::IdempotencyConflict), || "key-2".into());
        assert_eq!(papers.key(), "key-2");
    }

    #[test]
    fn what_is_missing_is_named_until_something_changes() {
        let (mut papers, mut words) = (Papers::new("key-1".into()), Wording::default());
        assert_eq!(papers.send(&mut words), None);
        assert_eq!((papers.flaw, words.missing()), (Some(Flaw::Amount), true));
        papers.change(|papers| papers.amount = "5".into());
        assert_eq!(papers.flaw, None);
        words.write("Fixed".into());
        assert_eq!(papers.send(&mut words), None);
        assert_eq!(papers.flaw, Some(Flaw::Documents));
        papers.uploads.add("u".into(), "a.pdf".into(), 10);
        assert_eq!(papers.send(&mut words), None);
        assert_eq!(papers.flaw, Some(Flaw::Upload));
    }

    #[test]
    fn papers_without_a_word_do_not_go() {
        let (mut papers, _) = complete();
        assert_eq!(papers.send(&mut Wording::default()), None);
        assert_eq!((papers.flaw, papers.doing), (None, Doing::Idle));
    }
}
