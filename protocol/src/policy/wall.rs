//! From what the clock on somebody's wall shows to the moment it is.

use chrono::{NaiveDateTime, TimeDelta};

use super::reckoning::Zones;
use crate::DateTime;

/// No two leaps of a zone's clocks lie as near to one another.
const AROUND: TimeDelta = TimeDelta::days(1);

/// What the clocks of a zone show at a moment; those of UTC where nobody knows the zone.
pub(super) fn shown(zones: &dyn Zones, zone: &str, at: DateTime) -> NaiveDateTime {
    at.naive_utc() + offset(zones, zone, at)
}

/// The first moment at which the clocks of a zone show this time or a later one: a time that they skip
/// is the leap itself, and of a time that they show twice the first counts.
pub(super) fn moment(zones: &dyn Zones, zone: &str, wall: NaiveDateTime) -> DateTime {
    let guess = wall.and_utc();
    let before = guess - offset(zones, zone, guess - AROUND);
    let after = guess - offset(zones, zone, guess + AROUND);
    let (mut early, mut late) = (before.min(after), before.max(after));
    if shown(zones, zone, early) >= wall {
        return early;
    }
    // The leap lies between the two; clocks leap at whole seconds.
    while late - early > TimeDelta::seconds(1) {
        let middle = early + TimeDelta::seconds((late - early).num_seconds() / 2);
        if shown(zones, zone, middle) >= wall {
            late = middle;
        } else {
            early = middle;
        }
    }
    late
}

fn offset(zones: &dyn Zones, zone: &str, at: DateTime) -> TimeDelta {
    TimeDelta::seconds(zones.offset(zone, at).unwrap_or(0).into())
}
