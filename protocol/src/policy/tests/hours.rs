//! Clocks in working hours, in zones whose clocks jump, around holidays and maintenance.

use chrono::{
    DateTime, Datelike as _, NaiveDateTime, NaiveTime, Offset as _, TimeDelta, TimeZone as _, Utc,
};
use chrono_tz::Tz;
use proptest::prelude::*;
use rstest::rstest;

use super::policy;
use crate::identity::Text;
use crate::policy::{Calendar, Counted, Holiday, Policy, Reckoning, Severity, Shift, Span, Zones};

pub(super) struct Tables;

impl Zones for Tables {
    fn offset(&self, zone: &str, at: DateTime<Utc>) -> Option<i32> {
        let zone: Tz = zone.parse().ok()?;
        let offset = zone.offset_from_utc_datetime(&at.naive_utc()).fix();
        Some(offset.local_minus_utc())
    }
}

const ZONES: [&str; 7] = [
    "Asia/Ho_Chi_Minh",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/St_Johns",
    "Pacific/Kiritimati",
];

fn shift(days: &[u8], from: &str, until: &str) -> Shift {
    Shift {
        days: days.to_vec(),
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
    }
}

/// Monday to Friday with a break at noon, and Saturday morning.
pub(super) fn office(zone: &str, holidays: &[&str]) -> Calendar {
    let holiday = |on: &&str| Holiday {
        on: on.parse().unwrap(),
        name: Text::default(),
    };
    Calendar {
        id: "work".into(),
        time_zone: zone.into(),
        shifts: vec![
            shift(&[1, 2, 3, 4, 5], "13:30:00", "17:30:00"),
            shift(&[1, 2, 3, 4, 5, 6], "08:00:00", "12:00:00"),
        ],
        holidays: holidays.iter().map(holiday).collect(),
    }
}

/// The policy, with answers due in so many hours of a calendar.
fn working(hours: u32, calendar: Calendar) -> Policy {
    let mut policy = policy();
    policy.maintenance.pauses_clocks = true;
    for response in &mut policy.response {
        response.within.hours = hours;
        response.within.counted = Counted::Working {
            calendar: "work".into(),
        };
    }
    policy.calendars = vec![calendar];
    policy
}

fn due(policy: &Policy, received: DateTime<Utc>, maintenance: &[Span]) -> DateTime<Utc> {
    let reckoning = Reckoning {
        zones: &Tables,
        maintenance,
    };
    policy.answer_due(Severity::Normal, received, reckoning).at
}

fn at(zone: &str, wall: &str) -> DateTime<Utc> {
    let wall = NaiveDateTime::parse_from_str(wall, "%Y-%m-%d %H:%M").unwrap();
    let zone: Tz = zone.parse().unwrap();
    zone.from_local_datetime(&wall).earliest().unwrap().to_utc()
}

#[rstest]
// A Monday, inside, before, in the break, after.
#[case(4, "2026-11-23 09:00", "2026-11-23 14:30")]
#[case(4, "2026-11-23 03:00", "2026-11-23 12:00")]
#[case(4, "2026-11-23 12:30", "2026-11-23 17:30")]
#[case(1, "2026-11-23 17:30", "2026-11-24 09:00")]
// Over a weekend with Saturday morning.
#[case(8, "2026-11-27 16:30", "2026-11-30 11:00")]
#[case(48, "2026-11-23 08:00", "2026-11-30 12:00")]
// Over the new year, a holiday.
#[case(8, "2026-12-31 16:00", "2027-01-04 10:30")]
fn office_hours_in_vietnam(#[case] hours: u32, #[case] received: &str, #[case] expected: &str) {
    let zone = "Asia/Ho_Chi_Minh";
    let policy = working(hours, office(zone, &["2027-01-01"]));
    assert_eq!(due(&policy, at(zone, received), &[]), at(zone, expected));
}

#[rstest]
// Whoever works through a night in which an hour is skipped works an hour less; twice, one more.
#[case("Europe/Berlin", "22:00:00", "06:00:00", "2026-03-28 22:00", 7)]
#[case("Europe/Berlin", "22:00:00", "06:00:00", "2026-10-24 22:00", 9)]
#[case("America/New_York", "22:00:00", "06:00:00", "2026-03-07 22:00", 7)]
#[case("America/New_York", "22:00:00", "06:00:00", "2026-10-31 22:00", 9)]
// A shift that begins in the skipped hour begins at the jump: 02:30 is 03:00.
#[case("Europe/Berlin", "02:30:00", "06:00:00", "2026-03-29 00:00", 3)]
// One that ends in the hour that exists twice ends the first time.
#[case("Europe/Berlin", "23:00:00", "02:00:00", "2026-10-24 20:00", 3)]
fn a_night_shift_over_a_jump(
    #[case] zone: &str,
    #[case] from: &str,
    #[case] until: &str,
    #[case] received: &str,
    #[case] hours: i64,
) {
    let mut calendar = office(zone, &[]);
    calendar.shifts = vec![shift(&[6, 7], from, until)];
    let received = at(zone, received);
    let end = due(
        &working(u32::try_from(hours).unwrap(), calendar.clone()),
        received,
        &[],
    );
    let next = due(
        &working(u32::try_from(hours + 1).unwrap(), calendar),
        received,
        &[],
    );
    let wall = end.with_timezone(&zone.parse::<Tz>().unwrap()).time();
    assert_eq!(wall, until.parse::<NaiveTime>().unwrap());
    assert!(
        next - end > TimeDelta::hours(6),
        "{next} is in the same night"
    );
}

