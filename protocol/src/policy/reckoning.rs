//! Arithmetic on time: how long terms run, and by when something is due.

use chrono::{Days, Months, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::calendar;
use super::data::{Calendar, ClauseId, Counted, Hours, Length, Policy, Response, Unit};
use super::impact::Severity;
use crate::DateTime;

/// The longest promise in hours, a year: the data is refused when it says more, and nothing is
/// counted for longer.
pub(super) const MAX_HOURS: u32 = 24 * 366;

/// What is known about time zones: the desk asks its own tables, the browser asks `Intl`.
pub trait Zones {
    /// Seconds east of UTC in this IANA zone at this moment; `None` for a zone nobody knows.
    fn offset(&self, zone: &str, at: DateTime) -> Option<i32>;
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Span {
    /// From this moment.
    pub from: DateTime,
    /// Until this one, which is not in it.
    pub until: DateTime,
}

/// What reckoning needs beside the policy.
#[derive(Clone, Copy)]
pub struct Reckoning<'a> {
    /// Time zones.
    pub zones: &'a dyn Zones,
    /// Maintenance that is planned, in any order: it counts only where the policy lets it.
    pub maintenance: &'a [Span],
}

/// By when something is due, and by which clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Due {
    /// The moment.
    pub at: DateTime,
    /// Hours from receipt.
    pub hours: u32,
    /// How they are counted.
    #[serde(default)]
    pub counted: Counted,
    /// Where it stands.
    pub clause: ClauseId,
}

impl Length {
    /// The last day of a term that began on this one.
    #[must_use]
    pub fn last_day(self, from: NaiveDate) -> NaiveDate {
        let last = match self.unit {
            Unit::Days => from.checked_add_days(Days::new(self.count.into())),
            Unit::Months => from.checked_add_months(Months::new(self.count)),
            Unit::Years => from.checked_add_months(Months::new(self.count.saturating_mul(12))),
        };
        last.unwrap_or(NaiveDate::MAX)
    }
}

impl Policy {
    /// The last day of the free warranty.
    #[must_use]
    pub fn warranty_until(&self, activated_on: NaiveDate) -> NaiveDate {
        self.warranty.length.last_day(activated_on)
    }

    /// The last day of a version's life cycle.
    #[must_use]
    pub fn lifecycle_until(&self, released_on: NaiveDate) -> NaiveDate {
        self.lifecycle.length.last_day(released_on)
    }

    /// By when a person must answer a ticket received at this moment (3.1a).
    #[must_use]
    pub fn answer_due(
        &self,
        severity: Severity,
        received_at: DateTime,
        reckoning: Reckoning<'_>,
    ) -> Due {
        self.due(&self.response_for(severity).within, received_at, reckoning)
    }

    /// By when there must be a solution, or else an explanation with a plan and an estimate (3.1b).
    #[must_use]
    pub fn solution_due(
        &self,
        severity: Severity,
        received_at: DateTime,
        reckoning: Reckoning<'_>,
    ) -> Due {
        Due {
            clause: self.unsolved_clause.clone(),
            ..self.answer_due(severity, received_at, reckoning)
        }
    }

    /// By when the reporter must be told that something is not covered (3.1c).
    #[must_use]
    pub fn not_covered_due(&self, received_at: DateTime, reckoning: Reckoning<'_>) -> Due {
        self.due(&self.not_covered_notice, received_at, reckoning)
    }

    /// By when so many hours after receipt are over. A calendar that is not in the data, never works
    /// or is in an unknown zone is a gap: every hour counts then, because nobody waits longer
    /// because of a gap.
    fn due(&self, within: &Hours, received_at: DateTime, reckoning: Reckoning<'_>) -> Due {
        let time = TimeDelta::hours(within.hours.min(MAX_HOURS).into());
        let pauses = if self.maintenance.pauses_clocks {
            reckoning.maintenance
        } else {
            &[]
        };
        let worked = match &within.counted {
            Counted::Elapsed => None,
            Counted::Working { calendar } => self.calendar(calendar).and_then(|calendar| {
                calendar::worked(calendar, received_at, time, reckoning.zones, pauses)
            }),
        };
        Due {
            at: worked.unwrap_or_else(|| calendar::elapsed(received_at, time, pauses)),
            hours: within.hours,
            counted: within.counted.clone(),
            clause: within.clause.clone(),
        }
    }

    /// The calendar of this name.
    #[must_use]
    pub fn calendar(&self, id: &str) -> Option<&Calendar> {
        self.calendars.iter().find(|calendar| calendar.id == id)
    }

    /// The strictest promise when a severity is missing from the data: nobody waits longer because
    /// of a gap.
    pub(super) fn response_for(&self, severity: Severity) -> &Response {
        static NONE: Response = Response {
            severity: Severity::Critical,
            within: Hours {
                hours: 0,
                counted: Counted::Elapsed,
                clause: String::new(),
            },
        };
        self.response
            .iter()
            .find(|response| response.severity == severity)
            .or_else(|| {
                self.response
                    .iter()
                    .min_by_key(|response| response.within.hours)
            })
            .unwrap_or(&NONE)
    }
}
