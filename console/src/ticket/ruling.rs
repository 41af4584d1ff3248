//! Ruling on the warranty, as a plain struct: covered or not, the cause, the clause that goes with the
//! cause, and reasons; never one without the other (1.1, 3.1c).

use deskside_protocol::DateTime;
use deskside_protocol::api::Ruling as Sent;
use deskside_protocol::policy::{Because, Cause, ClauseId, Cover, Policy, Verdict};

use crate::draft::{Faults, Form};

/// A ruling being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruling {
    /// Covered or not.
    pub cover: Option<Cover>,
    /// The cause, with the clause it falls under.
    pub cause: Option<(Cause, ClauseId)>,
    /// The reasons the reporter is shown.
    pub why: String,
}

/// The clause that a cause falls under; `None` where this policy does not speak of it. Of the two terms
/// it is the one that the forecast says has ended.
#[must_use]
pub fn clause_of(policy: &Policy, verdict: &Verdict, cause: Cause) -> Option<ClauseId> {
    let clauses = policy.clauses_for(cause);
    let forecast = clauses.iter().find(|clause| **clause == verdict.clause);
    forecast
        .or(clauses.first())
        .map(|&clause| clause.to_owned())
}

/// The causes that go with a ruling, as far as the policy speaks of them.
#[must_use]
pub fn causes(policy: &Policy, verdict: &Verdict, cover: Cover) -> Vec<(Cause, ClauseId)> {
    let all: &[Cause] = match cover {
        Cover::Covered => &[Cause::VendorError],
        Cover::Excluded => &Cause::EXCLUDING,
        Cover::Undecided => &[],
    };
    let with_clause = |&cause| clause_of(policy, verdict, cause).map(|clause| (cause, clause));
    all.iter().filter_map(with_clause).collect()
}

impl Ruling {
    /// Begins with what the forecast says, or with what was ruled before.
    #[must_use]
    pub fn begin(policy: &Policy, verdict: &Verdict) -> Self {
        let mut ruling = Self::default();
        if verdict.cover == Cover::Undecided {
            return ruling;
        }
        ruling.rule(policy, verdict, verdict.cover);
        let cause = verdict.because.iter().find_map(|because| match because {
            Because::UnassessedModule { .. } => Some(Cause::UnassessedModule),
            Because::WarrantyEnded { .. } | Because::LifecycleEnded { .. } => {
                Some(Cause::TermEnded)
            }
            Because::AgentRuled { cause, .. } => *cause,
            _ => None,
        });
        if let Some(cause) = cause {
            ruling.choose(policy, verdict, cause);
        }
        ruling
    }

    /// Covered or not. A cause that does not go with it is left behind; one that is alone is chosen.
    pub fn rule(&mut self, policy: &Policy, verdict: &Verdict, cover: Cover) {
        self.cover = Some(cover);
        let causes = causes(policy, verdict, cover);
        self.cause = match (&self.cause, causes.as_slice()) {
            (_, [only]) => Some(only.clone()),
            (Some(before), among) if among.contains(before) => Some(before.clone()),
            _ => None,
        };
    }

    /// The cause; its clause comes with it.
    pub fn choose(&mut self, policy: &Policy, verdict: &Verdict, cause: Cause) {
        let clause = clause_of(policy, verdict, cause);
        self.cause = clause.map(|clause| (cause, clause));
    }

    /// The clause, once there is a cause.
    #[must_use]
    pub fn clause(&self) -> Option<&str> {
        self.cause.as_ref().map(|(_, clause)| clause.as_str())
    }
}

impl Form for Ruling {
    type Body = Sent;

    fn check(&self, _now: DateTime) -> Result<Sent, Faults> {
        let mut faults = Faults::default();
        let cover = faults.chosen("cover", self.cover.as_ref());
        let cause = faults.chosen("cause", self.cause.as_ref());
        let why = faults.text("why", &self.why);
        let body = cover.zip(cause).map(|(cover, (cause, clause))| Sent {
            cover,
            cause,
            clause,
            why,
        });
        faults.or(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskside_protocol::problem::Code;
    use rstest::rstest;

    fn policy() -> Policy {
        serde_json::from_str(include_str!("../../../policy/VIIN.WTS.POL.080423.json")).unwrap()
    }

    fn forecast(cover: Cover, because: Vec<Because>) -> Verdict {
        Verdict {
            cover,
            clause: "1.1a".into(),
            because,
            ruled: false,
        }
    }

    fn now() -> DateTime {
        DateTime::UNIX_EPOCH
    }

    #[test]
    fn a_ruling_without_cause_or_reasons_is_none() {
        let (policy, verdict) = (policy(), forecast(Cover::Undecided, vec![]));
        let mut ruling = Ruling::begin(&policy, &verdict);
        assert_eq!(
            ruling,
            Ruling::default(),
            "nothing is proposed where nothing is known"
        );
        ruling.rule(&policy, &verdict, Cover::Excluded);
        let faults = ruling.check(now()).unwrap_err();
        assert_eq!(faults.of("cause"), Some(Code::FieldEmpty));
        assert_eq!(faults.of("why"), Some(Code::FieldEmpty));
        ruling.choose(&policy, &verdict, Cause::WrongOperation);
        ruling.why = " Stock was counted twice. ".into();
        let sent = ruling.check(now()).unwrap();
        assert_eq!(sent.why, "Stock was counted twice.");
        assert_eq!(
            sent.clause,
            policy.excludes(Cause::WrongOperation).unwrap().clause
        );
    }

    #[test]
    fn it_begins_with_the_forecast() {
        let policy = policy();
        let module = Because::UnassessedModule {
            module: "x".into(),
            maker: "y".into(),
        };
        let verdict = forecast(Cover::Excluded, vec![module]);
        let ruling = Ruling::begin(&policy, &verdict);
        assert_eq!(ruling.cover, Some(Cover::Excluded));
        assert_eq!(ruling.cause.unwrap().0, Cause::UnassessedModule);
    }

    #[test]
    fn a_cause_against_the_warranty_does_not_go_with_covered() {
        let (policy, verdict) = (policy(), forecast(Cover::Undecided, vec![]));
        let mut ruling = Ruling::default();
        ruling.rule(&policy, &verdict, Cover::Excluded);
        ruling.choose(&policy, &verdict, Cause::ThirdParty);
        ruling.rule(&policy, &verdict, Cover::Covered);
        assert_eq!(ruling.cause.as_ref().unwrap().0, Cause::VendorError);
        assert_eq!(ruling.clause(), Some(policy.cover_clause.as_str()));
        ruling.rule(&policy, &verdict, Cover::Excluded);
        assert_eq!(ruling.cause, None);
    }

    #[rstest]
    #[case("1.1a", "1.2a")]
    #[case("1.2b", "1.2b")]
    fn a_term_that_ended_is_the_one_that_did(#[case] forecast: &str, #[case] clause: &str) {
        let verdict = Verdict {
            clause: forecast.into(),
            ..self::forecast(Cover::Excluded, vec![])
        };
        let found = clause_of(&policy(), &verdict, Cause::TermEnded);
        assert_eq!(found.as_deref(), Some(clause));
    }

    #[test]
    fn whatever_can_be_chosen_is_a_ruling_the_desk_takes() {
        let (policy, verdict) = (policy(), forecast(Cover::Undecided, vec![]));
        for cover in [Cover::Covered, Cover::Excluded] {
            for (cause, clause) in causes(&policy, &verdict, cover) {
                assert_eq!(policy.check_ruling(cover, cause, &clause), Ok(()));
            }
        }
    }
}
