//! Clause 2.2: nights, wherever the customer is.

use chrono::{DateTime, NaiveTime, Offset as _, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;
use rstest::rstest;

use super::*;

pub(crate) struct Tables;

impl Zones for Tables {
    fn offset(&self, zone: &str, at: DateTime<Utc>) -> Option<i32> {
        let zone: Tz = zone.parse().ok()?;
        let offset = zone.offset_from_utc_datetime(&at.naive_utc()).fix();
        Some(offset.local_minus_utc())
    }
}

pub(crate) const ZONES: [&str; 8] = [
    "Asia/Ho_Chi_Minh",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Pacific/Apia",
    "Nowhere/Unknown",
];

fn rule(from: &str, until: &str, notice_hours: u32) -> MaintenanceRule {
    MaintenanceRule {
        night_from: from.parse().unwrap(),
        night_until: until.parse().unwrap(),
        notice_hours,
        pauses_clocks: false,
        clause: "2.2".into(),
    }
}

#[rstest]
// Two days ahead, and the next night after that.
#[case(
    "Asia/Ho_Chi_Minh",
    "2026-11-24T06:00:00Z",
    "2026-11-26T15:00:00Z",
    "2026-11-26T22:00:00Z"
)]
// Exactly the notice is enough; a second less is not.
#[case(
    "Asia/Ho_Chi_Minh",
    "2026-11-24T15:00:00Z",
    "2026-11-26T15:00:00Z",
    "2026-11-26T22:00:00Z"
)]
#[case(
    "Asia/Ho_Chi_Minh",
    "2026-11-24T15:00:01Z",
    "2026-11-27T15:00:00Z",
    "2026-11-27T22:00:00Z"
)]
// The night in which Berlin's clocks leap forward is an hour shorter, the other one longer.
#[case(
    "Europe/Berlin",
    "2026-03-26T12:00:00Z",
    "2026-03-28T21:00:00Z",
    "2026-03-29T03:00:00Z"
)]
#[case(
    "Europe/Berlin",
    "2026-10-22T12:00:00Z",
    "2026-10-24T20:00:00Z",
    "2026-10-25T04:00:00Z"
)]
fn clause_2_2_the_next_night_that_keeps_the_notice(
    #[case] zone: &str,
    #[case] now: &str,
    #[case] from: &str,
    #[case] until: &str,
) {
    let rule = rule("22:00:00", "05:00:00", 48);
    let night = next_night(&rule, zone, &Tables, now.parse().unwrap());
    let expected = Span {
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
    };
    assert_eq!(night, expected);
    assert!(rule.keeps_notice(night.from, now.parse().unwrap()));
}

#[test]
fn a_time_that_the_clocks_skip_is_the_leap_itself() {
    // Cairo leaps at midnight: 24 April 2026 begins at 01:00.
    let rule = rule("00:00:00", "04:00:00", 24);
    let now = "2026-04-22T20:00:00Z".parse().unwrap();
    let night = next_night(&rule, "Africa/Cairo", &Tables, now);
    assert_eq!(night.from.to_rfc3339(), "2026-04-23T22:00:00+00:00");
    assert_eq!(night.until.to_rfc3339(), "2026-04-24T01:00:00+00:00");
}

proptest! {
    #[test]
    fn clause_2_2_a_night_keeps_the_notice_and_is_a_whole_night(
        zone in prop::sample::select(&ZONES),
        now in 1_600_000_000_i64..2_200_000_000,
        (from, until) in (0_u32..1440, 0_u32..1440),
        notice in 0_u32..400,
    ) {
        let time = |minutes| NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap();
        let rule = MaintenanceRule {
            night_from: time(from),
            night_until: time(until),
            ..rule("22:00:00", "05:00:00", notice)
        };
        let now = DateTime::from_timestamp(now, 0).unwrap();
        let night = next_night(&rule, zone, &Tables, now);
        prop_assert!(rule.keeps_notice(night.from, now));
        prop_assert!(night.length() > TimeDelta::zero());
        prop_assert!(night.length() <= LONGEST_MAINTENANCE);
        // No more than two days later than needed: one for the day, one for a night that the clocks ate.
        prop_assert!(night.from - now < rule.notice() + TimeDelta::hours(50));
        // By the wall it begins with the night, but where the clocks leap over that.
        let wall = |at: DateTime| wall::shown(zone, at, &Tables).unwrap_or(at.naive_utc());
        let begins = wall(night.from);
        prop_assert!(
            begins.time() == rule.night_from
                || wall(night.from - TimeDelta::seconds(1)) < begins - TimeDelta::minutes(20)
        );
    }

    #[test]
    fn looking_later_never_proposes_an_earlier_night(
        zone in prop::sample::select(&ZONES),
        now in 1_600_000_000_i64..2_200_000_000,
        later in 0_i64..1_000_000,
    ) {
        let rule = rule("22:00:00", "05:00:00", 48);
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let one = next_night(&rule, zone, &Tables, at(now));
        let two = next_night(&rule, zone, &Tables, at(now + later));
        prop_assert!(two.from >= one.from);
    }
}
