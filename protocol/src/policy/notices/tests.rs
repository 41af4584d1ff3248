//! Clause 1.2: who is told when.

use chrono::{Days, NaiveDate};
use rstest::rstest;

use super::*;
use crate::policy::TermKind;

fn term(length: u64, left: i64) -> TermView {
    let ends_on: NaiveDate = "2027-02-28".parse().unwrap();
    TermView {
        kind: TermKind::Lifecycle,
        began_on: ends_on - Days::new(length),
        ends_on,
        days_left: left,
        clause: "1.2b".into(),
    }
}

#[rstest]
// Three years: each notice on its day, and the nearest where a day was missed.
#[case(1096, 91, None)]
#[case(1096, 90, Some(90))]
#[case(1096, 31, Some(90))]
#[case(1096, 30, Some(30))]
#[case(1096, 8, Some(30))]
#[case(1096, 7, Some(7))]
#[case(1096, 0, Some(7))]
#[case(1096, -1, None)]
// A warranty of 90 days: that it ends in 90 days is no news on its first day.
#[case(90, 90, None)]
#[case(90, 60, None)]
#[case(90, 30, Some(30))]
#[case(91, 90, Some(90))]
// One of 20 days: only the last notice.
#[case(20, 20, None)]
#[case(20, 7, Some(7))]
#[case(5, 5, None)]
fn clause_1_2_the_notice_that_is_due(
    #[case] length: u64,
    #[case] left: i64,
    #[case] due: Option<u32>,
) {
    assert_eq!(term(length, left).notice_due(), due);
}
