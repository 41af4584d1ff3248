//! Months to go through, and the shares that are drawn of a month's promises.

use chrono::{Datelike as _, Months, NaiveDate};
use deskside_protocol::DateTime;
use deskside_protocol::api::PromiseLine;

/// A month, as addresses and the desk name it: `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

impl Month {
    /// The month of a moment, in UTC as the desk counts.
    #[must_use]
    pub fn of(at: DateTime) -> Self {
        let day = at.date_naive();
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Reads a name such as `2026-11`.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        let (year, month) = name.split_once('-')?;
        let well = year.len() == 4 && month.len() == 2;
        let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
        well.then_some(Self(first))
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> String {
        format!("{:04}-{:02}", self.0.year(), self.0.month())
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        self.0
    }

    /// The one before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.checked_sub_months(Months::new(1)).unwrap_or(self.0))
    }

    /// The one after, where it has begun.
    #[must_use]
    pub fn after(self, now: DateTime) -> Option<Self> {
        let next = Self(self.0.checked_add_months(Months::new(1))?);
        (next <= Month::of(now)).then_some(next)
    }
}

/// Shares of a promise in hundredths: met, missed, running. Together they are never more than whole,
/// and what was missed is never too small to be seen.
#[must_use]
pub fn shares(line: &PromiseLine) -> (u32, u32, u32) {
    let all = line.met + line.missed + line.running;
    if all == 0 {
        return (0, 0, 0);
    }
    let seen = |n: u32| if n == 0 { 0 } else { (n * 100 / all).max(2) };
    let (missed, running) = (seen(line.missed), seen(line.running));
    let met = if line.met == 0 {
        0
    } else {
        100 - missed - running
    };
    (met, missed, running)
}

/// How many of those that are over were kept in time, in whole hundredths rounded down: one that is
/// missed is never hidden by rounding. `None` while none is over.
#[must_use]
pub fn kept(line: &PromiseLine) -> Option<u32> {
    let over = line.met + line.missed;
    (over > 0).then(|| line.met * 100 / over)
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskside_protocol::policy::Severity;
    use deskside_protocol::ticket::ClockKind;
    use rstest::rstest;

    fn line(met: u32, missed: u32, running: u32) -> PromiseLine {
        PromiseLine {
            kind: ClockKind::Answer,
            severity: Severity::Normal,
            clause: "3.1a".into(),
            met,
            missed,
            running,
            median_minutes: None,
        }
    }

    #[test]
    fn months_are_gone_through_up_to_this_one() {
        let now: DateTime = "2026-01-31T23:59:00Z".parse().unwrap();
        let month = Month::of(now);
        assert_eq!(month.name(), "2026-01");
        assert_eq!(month.before().name(), "2025-12");
        assert_eq!(month.after(now), None);
        assert_eq!(month.before().after(now), Some(month));
        assert_eq!(Month::read("2026-01"), Some(month));
        for nonsense in ["", "2026", "2026-13", "26-01", "2026-1"] {
            assert_eq!(Month::read(nonsense), None, "{nonsense}");
        }
    }

    #[rstest]
    #[case(line(0, 0, 0), (0, 0, 0), None)]
    #[case(line(10, 0, 0), (100, 0, 0), Some(100))]
    #[case(line(999, 1, 0), (98, 2, 0), Some(99))]
    #[case(line(1, 1, 2), (25, 25, 50), Some(50))]
    #[case(line(0, 0, 3), (0, 0, 100), None)]
    fn what_is_missed_is_seen(
        #[case] line: PromiseLine,
        #[case] drawn: (u32, u32, u32),
        #[case] hundredths: Option<u32>,
    ) {
        assert_eq!(shares(&line), drawn);
        assert_eq!(kept(&line), hundredths);
    }
}