#[test]
fn half_an_hour_of_daylight_saving_in_lord_howe() {
    let zone = "Australia/Lord_Howe";
    let mut calendar = office(zone, &[]);
    calendar.shifts = vec![shift(&[1, 2, 3, 4, 5, 6, 7], "00:00:00", "00:00:00")];
    let policy = working(24, calendar);
    // On 5 April 2026 clocks go back from 02:00 to 01:30: a day of work is 24 hours all the same.
    let received = at(zone, "2026-04-04 12:00");
    assert_eq!(due(&policy, received, &[]), received + TimeDelta::hours(24));
    assert_eq!(due(&policy, received, &[]), at(zone, "2026-04-05 11:30"));
}

#[test]
fn a_holiday_takes_its_own_day_out_of_a_night() {
    let zone = "Asia/Ho_Chi_Minh";
    let mut calendar = office(zone, &["2026-09-02"]);
    calendar.shifts = vec![shift(&[1, 2, 3, 4, 5], "22:00:00", "02:00:00")];
    // Two hours on the evening of the 1st, none on the 2nd, then from midnight of the 3rd.
    let due = due(&working(3, calendar), at(zone, "2026-09-01 20:00"), &[]);
    assert_eq!(due, at(zone, "2026-09-03 01:00"));
}

#[test]
fn maintenance_stops_clocks_only_where_the_policy_says_so() {
    let zone = "Asia/Ho_Chi_Minh";
    let span = |from, until| Span {
        from: at(zone, from),
        until: at(zone, until),
    };
    // In any order, overlapping, one of them outside of working hours.
    let maintenance = [
        span("2026-11-24 08:30", "2026-11-24 10:00"),
        span("2026-11-23 22:00", "2026-11-24 05:00"),
        span("2026-11-24 09:00", "2026-11-24 11:00"),
    ];
    let received = at(zone, "2026-11-23 16:30");
    let mut policy = working(3, office(zone, &[]));
    assert_eq!(
        due(&policy, received, &maintenance),
        at(zone, "2026-11-24 14:00")
    );
    policy
        .response
        .iter_mut()
        .for_each(|response| response.within.counted = Counted::Elapsed);
    assert_eq!(
        due(&policy, received, &maintenance),
        received + TimeDelta::hours(3)
    );
    policy
        .response
        .iter_mut()
        .for_each(|response| response.within.hours = 24);
    assert_eq!(
        due(&policy, received, &maintenance),
        at(zone, "2026-11-25 02:00")
    );
    policy.maintenance.pauses_clocks = false;
    assert_eq!(
        due(&policy, received, &maintenance),
        received + TimeDelta::hours(24)
    );
}

#[rstest]
#[case::not_in_the_data(|calendar: &mut Calendar| calendar.id = "other".into())]
#[case::in_an_unknown_zone(|calendar: &mut Calendar| calendar.time_zone = "Asia/Saigonville".into())]
#[case::without_shifts(|calendar: &mut Calendar| calendar.shifts.clear())]
#[case::without_days(|calendar: &mut Calendar| calendar.shifts.iter_mut().for_each(|shift| shift.days.clear()))]
#[case::on_days_that_are_none(|calendar: &mut Calendar| calendar.shifts.iter_mut().for_each(|shift| shift.days = vec![0, 8, 255]))]
#[case::of_no_length(|calendar: &mut Calendar| calendar.shifts.iter_mut().for_each(|shift| shift.until = shift.from))]
#[case::of_a_second(|calendar: &mut Calendar| calendar.shifts = vec![shift(&[1], "08:00:00", "08:00:01")])]
fn a_calendar_that_yields_nothing_lets_nobody_wait(#[case] spoil: fn(&mut Calendar)) {
    let mut calendar = office("Asia/Ho_Chi_Minh", &[]);
    spoil(&mut calendar);
    let received = at("Asia/Ho_Chi_Minh", "2026-11-23 09:00");
    let due = due(&working(48, calendar), received, &[]);
    assert_eq!(due, received + TimeDelta::hours(48));
}

