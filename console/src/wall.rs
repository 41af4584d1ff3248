//! Between moments and what a field of day and time shows: clocks on the wall of a zone.

use chrono::NaiveDateTime;
use deskside_protocol::DateTime;
use deskside_protocol::policy::{Zones, wall};

/// How browsers write day and time in a field.
const FIELD: &str = "%Y-%m-%dT%H:%M";

/// What the field shows for a moment in a zone; in UTC where nobody knows the zone.
#[must_use]
pub fn shown(at: DateTime, zone: &str, zones: &dyn Zones) -> String {
    let shown = wall::shown(zone, at, zones).unwrap_or(at.naive_utc());
    shown.format(FIELD).to_string()
}

/// The moment that a field's text means in a zone, by the rule of all walls; `None` for what is no day
/// and time.
#[must_use]
pub fn meant(text: &str, zone: &str, zones: &dyn Zones) -> Option<DateTime> {
    // Some browsers write seconds where a step asks for them.
    let wall = NaiveDateTime::parse_from_str(text, FIELD)
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
        .ok()?;
    Some(wall::moment(zones, zone, wall))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use rstest::rstest;

    /// Saigon has no summer time; Berlin's of 2026 as the law has it.
    struct Two;

    impl Zones for Two {
        fn offset(&self, zone: &str, at: DateTime) -> Option<i32> {
            let summer = "2026-03-29T01:00:00Z".parse::<DateTime>().unwrap()
                ..="2026-10-25T00:59:59Z".parse::<DateTime>().unwrap();
            match zone {
                "Asia/Ho_Chi_Minh" => Some(7 * 3600),
                "Europe/Berlin" if summer.contains(&at) => Some(2 * 3600),
                "Europe/Berlin" => Some(3600),
                _ => None,
            }
        }
    }

    #[rstest]
    #[case("2026-11-24T23:00", "Asia/Ho_Chi_Minh", "2026-11-24T16:00:00Z")]
    #[case("2026-07-01T12:00", "Europe/Berlin", "2026-07-01T10:00:00Z")]
    #[case("2026-01-01T12:00", "Europe/Berlin", "2026-01-01T11:00:00Z")]
    #[case::in_the_gap("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:00:00Z")]
    #[case::first_of_two("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z")]
    fn a_wall_clock_means_a_moment(#[case] text: &str, #[case] zone: &str, #[case] at: &str) {
        assert_eq!(meant(text, zone, &Two), Some(at.parse().unwrap()));
    }

    #[test]
    fn what_is_shown_is_meant() {
        for hour in 0..24 * 365 {
            let at = DateTime::from_timestamp(1_767_225_600 + hour * 3600, 0).unwrap();
            let text = shown(at, "Europe/Berlin", &Two);
            let back = meant(&text, "Europe/Berlin", &Two).unwrap();
            // An hour that comes twice means its first.
            assert!(back == at || back == at - TimeDelta::hours(1), "{text}");
        }
    }

    #[rstest]
    #[case("")]
    #[case("2026-13-01T00:00")]
    #[case("2026-01-01")]
    fn nonsense_means_nothing(#[case] text: &str) {
        assert_eq!(meant(text, "Europe/Berlin", &Two), None);
    }
}
