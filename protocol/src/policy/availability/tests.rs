//! Clause 2.2: availability in numbers.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::policy::maintenance::tests::{Tables, ZONES};

const HOUR: u64 = 3600;

/// A stretch of November 2026, in hours from its beginning.
fn hours(from: i64, until: i64) -> Span {
    let begin: DateTime = "2026-11-01T00:00:00Z".parse().unwrap();
    Span {
        from: begin + TimeDelta::hours(from),
        until: begin + TimeDelta::hours(until),
    }
}

#[rstest]
// Looked at all the time, and up all the time.
#[case(&[(0, 720)], &[], &[], (720, 720, 0), &[])]
// Two hours without an answer.
#[case(&[(0, 720)], &[(10, 12)], &[], (720, 718, 0), &[(10, 12)])]
// Maintenance is measured apart, and an outage in it is none.
#[case(&[(0, 720)], &[(10, 12)], &[(9, 13)], (716, 716, 4), &[])]
// An outage that goes on after maintenance counts from there.
#[case(&[(0, 720)], &[(10, 15)], &[(9, 13)], (716, 714, 4), &[(13, 15)])]
// Maintenance in the middle of an outage leaves both ends of it.
#[case(&[(0, 720)], &[(10, 20)], &[(12, 14)], (718, 710, 2), &[(10, 12), (14, 20)])]
// What the desk did not see is neither up nor down.
#[case(&[(0, 100), (200, 720)], &[(90, 100)], &[], (620, 610, 0), &[(90, 100)])]
// Two windows over one another are one.
#[case(&[(0, 720)], &[], &[(1, 3), (2, 4)], (717, 717, 3), &[])]
// Only the month counts.
#[case(&[(-50, 900)], &[(-5, 2), (719, 800)], &[(-9, -8)], (720, 717, 0), &[(0, 2), (719, 720)])]
fn clause_2_2_a_month_in_hours(
    #[case] watched: &[(i64, i64)],
    #[case] outages: &[(i64, i64)],
    #[case] maintenance: &[(i64, i64)],
    #[case] (measured, up, of_maintenance): (u64, u64, u64),
    #[case] shown: &[(i64, i64)],
) {
    let spans = |given: &[(i64, i64)]| -> Vec<Span> {
        given
            .iter()
            .map(|&(from, until)| hours(from, until))
            .collect()
    };
    let month = availability(
        "2026-11-01".parse().unwrap(),
        hours(0, 720),
        Observed {
            watched: &spans(watched),
            outages: &spans(outages),
            maintenance: &spans(maintenance),
        },
    );
    assert_eq!(
        (month.measured, month.up, month.maintenance),
        (measured * HOUR, up * HOUR, of_maintenance * HOUR)
    );
    assert_eq!(month.outages, spans(shown));
}

#[test]
fn a_month_is_counted_where_the_customer_is() {
    let (november, zone) = ("2026-11-01".parse().unwrap(), "Asia/Ho_Chi_Minh");
    let span = month_span(&Tables, zone, november);
    assert_eq!(span.from.to_rfc3339(), "2026-10-31T17:00:00+00:00");
    assert_eq!(span.until.to_rfc3339(), "2026-11-30T17:00:00+00:00");
    assert_eq!(month_of(&Tables, zone, span.from), november);
    let before = span.from - TimeDelta::milliseconds(1);
    assert_eq!(month_of(&Tables, zone, before).to_string(), "2026-10-01");
    // March has an hour less in Berlin.
    let march = month_span(&Tables, "Europe/Berlin", "2026-03-01".parse().unwrap());
    assert_eq!(march.length(), TimeDelta::hours(31 * 24 - 1));
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    let span = (-5_000_000_i64..5_000_000, 0_i64..2_000_000).prop_map(|(from, length)| {
        let begin: DateTime = "2026-11-01T00:00:00Z".parse().unwrap();
        let from = begin + TimeDelta::milliseconds(from * 1000 + 7);
        Span {
            from,
            until: from + TimeDelta::milliseconds(length * 999),
        }
    });
    prop::collection::vec(span, 0..8)
}

proptest! {
    #[test]
    fn clause_2_2_sums_never_exceed_the_month(
        watched in spans(), outages in spans(), maintenance in spans(), zone in prop::sample::select(&ZONES),
    ) {
        let month = "2026-11-01".parse().unwrap();
        let whole = month_span(&Tables, zone, month);
        let observed = Observed { watched: &watched, outages: &outages, maintenance: &maintenance };
        let seen = availability(month, whole, observed);
        let length = u64::try_from(whole.length().num_seconds()).unwrap();
        prop_assert!(seen.measured + seen.maintenance <= length);
        prop_assert!(seen.up <= seen.measured);
        for outage in &seen.outages {
            prop_assert!(whole.from <= outage.from && outage.from < outage.until && outage.until <= whole.until);
            prop_assert!(common(&[*outage], &maintenance).is_empty());
        }
        // More maintenance is never measured as less availability.
        let calm = availability(month, whole, Observed { outages: &[], ..observed });
        prop_assert_eq!(calm.up, calm.measured);
    }

    #[test]
    fn what_lies_in_others_and_what_does_not_is_all_of_it(one in spans(), other in spans()) {
        let (both, rest) = (common(&one, &other), without(&one, &other));
        prop_assert_eq!(together(&both) + together(&rest), together(&one));
        prop_assert!(common(&both, &rest).is_empty());
        let mut again = both;
        again.extend(rest);
        prop_assert_eq!(merged(&again), merged(&one));
    }
}
