//! Work on a security incident, as plain structs: steps with owners, what was found, what the customer
//! is asked, and the final report (2.3).

use deskside_protocol::DateTime;
use deskside_protocol::api::{NewStep, StepDone, Words};
use deskside_protocol::ids::AgentId;

use crate::draft::{Faults, Form};

/// A step being added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stepping {
    /// What is to be done.
    pub text: String,
    /// Who does it; whoever adds it when empty.
    pub owner: String,
}

impl Form for Stepping {
    type Body = NewStep;

    fn check(&self, _now: DateTime) -> Result<NewStep, Faults> {
        let mut faults = Faults::default();
        let step = NewStep {
            text: faults.text("text", &self.text),
            owner: Some(self.owner.as_str())
                .filter(|owner| !owner.is_empty())
                .map(|owner| AgentId(owner.to_owned())),
        };
        faults.or(Some(step))
    }
}

/// What a step found; it may be nothing worth a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub found: String,
}

impl Form for Finding {
    type Body = StepDone;

    fn check(&self, _now: DateTime) -> Result<StepDone, Faults> {
        let mut faults = Faults::default();
        let found = match self.found.trim() {
            "" => String::new(),
            found => faults.text("found", found),
        };
        faults.or(Some(StepDone { found }))
    }
}

/// A text and nothing else: a question to the customer, the final report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saying {
    /// The words.
    pub text: String,
}

impl Form for Saying {
    type Body = Words;

    fn check(&self, _now: DateTime) -> Result<Words, Faults> {
        let mut faults = Faults::default();
        let text = faults.text("text", &self.text);
        faults.or(Some(Words { text }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_needs_words_and_may_have_an_owner() {
        let now = DateTime::UNIX_EPOCH;
        let mut step = Stepping::default();
        assert!(step.check(now).is_err());
        step.text = "Look at the sign-ins of the week".into();
        assert_eq!(step.check(now).unwrap().owner, None);
        step.owner = "agt_1".into();
        assert_eq!(
            step.check(now).unwrap().owner,
            Some(AgentId("agt_1".into()))
        );
    }

    #[test]
    fn a_step_may_find_nothing_but_a_report_says_something() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(Finding::default().check(now).unwrap().found, "");
        assert!(Saying::default().check(now).is_err());
    }
}
