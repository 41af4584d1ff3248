//! From what the clock on somebody's wall shows to the moment it is.

use chrono::{NaiveDateTime, TimeDelta};

use super::reckoning::Zones;
use crate::DateTime;

/// What the clocks of a zone show at a moment; those of UTC where nobody knows the zone.
pub(super) fn shown(zones: &dyn Zones, zone: &str, at: DateTime) -> NaiveDateTime {
    at.naive_utc() + offset(zones, zone, at)
}

/// The first moment at which the clocks of a zone show this. What they skip in spring, they would have
/// shown as long after the leap as it says.
pub(super) fn moment(zones: &dyn Zones, zone: &str, wall: NaiveDateTime) -> DateTime {
    let guess = wall.and_utc();
    let day = TimeDelta::days(1);
    let (before, after) = (
        guess - offset(zones, zone, guess - day),
        guess - offset(zones, zone, guess + day),
    );
    let mut fits = [before.min(after), before.max(after)]
        .into_iter()
        .filter(|&at| shown(zones, zone, at) == wall);
    fits.next().unwrap_or(before)
}

fn offset(zones: &dyn Zones, zone: &str, at: DateTime) -> TimeDelta {
    TimeDelta::seconds(zones.offset(zone, at).unwrap_or(0).into())
}