#[test]
fn a_year_of_holidays_is_stepped_over() {
    let zone = "Asia/Ho_Chi_Minh";
    let mut calendar = office(zone, &[]);
    let first: chrono::NaiveDate = "2027-01-01".parse().unwrap();
    calendar.holidays = first
        .iter_days()
        .take_while(|day| day.year() == 2027)
        .map(|on| Holiday {
            on,
            name: Text::default(),
        })
        .collect();
    let due = due(&working(1, calendar), at(zone, "2026-12-31 17:30"), &[]);
    assert_eq!(due, at(zone, "2028-01-01 09:00"));
}

/// Any calendar: shifts at any minute, doubled, over midnight, on any days; some holidays.
fn calendars() -> impl Strategy<Value = Calendar> {
    let time = || (0u32..1440).prop_map(|m| NaiveTime::from_hms_opt(m / 60, m % 60, 0).unwrap());
    let shift = (prop::collection::vec(1u8..=7, 1..6), time(), time())
        .prop_map(|(days, from, until)| Shift { days, from, until });
    let holiday = (0u64..400).prop_map(|days| Holiday {
        on: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(days),
        name: Text::default(),
    });
    (
        prop::sample::select(ZONES.to_vec()),
        prop::collection::vec(shift, 0..4),
        prop::collection::vec(holiday, 0..40),
    )
        .prop_map(|(zone, shifts, holidays)| Calendar {
            id: "work".into(),
            time_zone: zone.into(),
            shifts,
            holidays,
        })
}

/// Any moment of 2026, when every zone here jumps twice, to the second.
fn moments() -> impl Strategy<Value = DateTime<Utc>> {
    let year = "2026-01-01T00:00:00Z"
        .parse::<DateTime<Utc>>()
        .unwrap()
        .timestamp();
    (0i64..366 * 86_400).prop_map(move |s| DateTime::from_timestamp(year + s, 0).unwrap())
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    let span = (moments(), 1i64..20_000).prop_map(|(from, minutes)| Span {
        from,
        until: from + TimeDelta::minutes(minutes),
    });
    prop::collection::vec(span, 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn no_due_time_is_before_receipt_or_moves_back(
        calendar in calendars(),
        received in moments(),
        later in 0i64..200_000,
        hours in 0u32..120,
        maintenance in spans(),
        elapsed in any::<bool>(),
    ) {
        let mut policy = working(hours, calendar);
        if elapsed {
            policy.response.iter_mut().for_each(|response| response.within.counted = Counted::Elapsed);
        }
        let first = due(&policy, received, &maintenance);
        let second = due(&policy, received + TimeDelta::seconds(later), &maintenance);
        // Not even before the hours are over: nothing counts more than once.
        prop_assert!(first >= received + TimeDelta::hours(hours.into()));
        prop_assert!(second >= first, "{second} before {first}");
    }

    /// Counted minute by minute on the wall, it is the same. Shifts here do not end where clocks jump.
    #[test]
    fn hours_are_those_on_the_wall(
        zone in prop::sample::select(ZONES.to_vec()),
        received in moments(),
        hours in 1u32..40,
        night in any::<bool>(),
        maintenance in spans(),
    ) {
        let received = received - TimeDelta::seconds(received.timestamp() % 60);
        let maintenance: Vec<_> = maintenance.into_iter().map(|span| Span {
            from: span.from - TimeDelta::seconds(span.from.timestamp() % 60),
            until: span.until - TimeDelta::seconds(span.until.timestamp() % 60),
        }).collect();
        let mut calendar = office(zone, &["2026-03-08", "2026-03-29", "2026-05-01", "2026-10-25"]);
        if night {
            calendar.shifts.push(shift(&[2, 6, 7], "21:00:00", "06:00:00"));
        }
        let end = due(&working(hours, calendar.clone()), received, &maintenance);
        let tz: Tz = zone.parse().unwrap();
        let works = |moment: DateTime<Utc>| {
            let wall = moment.with_timezone(&tz).naive_local();
            let (day, time) = (wall.date(), wall.time());
            let on = |shift: &Shift, day: chrono::NaiveDate| {
                shift.days.contains(&u8::try_from(day.weekday().number_from_monday()).unwrap())
            };
            let open = calendar.shifts.iter().any(|shift| if shift.from < shift.until {
                on(shift, day) && shift.from <= time && time < shift.until
            } else {
                on(shift, day) && shift.from <= time || on(shift, day.pred_opt().unwrap()) && time < shift.until
            });
            open && !calendar.holidays.iter().any(|holiday| holiday.on == day)
                && !maintenance.iter().any(|span| span.from <= moment && moment < span.until)
        };
        let minutes = (end - received).num_minutes();
        let counted = (0..minutes).filter(|&minute| works(received + TimeDelta::minutes(minute)));
        prop_assert_eq!(counted.count(), usize::try_from(hours * 60).unwrap());
    }
}
