//! When maintenance may be done (2.2): at night, where the customer is, and told ahead.

use chrono::{Days, NaiveDate, TimeDelta};

use super::data::MaintenanceRule;
use super::reckoning::{Span, Zones};
use super::wall;
use crate::DateTime;

/// No window is longer.
pub const LONGEST_MAINTENANCE: TimeDelta = TimeDelta::hours(12);

impl MaintenanceRule {
    /// How long before it people are told.
    #[must_use]
    pub fn notice(&self) -> TimeDelta {
        TimeDelta::hours(self.notice_hours.into())
    }

    /// Whether a window that begins then is told of as long ahead as promised.
    #[must_use]
    pub fn keeps_notice(&self, from: DateTime, now: DateTime) -> bool {
        from - now >= self.notice()
    }
}

/// The first whole night in a zone that keeps the notice; no longer than a window may be.
#[must_use]
pub fn next_night(rule: &MaintenanceRule, zone: &str, zones: &dyn Zones, now: DateTime) -> Span {
    let earliest = now + rule.notice();
    let today = wall::day(zones, zone, earliest);
    let evening = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    let mut nights = evening
        .iter_days()
        .map(|evening| night(rule, zone, zones, evening));
    let next = nights.find(|night| night.from >= earliest && night.from < night.until);
    next.unwrap_or(Span {
        from: earliest,
        until: earliest + LONGEST_MAINTENANCE,
    })
}

/// The night that begins on this day.
fn night(rule: &MaintenanceRule, zone: &str, zones: &dyn Zones, evening: NaiveDate) -> Span {
    let morning = if rule.night_until <= rule.night_from {
        evening.checked_add_days(Days::new(1)).unwrap_or(evening)
    } else {
        evening
    };
    let from = wall::moment(zones, zone, evening.and_time(rule.night_from));
    let until = wall::moment(zones, zone, morning.and_time(rule.night_until));
    Span {
        from,
        until: until.min(from + LONGEST_MAINTENANCE),
    }
}

#[cfg(test)]
pub(super) mod tests;
