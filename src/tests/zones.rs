//! The browser's time zones are the desk's: a forecast in the widget names the time that the desk
//! will keep.

use chrono::TimeDelta;
use chrono_tz::{OffsetComponents as _, Tz};
use deskside_protocol::DateTime;
use deskside_protocol::policy::{Policy, Reckoning, Severity, Zones};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::ui::when::Intl;

const ZONES: [&str; 6] = [
    "Asia/Ho_Chi_Minh",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "UTC",
];

/// The desk's tables.
struct Tables;

impl Zones for Tables {
    fn offset(&self, zone: &str, at: DateTime) -> Option<i32> {
        use chrono::TimeZone as _;
        let zone: Tz = zone.parse().ok()?;
        let offset = zone.offset_from_utc_datetime(&at.naive_utc());
        let seconds = offset.base_utc_offset() + offset.dst_offset();
        i32::try_from(seconds.num_seconds()).ok()
    }
}

/// Every seven and a half hours of two years, which meets both sides of every jump.
fn moments() -> impl Iterator<Item = DateTime> {
    let first: DateTime = "2026-01-01T00:00:01Z".parse().unwrap();
    (0..2_336).map(move |n| first + TimeDelta::minutes(450) * n)
}

#[wasm_bindgen_test]
fn intl_and_the_desks_tables_agree() {
    for zone in ZONES {
        for at in moments() {
            assert_eq!(
                Intl.offset(zone, at),
                Tables.offset(zone, at),
                "{zone} {at}"
            );
        }
    }
    assert_eq!(Intl.offset("Asia/Saigonville", DateTime::UNIX_EPOCH), None);
}

#[wasm_bindgen_test]
fn a_forecast_in_working_hours_names_the_desks_time() {
    let example = include_str!("../../policy/examples/EXAMPLE.WORKING-HOURS.json");
    let mut policy: Policy = serde_json::from_str(example).unwrap();
    for zone in ZONES {
        zone.clone_into(&mut policy.calendars[0].time_zone);
        for at in moments().step_by(37) {
            let due = |zones: &dyn Zones| {
                let reckoning = Reckoning {
                    zones,
                    maintenance: &[],
                };
                policy.answer_due(Severity::Normal, at, reckoning).at
            };
            assert_eq!(due(&Intl), due(&Tables), "{zone} {at}");
        }
    }
}
