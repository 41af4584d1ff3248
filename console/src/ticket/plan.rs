//! No solution in time, as a plain struct: an explanation, what is proposed, and by when (3.1b).

use deskside_protocol::DateTime;
use deskside_protocol::api::{NewPlan, SettlementStep};

use crate::draft::{Faults, Form};

/// A plan being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planning {
    /// Why it is not solved yet.
    pub explanation: String,
    /// What will be done.
    pub proposal: String,
    /// When it will be solved, as estimated.
    pub eta: Option<DateTime>,
}

impl Form for Planning {
    type Body = NewPlan;

    fn check(&self, now: DateTime) -> Result<NewPlan, Faults> {
        let mut faults = Faults::default();
        let plan = NewPlan {
            explanation: faults.text("explanation", &self.explanation),
            proposal: faults.text("proposal", &self.proposal),
            eta: faults.to_come("eta", self.eta, now),
        };
        faults.or(Some(plan))
    }
}

/// Sending a third party's papers back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Returning {
    /// What is missing or not valid.
    pub why: String,
}

impl Form for Returning {
    type Body = SettlementStep;

    fn check(&self, _now: DateTime) -> Result<SettlementStep, Faults> {
        let mut faults = Faults::default();
        let why = faults.text("why", &self.why);
        faults.or(Some(SettlementStep::Return { why }))
    }
}

/// Saying that a third party was paid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paying {
    /// The payment's reference.
    pub reference: String,
}

impl Form for Paying {
    type Body = SettlementStep;

    fn check(&self, _now: DateTime) -> Result<SettlementStep, Faults> {
        let mut faults = Faults::default();
        let reference = faults.text("reference", &self.reference);
        faults.or(Some(SettlementStep::Settle { reference }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskside_protocol::problem::Code;

    #[test]
    fn a_plan_explains_proposes_and_says_by_when() {
        let now = DateTime::UNIX_EPOCH;
        let mut plan = Planning {
            explanation: "The fix needs a migration.".into(),
            ..Planning::default()
        };
        let faults = plan.check(now).unwrap_err();
        assert_eq!(faults.of("explanation"), None);
        assert_eq!(faults.of("proposal"), Some(Code::FieldEmpty));
        assert_eq!(faults.of("eta"), Some(Code::FieldEmpty));
        plan.proposal = "We ship 17.0.3.".into();
        plan.eta = Some(now);
        assert_eq!(
            plan.check(now).unwrap_err().of("eta"),
            Some(Code::FieldInvalid),
            "a plan for yesterday is none"
        );
        plan.eta = Some(now + chrono::TimeDelta::hours(30));
        assert_eq!(plan.check(now).unwrap().proposal, "We ship 17.0.3.");
    }

    #[test]
    fn papers_are_not_sent_back_without_a_word() {
        assert!(Returning::default().check(DateTime::UNIX_EPOCH).is_err());
        assert!(Paying::default().check(DateTime::UNIX_EPOCH).is_err());
    }
}
