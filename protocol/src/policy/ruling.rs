//! What an agent may rule: which clause fits which cause (1.1, 2.1, 3.1c, 3.2c).

use super::data::{Cause, Policy};
use super::verdict::Cover;

/// A ruling that the policy does not know. Named by what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misruled {
    /// Undecided is no ruling.
    Cover,
    /// This cause does not lead to this cover.
    Cause,
    /// This clause says nothing about this cause.
    Clause,
}

impl Misruled {
    /// The field of a [`crate::api::Ruling`] that is wrong.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Misruled::Cover => "cover",
            Misruled::Cause => "cause",
            Misruled::Clause => "clause",
        }
    }
}

impl Policy {
    /// The clauses by which this cause may be ruled on; none when the policy says nothing about it.
    #[must_use]
    pub fn clauses_for(&self, cause: Cause) -> Vec<&str> {
        match cause {
            Cause::VendorError => vec![&self.cover_clause],
            Cause::UnassessedModule | Cause::WrongOperation | Cause::ThirdParty => {
                let named = self.excludes(cause).into_iter();
                named.map(|exclusion| exclusion.clause.as_str()).collect()
            }
            Cause::TermEnded => vec![&self.warranty.clause, &self.lifecycle.clause],
            Cause::OutOfScope => vec![&self.out_of_scope_clause],
        }
    }

    /// Whether this can be ruled: only the vendor's error is covered, everything else is not, and the
    /// clause must be one that the policy has and that is about the cause.
    ///
    /// # Errors
    /// What does not fit.
    pub fn check_ruling(&self, cover: Cover, cause: Cause, clause: &str) -> Result<(), Misruled> {
        if cover == Cover::Undecided {
            return Err(Misruled::Cover);
        }
        if (cause == Cause::VendorError) != (cover == Cover::Covered) {
            return Err(Misruled::Cause);
        }
        let known = self.clauses.iter().any(|known| known.id == clause);
        if known && self.clauses_for(cause).contains(&clause) {
            Ok(())
        } else {
            Err(Misruled::Clause)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn policy() -> Policy {
        serde_json::from_str(include_str!("../../../policy/VIIN.WTS.POL.080423.json")).unwrap()
    }

    #[rstest]
    #[case(Cover::Covered, Cause::VendorError, "1.1a", Ok(()))]
    #[case(Cover::Excluded, Cause::UnassessedModule, "1.1b", Ok(()))]
    #[case(Cover::Excluded, Cause::WrongOperation, "1.1b", Ok(()))]
    #[case(Cover::Excluded, Cause::ThirdParty, "2.1", Ok(()))]
    #[case(Cover::Excluded, Cause::TermEnded, "1.2a", Ok(()))]
    #[case(Cover::Excluded, Cause::TermEnded, "1.2b", Ok(()))]
    #[case(Cover::Excluded, Cause::OutOfScope, "3.2c", Ok(()))]
    #[case(Cover::Undecided, Cause::VendorError, "1.1a", Err(Misruled::Cover))]
    #[case(Cover::Excluded, Cause::VendorError, "1.1a", Err(Misruled::Cause))]
    #[case(Cover::Covered, Cause::ThirdParty, "2.1", Err(Misruled::Cause))]
    #[case(Cover::Covered, Cause::VendorError, "1.1b", Err(Misruled::Clause))]
    #[case(Cover::Excluded, Cause::ThirdParty, "1.1b", Err(Misruled::Clause))]
    #[case(Cover::Excluded, Cause::TermEnded, "3.3b", Err(Misruled::Clause))]
    #[case(Cover::Excluded, Cause::OutOfScope, "9.9z", Err(Misruled::Clause))]
    fn clause_1_1_a_ruling_names_a_clause_about_its_cause(
        #[case] cover: Cover,
        #[case] cause: Cause,
        #[case] clause: &str,
        #[case] expected: Result<(), Misruled>,
    ) {
        assert_eq!(policy().check_ruling(cover, cause, clause), expected);
    }

    #[test]
    fn a_policy_that_excludes_no_third_parties_cannot_be_ruled_by_that() {
        let mut policy = policy();
        policy
            .exclusions
            .retain(|exclusion| exclusion.cause != Cause::ThirdParty);
        assert!(policy.clauses_for(Cause::ThirdParty).is_empty());
        let ruled = policy.check_ruling(Cover::Excluded, Cause::ThirdParty, "2.1");
        assert_eq!(ruled, Err(Misruled::Clause));
    }
}
