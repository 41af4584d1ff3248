//! The clock on the wall of a zone. One rule turns a time on it into a moment: it is *the first moment
//! at which the wall shows this time or a later one*. So a time that a forward jump skips is the jump
//! itself, and of a time that exists twice the first counts. That mapping never runs backwards, and
//! so no due time does.

use chrono::{DateTime as Moment, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::reckoning::Zones;
use crate::DateTime;

/// The clock on the wall around a day.
pub(super) struct Wall<'a> {
    zone: &'a str,
    zones: &'a dyn Zones,
    before: TimeDelta,
    after: TimeDelta,
}

impl<'a> Wall<'a> {
    /// No zone is further from UTC than this, so the whole day lies between the two looks.
    const MARGIN: TimeDelta = TimeDelta::days(1);

    /// `None` in a zone that nobody knows.
    pub(super) fn around(zone: &'a str, day: NaiveDate, zones: &'a dyn Zones) -> Option<Self> {
        let noon = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
        let look = TimeDelta::hours(12) + Self::MARGIN;
        Some(Self {
            zone,
            zones,
            before: offset(zones, zone, noon - look)?,
            after: offset(zones, zone, noon + look)?,
        })
    }

    /// The first moment at which it shows this time or a later one.
    pub(super) fn shows(&self, wall: NaiveDateTime) -> Option<DateTime> {
        let [early, late] = [self.before, self.after].map(|offset| wall.and_utc() - offset);
        if self.before == self.after || self.offset(early)? == self.before {
            return Some(early);
        }
        if self.offset(late)? == self.after {
            return Some(late);
        }
        // The wall skips this time: `late` is before the jump, `early` is not.
        let (mut before, mut jump) = (late.timestamp(), early.timestamp());
        while jump - before > 1 {
            let middle = before + (jump - before) / 2;
            if self.offset(Moment::from_timestamp(middle, 0)?)? == self.before {
                before = middle;
            } else {
                jump = middle;
            }
        }
        Moment::from_timestamp(jump, 0)
    }

    fn offset(&self, at: DateTime) -> Option<TimeDelta> {
        offset(self.zones, self.zone, at)
    }
}

/// What the wall shows at a moment; `None` in a zone that nobody knows.
#[must_use]
pub fn shown(zone: &str, at: DateTime, zones: &dyn Zones) -> Option<NaiveDateTime> {
    Some(at.naive_utc() + offset(zones, zone, at)?)
}

fn offset(zones: &dyn Zones, zone: &str, at: DateTime) -> Option<TimeDelta> {
    let seconds = zones.offset(zone, at)?;
    Some(TimeDelta::seconds(seconds.into()))
}

/// The first moment at which the wall of a zone shows this time or a later one; that of UTC where nobody
/// knows the zone.
#[must_use]
pub fn moment(zones: &dyn Zones, zone: &str, wall: NaiveDateTime) -> DateTime {
    let known = Wall::around(zone, wall.date(), zones);
    let moment = known.and_then(|around| around.shows(wall));
    moment.unwrap_or(wall.and_utc())
}

/// The day that the calendar on the wall shows; that of UTC where nobody knows the zone.
pub(super) fn day(zones: &dyn Zones, zone: &str, at: DateTime) -> NaiveDate {
    let here = shown(zone, at, zones);
    here.unwrap_or(at.naive_utc()).date()
}
