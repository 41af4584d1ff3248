//! How much of a month a system could be used (2.2): what was measured, without maintenance.

use chrono::{Datelike as _, Months, NaiveDate, NaiveTime, TimeDelta};

use super::reckoning::{Span, Zones};
use super::service::Availability;
use super::spans::{common, merged, together, without};
use super::wall;
use crate::DateTime;

/// What is known about a system's running.
#[derive(Clone, Copy, Debug)]
pub struct Observed<'a> {
    /// Stretches in which it was looked at. In others nobody knows, and nothing is held against it.
    pub watched: &'a [Span],
    /// Stretches in which it did not answer.
    pub outages: &'a [Span],
    /// Maintenance, as it was planned.
    pub maintenance: &'a [Span],
}

/// The first day of the month that a moment is in, by the clocks of a zone.
#[must_use]
pub fn month_of(zones: &dyn Zones, zone: &str, at: DateTime) -> NaiveDate {
    let day = wall::day(zones, zone, at);
    day.with_day(1).unwrap_or(day)
}

/// The month that begins on this day, by the clocks of a zone.
#[must_use]
pub fn month_span(zones: &dyn Zones, zone: &str, month: NaiveDate) -> Span {
    let next = month.checked_add_months(Months::new(1)).unwrap_or(month);
    let begin = |day: NaiveDate| wall::moment(zones, zone, day.and_time(NaiveTime::MIN));
    Span {
        from: begin(month),
        until: begin(next),
    }
}

/// A month in numbers: `whole` is all of it that has passed.
#[must_use]
pub fn availability(month: NaiveDate, whole: Span, observed: Observed<'_>) -> Availability {
    let maintenance = common(observed.maintenance, &[whole]);
    let measured = without(&common(observed.watched, &[whole]), &maintenance);
    let outages = common(observed.outages, &measured);
    let (all, down) = (together(&measured), together(&outages));
    Availability {
        month,
        measured: seconds(all),
        up: seconds(all - down),
        maintenance: seconds(together(&maintenance)),
        outages: merged(&outages),
    }
}

fn seconds(length: TimeDelta) -> u64 {
    u64::try_from(length.num_seconds()).unwrap_or(0)
}

#[cfg(test)]
mod tests;
