//! Saying that a ticket is not covered, as a plain struct: a clause and an explanation, never one
//! without the other (3.1c).

use deskside_protocol::api::Decline;
use deskside_protocol::policy::{Cover, Verdict};
use deskside_protocol::ticket::{MAX_TEXT, check_text};

/// A ruling being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruling {
    /// By which clause.
    pub clause: String,
    /// The explanation the reporter is sent.
    pub why: String,
}

impl Ruling {
    /// A ruling that begins with the clause by which the policy itself excludes the ticket, where
    /// it does.
    #[must_use]
    pub fn begin(verdict: &Verdict) -> Self {
        let clause = match verdict.cover {
            Cover::Excluded => verdict.clause.clone(),
            Cover::Covered | Cover::Undecided => String::new(),
        };
        Self {
            clause,
            why: String::new(),
        }
    }

    /// What would be sent; `None` while something is missing.
    #[must_use]
    pub fn check(&self) -> Option<Decline> {
        let why = check_text(&self.why, MAX_TEXT).ok()?;
        (!self.clause.is_empty()).then(|| Decline {
            clause: self.clause.clone(),
            why: why.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_without_words_or_words_without_a_clause_are_no_ruling() {
        let mut ruling = Ruling {
            clause: String::new(),
            why: " Your module changes this screen. ".into(),
        };
        assert_eq!(ruling.check(), None);
        ruling.clause = "1.1b".into();
        assert_eq!(
            ruling.check().unwrap().why,
            "Your module changes this screen."
        );
        ruling.why = "  ".into();
        assert_eq!(ruling.check(), None);
    }
}
