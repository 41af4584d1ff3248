//! Automatic backups (2.4a): which moments can be restored, which of them is the nearest before a
//! loss, and how long restoring takes by the amount of data (2.4b).

use chrono::{NaiveDateTime, TimeDelta};

use super::data::BackupRule;
use super::reckoning::Zones;
use super::wall::Wall;
use crate::DateTime;

/// Hours of a day.
const DAY: i64 = 24;
/// Estimates are told in steps of this many minutes, and never as less: what is finer would only
/// pretend to be known.
const STEP: u64 = 15;
/// Megabytes of a gigabyte, the smaller of the two in use: an estimate is rather long than short.
const MB: u64 = 1000;

impl BackupRule {
    /// The newest moments that can be restored, newest first: made already, and still kept.
    #[must_use]
    pub fn restore_points(
        &self,
        zone: &str,
        zones: &dyn Zones,
        now: DateTime,
        count: usize,
    ) -> Vec<DateTime> {
        self.until(zone, zones, now, now).take(count).collect()
    }

    /// The nearest moment before a loss that can still be restored. A backup of the very moment of
    /// the loss may have the loss in it, so it is not one.
    #[must_use]
    pub fn nearest(
        &self,
        zone: &str,
        zones: &dyn Zones,
        lost_at: DateTime,
        now: DateTime,
    ) -> Option<DateTime> {
        let before = lost_at.checked_sub_signed(TimeDelta::milliseconds(1))?;
        self.until(zone, zones, before.min(now), now).next()
    }

    /// How many minutes restoring so many megabytes will take, as estimated: rounded up.
    #[must_use]
    pub fn estimate_minutes(&self, mb: u64) -> u32 {
        let rate = u64::from(self.restore_gb_per_hour.max(1)) * MB;
        let minutes = mb.saturating_mul(60).div_ceil(rate);
        let stepped = minutes.div_ceil(STEP).max(1).saturating_mul(STEP);
        u32::try_from(stepped).unwrap_or(u32::MAX)
    }

