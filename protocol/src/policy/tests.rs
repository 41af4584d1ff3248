//! Clause by clause: facts, expected verdict, due time.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use rstest::rstest;

use super::*;

mod faults;
mod hours;

/// Nothing here counts in another zone.
struct NoZones;

impl Zones for NoZones {
    fn offset(&self, _: &str, _: DateTime<Utc>) -> Option<i32> {
        None
    }
}

fn reckoning() -> Reckoning<'static> {
    Reckoning {
        zones: &NoZones,
        maintenance: &[],
    }
}

fn policy() -> Policy {
    serde_json::from_str(include_str!("../../../policy/VIIN.WTS.POL.080423.json")).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn facts(today: &str) -> Facts<'static> {
    Facts {
        impact: Impact::Blocked,
        activated_on: Some(day("2026-01-01")),
        released_on: Some(day("2024-02-29")),
        today: day(today),
        unassessed: vec![],
        maintenance_until: None,
        incident: None,
    }
}

#[rstest]
#[case("2026-04-01", Cover::Covered, "1.1a")]
#[case("2026-04-02", Cover::Excluded, "1.2a")]
#[case("2027-03-01", Cover::Excluded, "1.2b")]
fn clauses_1_1_and_1_2_by_the_day(#[case] today: &str, #[case] cover: Cover, #[case] clause: &str) {
    let verdict = policy().judge(&facts(today));
    assert_eq!((verdict.cover, verdict.clause.as_str()), (cover, clause));
    assert!(!verdict.ruled);
}

#[test]
fn clause_1_1b_an_unassessed_module_on_this_screen_excludes() {
    let verdict = policy().judge(&Facts {
        unassessed: vec![Module {
            name: "fast_quote",
            maker: "Fast Ltd",
        }],
        ..facts("2026-02-01")
    });
    assert_eq!(
        (verdict.cover, verdict.clause.as_str()),
        (Cover::Excluded, "1.1b")
    );
    assert_eq!(
        verdict.because,
        vec![Because::UnassessedModule {
            module: "fast_quote".into(),
            maker: "Fast Ltd".into(),
        }]
    );
}

#[test]
fn an_unknown_activation_decides_nothing() {
    let verdict = policy().judge(&Facts {
        activated_on: None,
        ..facts("2026-02-01")
    });
    assert_eq!(verdict.cover, Cover::Undecided);
}

#[test]
fn clause_1_2b_a_leap_day_release_ends_on_the_28th() {
    assert_eq!(
        policy().lifecycle_until(day("2024-02-29")),
        day("2027-02-28")
    );
}

#[rstest]
#[case(Impact::Stopped, 24)]
#[case(Impact::Blocked, 24)]
#[case(Impact::Security, 24)]
#[case(Impact::Hindered, 48)]
#[case(Impact::Question, 48)]
fn clause_3_1a_hours_to_an_answer(#[case] impact: Impact, #[case] hours: i64) {
    let received: DateTime<Utc> = "2026-11-22T23:30:00Z".parse().unwrap();
    let due = policy().answer_due(impact.severity(), received, reckoning());
    assert_eq!(due.at - received, TimeDelta::hours(hours));
    assert_eq!(due.clause, "3.1a");
}

#[test]
fn clause_3_1c_notice_within_24_hours() {
    let received: DateTime<Utc> = "2026-11-22T23:30:00Z".parse().unwrap();
    let due = policy().not_covered_due(received, reckoning());
    assert_eq!(
        (due.at - received, due.clause.as_str()),
        (TimeDelta::hours(24), "3.1c")
    );
}

proptest! {
    #[test]
    fn a_due_time_is_never_before_receipt_and_never_moves_back(seconds in 0i64..4_000_000_000, later in 0i64..1_000_000) {
        let policy = policy();
        let first = DateTime::from_timestamp(seconds, 0).unwrap();
        let second = first + TimeDelta::seconds(later);
        for severity in [Severity::Critical, Severity::Normal] {
            let due = policy.answer_due(severity, first, reckoning());
            prop_assert!(due.at > first);
            prop_assert!(policy.answer_due(severity, second, reckoning()).at >= due.at);
        }
    }
}
