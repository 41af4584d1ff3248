//! Saying that a ticket is not covered, as a plain struct: a clause and an explanation, never one
//! without the other (3.1c).

use deskside_protocol::api;
use deskside_protocol::policy::{Cause, Cover, Policy, Verdict};
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

    /// What would be sent; `None` while something is missing, or when the clause excludes nothing.
    #[must_use]
    pub fn check(&self, policy: &Policy) -> Option<api::Ruling> {
        let why = check_text(&self.why, MAX_TEXT).ok()?;
        let mut causes = Cause::EXCLUDING.into_iter();
        let cause = causes.find(|&cause| policy.clauses_for(cause).contains(&&*self.clause))?;
        Some(api::Ruling {
            cover: Cover::Excluded,
            cause,
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
        let policy = include_str!("../../../policy/VIIN.WTS.POL.080423.json");
        let policy: Policy = serde_json::from_str(policy).unwrap();
        let mut ruling = Ruling {
            clause: String::new(),
            why: " Your module changes this screen. ".into(),
        };
        assert_eq!(ruling.check(&policy), None);
        ruling.clause = "1.1b".into();
        assert_eq!(
            ruling.check(&policy).unwrap().why,
            "Your module changes this screen."
        );
        ruling.why = "  ".into();
        assert_eq!(ruling.check(&policy), None);
    }
}
