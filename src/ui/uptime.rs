//! Availability as numbers: never rounded up, and where in its month each outage lies.

use chrono::{Months, NaiveDate, NaiveTime};
use deskside_protocol::DateTime;
use deskside_protocol::policy::{Availability, Span};

/// The share of the measured time in which the system answered, in hundredths of a percent and
/// rounded down, so that an outage is never rounded away; `None` when nothing was measured.
#[must_use]
pub fn share(month: &Availability) -> Option<u32> {
    if month.measured == 0 {
        return None;
    }
    let up = month.up.min(month.measured);
    u32::try_from(u128::from(up) * 10_000 / u128::from(month.measured)).ok()
}

/// Seconds in which it did not answer.
#[must_use]
pub fn down(month: &Availability) -> i64 {
    i64::try_from(month.measured.saturating_sub(month.up)).unwrap_or(i64::MAX)
}

/// Where in the month a span lies: its beginning and its length, in thousandths of the month. What
/// reaches out of the month is cut; a short one is still seen.
#[must_use]
pub fn place(month: NaiveDate, span: &Span) -> (i64, i64) {
    let begin = day(month);
    let end = day(month + Months::new(1));
    let whole = (end - begin).num_seconds().max(1);
    let inside = |at: DateTime| (at.clamp(begin, end) - begin).num_seconds() * 1_000 / whole;
    let from = inside(span.from).min(997);
    (from, (inside(span.until) - from).max(3))
}

fn day(day: NaiveDate) -> DateTime {
    day.and_time(NaiveTime::MIN).and_utc()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn month(measured: u64, up: u64) -> Availability {
        Availability {
            month: "2026-11-01".parse().unwrap(),
            measured,
            up,
            maintenance: 0,
            outages: Vec::new(),
        }
    }

    #[test]
    fn an_outage_is_never_rounded_away() {
        assert_eq!(share(&month(2_592_000, 2_592_000)), Some(10_000));
        assert_eq!(share(&month(2_592_000, 2_591_999)), Some(9_999));
        assert_eq!(share(&month(0, 0)), None);
        assert_eq!(down(&month(100, 40)), 60);
    }

    #[test]
    fn an_outage_lies_where_it_was() {
        let span = |from: &str, until: &str| Span {
            from: from.parse().unwrap(),
            until: until.parse().unwrap(),
        };
        let november = "2026-11-01".parse().unwrap();
        let half = span("2026-11-16T00:00:00Z", "2026-12-20T00:00:00Z");
        assert_eq!(place(november, &half), (500, 500));
        let short = span("2026-11-30T23:59:00Z", "2026-11-30T23:59:30Z");
        assert_eq!(place(november, &short), (997, 3));
    }
}
