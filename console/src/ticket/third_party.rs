//! A third party's question answered in one move, as a plain struct: the clause stands, the courteous
//! words are there to be changed (2.1).

use deskside_protocol::DateTime;
use deskside_protocol::api::Ruling;
use deskside_protocol::policy::{Cause, ClauseId, Cover};

use crate::draft::{Faults, Form};

/// The answer being looked over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Courtesy {
    /// By which clause.
    pub clause: ClauseId,
    /// The words.
    pub text: String,
}

impl Form for Courtesy {
    type Body = Ruling;

    fn check(&self, _now: DateTime) -> Result<Ruling, Faults> {
        let mut faults = Faults::default();
        let ruling = Ruling {
            cover: Cover::Excluded,
            cause: Cause::ThirdParty,
            clause: faults.text("clause", &self.clause),
            why: faults.text("text", &self.text),
        };
        faults.or(Some(ruling))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_ruling_with_the_clause_and_words() {
        let mut courtesy = Courtesy {
            clause: "2.1".into(),
            text: " ".into(),
        };
        assert!(courtesy.check(DateTime::UNIX_EPOCH).is_err());
        courtesy.text = "Please ask the bank.".into();
        let ruling = courtesy.check(DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(ruling.cause, Cause::ThirdParty);
        assert_eq!(ruling.clause, "2.1");
    }
}