    /// Moments until this one that are still kept now, newest first, each once.
    fn until<'a>(
        &'a self,
        zone: &'a str,
        zones: &'a dyn Zones,
        last: DateTime,
        now: DateTime,
    ) -> impl Iterator<Item = DateTime> + 'a {
        let oldest = now
            .checked_sub_signed(TimeDelta::days(self.keep_days.into()))
            .unwrap_or(DateTime::MIN_UTC);
        let mut newer = None;
        self.slots(last)
            .map(move |slot| {
                let wall = Wall::around(zone, slot.date(), zones);
                // In a zone nobody knows it is UTC, as everywhere at the desk.
                wall.and_then(|wall| wall.shows(slot))
                    .unwrap_or_else(|| slot.and_utc())
            })
            .skip_while(move |&at| at > last)
            .take_while(move |&at| at >= oldest)
            // In the hour that clocks skip several become one.
            .filter(move |&at| newer.replace(at) != Some(at))
    }

    /// By the clocks on the wall there, backwards from beyond this moment. When several are made in a
    /// day, the first is at the rule's time on every day; when one is made in several days, they are
    /// counted from one day for all, so that everybody counts alike.
    fn slots(&self, last: DateTime) -> impl Iterator<Item = NaiveDateTime> + use<> {
        let every = i64::from(self.every_hours);
        let cycle = every.max(DAY);
        let in_a_cycle = if every == 0 {
            0
        } else {
            DAY.div_euclid(every) + i64::from(DAY % every != 0)
        };
        let anchor = DateTime::UNIX_EPOCH.date_naive().and_time(self.at);
        let beyond = last.naive_utc() - anchor + TimeDelta::hours(2 * DAY);
        let newest = beyond.num_hours().div_euclid(cycle);
        (0..=newest.max(0)).rev().flat_map(move |number| {
            let slots = (0..in_a_cycle).rev();
            slots.map(move |slot| anchor + TimeDelta::hours(number * cycle + slot * every))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveTime, Offset as _, TimeZone as _};
    use proptest::prelude::*;
    use rstest::rstest;

    struct Tables;

    impl Zones for Tables {
        fn offset(&self, zone: &str, at: DateTime) -> Option<i32> {
            let zone: chrono_tz::Tz = zone.parse().ok()?;
            let offset = zone.offset_from_utc_datetime(&at.naive_utc()).fix();
            Some(offset.local_minus_utc())
        }
    }

    fn rule(every_hours: u32, at: &str, keep_days: u32) -> BackupRule {
        BackupRule {
            every_hours,
            at: at.parse().unwrap(),
            keep_days,
            restore_gb_per_hour: 20,
            clause: "2.4a".into(),
        }
    }

    fn utc(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    fn points(rule: &BackupRule, zone: &str, now: &str, count: usize) -> Vec<String> {
        let points = rule.restore_points(zone, &Tables, utc(now), count);
        points
            .into_iter()
            .map(|at| at.format("%m-%dT%H:%MZ").to_string())
            .collect()
    }

    #[rstest]
    // At 01:00 in Vietnam (UTC+7), kept for two days.
    #[case(24, "Asia/Ho_Chi_Minh", "2026-11-22T07:00:00Z", &["11-21T18:00Z", "11-20T18:00Z"])]
    // The very moment counts.
    #[case(24, "Asia/Ho_Chi_Minh", "2026-11-21T18:00:00Z", &["11-21T18:00Z", "11-20T18:00Z", "11-19T18:00Z"])]
    #[case(6, "Asia/Ho_Chi_Minh", "2026-11-22T07:00:00Z", &["11-22T06:00Z", "11-22T00:00Z", "11-21T18:00Z", "11-21T12:00Z", "11-21T06:00Z", "11-21T00:00Z", "11-20T18:00Z", "11-20T12:00Z"])]
    // Five hours do not divide a day: each day begins anew at 01:00.
    #[case(5, "UTC", "2026-11-22T03:00:00Z", &["11-22T01:00Z", "11-21T21:00Z", "11-21T16:00Z", "11-21T11:00Z", "11-21T06:00Z", "11-21T01:00Z", "11-20T21:00Z", "11-20T16:00Z", "11-20T11:00Z", "11-20T06:00Z"])]
    #[case(48, "UTC", "2026-11-22T03:00:00Z", &["11-21T01:00Z"])]
    #[case(24, "Nowhere/At_All", "2026-11-22T03:00:00Z", &["11-22T01:00Z", "11-21T01:00Z"])]
    #[case(0, "UTC", "2026-11-22T03:00:00Z", &[])]
    fn clause_2_4a_points_that_exist(
        #[case] every: u32,
        #[case] zone: &str,
        #[case] now: &str,
        #[case] expected: &[&str],
    ) {
        assert_eq!(points(&rule(every, "01:00:00", 2), zone, now, 99), expected);
    }

    #[test]
    fn clause_2_4a_clocks_that_change() {
        // In Berlin 02:30 does not exist on 29 March 2026: it is made when the hour is over.
        let daily = rule(24, "02:30:00", 3);
        let spring = points(&daily, "Europe/Berlin", "2026-03-30T12:00:00Z", 3);
        assert_eq!(spring, ["03-30T00:30Z", "03-29T01:00Z", "03-28T01:30Z"]);
        // And is twice on 25 October: it is made once, the first time.
        let autumn = points(&daily, "Europe/Berlin", "2026-10-26T12:00:00Z", 3);
        assert_eq!(autumn, ["10-26T01:30Z", "10-25T00:30Z", "10-24T00:30Z"]);
        // Samoa skipped the whole of 30 December 2011.
        let samoa = points(&daily, "Pacific/Apia", "2011-12-31T12:00:00Z", 3);
        assert_eq!(samoa, ["12-30T12:30Z", "12-30T10:00Z", "12-29T12:30Z"]);
        // However many would have been made in it, they become one.
        let often = points(
            &rule(4, "00:00:00", 1),
            "Pacific/Apia",
            "2011-12-30T16:00:00Z",
            9,
        );
        assert_eq!(often[..3], ["12-30T14:00Z", "12-30T10:00Z", "12-30T06:00Z"]);
    }

    #[rstest]
    #[case("2026-11-22T07:00:00Z", Some("2026-11-21T18:00:00Z"))]
    // What is made at the moment of the loss may have the loss in it.
    #[case("2026-11-21T18:00:00Z", Some("2026-11-20T18:00:00Z"))]
    #[case("2026-11-15T18:00:00.001Z", Some("2026-11-15T18:00:00Z"))]
    // Made, but not kept any more.
    #[case("2026-11-15T18:00:00Z", None)]
    #[case("2026-01-01T00:00:00Z", None)]
    fn clause_2_4a_the_nearest_before_the_loss(#[case] lost: &str, #[case] point: Option<&str>) {
        let now = utc("2026-11-22T08:00:00Z");
        let found = rule(24, "01:00:00", 7).nearest("Asia/Ho_Chi_Minh", &Tables, utc(lost), now);
        assert_eq!(found, point.map(utc));
    }

    #[rstest]
    #[case(0, 15)]
    #[case(1, 15)]
    #[case(5_000, 15)]
    #[case(5_001, 30)]
    #[case(20_000, 60)]
    #[case(20_001, 75)]
    #[case(u64::MAX, u32::MAX)]
    fn clause_2_4b_estimates_by_volume(#[case] mb: u64, #[case] minutes: u32) {
        assert_eq!(rule(24, "01:00:00", 7).estimate_minutes(mb), minutes);
    }

    proptest! {
        #[test]
        fn clause_2_4a_a_point_is_before_the_loss_and_still_kept(
            every in 1u32..100,
            minute in 0u32..1440,
            keep in 1u32..60,
            zone in prop::sample::select(vec![
                "UTC", "Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York",
                "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu",
            ]),
            now in 1_300_000_000i64..1_800_000_000,
            ago in 0i64..5_000_000,
        ) {
            let at = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap();
            let rule = BackupRule { at, ..rule(every, "00:00:00", keep) };
            let now = DateTime::from_timestamp(now, 0).unwrap();
            let lost = now - TimeDelta::seconds(ago);
            let all = rule.restore_points(zone, &Tables, now, usize::MAX);
            prop_assert!(all.is_sorted_by(|newer, older| newer > older));
            for &point in &all {
                prop_assert!(point <= now && now - point <= TimeDelta::days(keep.into()));
            }
            let found = rule.nearest(zone, &Tables, lost, now);
            prop_assert_eq!(found, all.iter().copied().find(|&point| point < lost));
            if let Some(point) = found {
                prop_assert!(point < lost);
            }
            // No gap is longer than the rule says, but for the hour or day that clocks skip.
            let longest = TimeDelta::hours(i64::from(every) + 25);
            for pair in all.windows(2) {
                prop_assert!(pair[0] - pair[1] <= longest);
            }
        }

        #[test]
        fn clause_2_4b_more_data_never_takes_less(mb in 0u64..10_000_000, more in 0u64..10_000_000) {
            let rule = rule(24, "01:00:00", 7);
            prop_assert!(rule.estimate_minutes(mb) >= 15);
            prop_assert!(rule.estimate_minutes(mb + more) >= rule.estimate_minutes(mb));
        }
    }
}
