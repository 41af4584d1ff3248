//! Counting hours: all of them, or those inside a calendar's shifts, and never those of maintenance
//! where the policy lets clocks stand still meanwhile.
//!
//! A calendar is written by the wall clock of its zone: see [`super::wall`].
//!
//! A holiday takes out its own day, midnight to midnight. The hours after midnight of a shift that
//! began the evening before belong to the day on which they are.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::data::{Calendar, Shift};
use super::reckoning::{Span, Zones};
use super::wall::{self, Wall};
use crate::DateTime;

/// The moment at which this much time has passed, of all time that is not in a pause.
pub(super) fn elapsed(from: DateTime, time: TimeDelta, pauses: &[Span]) -> DateTime {
    let always = Span {
        from,
        until: DateTime::MAX_UTC,
    };
    let pauses = in_order(pauses);
    let mut spent = Spent::new(from, time, &pauses);
    spent.on(always).unwrap_or(DateTime::MAX_UTC)
}

/// The moment at which this much time has passed inside the calendar's shifts, without its pauses;
/// `None` for a calendar that never works, or in a zone that nobody knows.
pub(super) fn worked(
    calendar: &Calendar,
    from: DateTime,
    time: TimeDelta,
    zones: &dyn Zones,
    pauses: &[Span],
) -> Option<DateTime> {
    if !calendar.works() {
        return None;
    }
    if time <= TimeDelta::zero() {
        return Some(from);
    }
    let pauses = in_order(pauses);
    let mut spent = Spent::new(from, time, &pauses);
    let here = wall::shown(&calendar.time_zone, from, zones)?;
    let mut day = here.date().pred_opt()?;
    loop {
        for stretch in calendar.work_on(day, zones)? {
            if let Some(at) = spent.on(stretch) {
                return Some(at);
            }
        }
        day = day.succ_opt()?;
    }
}

impl Calendar {
    /// Whether there is at least an hour of work in its week: with less, a promise would be none.
    pub(super) fn works(&self) -> bool {
        let week = self.shifts.iter().map(|shift| {
            let days = shift.days.iter().filter(|day| (1..=7).contains(*day));
            shift.length() * i32::try_from(days.count()).unwrap_or_default()
        });
        week.sum::<TimeDelta>() >= TimeDelta::hours(1)
    }

    /// When work is done on a day, in the order of the day; `None` in an unknown zone.
    fn work_on(&self, day: NaiveDate, zones: &dyn Zones) -> Option<Vec<Span>> {
        if self.holidays.iter().any(|holiday| holiday.on == day) {
            return Some(Vec::new());
        }
        let mut windows: Vec<_> = self
            .shifts
            .iter()
            .flat_map(|shift| shift.windows(day))
            .flatten()
            .collect();
        if windows.is_empty() {
            return Some(Vec::new());
        }
        windows.sort_unstable();
        let wall = Wall::around(&self.time_zone, day, zones)?;
        let spans = windows.into_iter().map(|(from, until)| {
            Some(Span {
                from: wall.shows(from)?,
                until: wall.shows(until)?,
            })
        });
        spans.collect()
    }
}

impl Shift {
    /// Whether it has no length. One from midnight to midnight is a whole day.
    pub(super) fn is_empty(&self) -> bool {
        self.from == self.until && self.from != NaiveTime::MIN
    }

    /// How long it is by the wall.
    fn length(&self) -> TimeDelta {
        let time = self.until - self.from;
        if self.until > self.from || self.is_empty() {
            time
        } else {
            time + TimeDelta::days(1)
        }
    }

    /// The parts of it that lie on a day: what ends there after midnight, and what begins there.
    fn windows(&self, day: NaiveDate) -> [Option<(NaiveDateTime, NaiveDateTime)>; 2] {
        let on = |day: NaiveDate| {
            let number = u8::try_from(day.weekday().number_from_monday());
            !self.is_empty() && number.is_ok_and(|number| self.days.contains(&number))
        };
        let midnight = day.and_time(NaiveTime::MIN);
        let over = self.until < self.from && self.until != NaiveTime::MIN;
        let rest = day
            .pred_opt()
            .filter(|&before| over && on(before))
            .map(|_| (midnight, day.and_time(self.until)));
        let ends_today = self.until > self.from;
        let until = if ends_today {
            Some(day.and_time(self.until))
        } else {
            midnight.checked_add_days(Days::new(1))
        };
        let begun = until
            .filter(|_| on(day))
            .map(|until| (day.and_time(self.from), until));
        [rest, begun]
    }
}

/// Pauses by when they begin.
fn in_order(pauses: &[Span]) -> Vec<Span> {
    let mut pauses = pauses.to_vec();
    pauses.sort_unstable_by_key(|pause| pause.from);
    pauses
}

/// Time that is being spent on stretches, which come in order.
struct Spent<'a> {
    at: DateTime,
    left: TimeDelta,
    pauses: &'a [Span],
}

impl<'a> Spent<'a> {
    fn new(at: DateTime, left: TimeDelta, pauses: &'a [Span]) -> Self {
        Self { at, left, pauses }
    }

    /// Spends what it can on a stretch: the moment at which nothing was left.
    fn on(&mut self, stretch: Span) -> Option<DateTime> {
        self.at = self.at.max(stretch.from);
        let pauses = self.pauses;
        for pause in pauses {
            if pause.until <= self.at {
                continue;
            }
            if pause.from >= stretch.until {
                break;
            }
            if let Some(at) = self.until(pause.from) {
                return Some(at);
            }
            self.at = self.at.max(pause.until);
        }
        self.until(stretch.until)
    }

    fn until(&mut self, end: DateTime) -> Option<DateTime> {
        let room = (end - self.at).max(TimeDelta::zero());
        if self.left <= room {
            return Some(self.at + self.left);
        }
        self.left -= room;
        self.at = self.at.max(end);
        None
    }
}
