//! Data that is wrong, and what is said about it. What ships has no faults.

use chrono::NaiveTime;
use rstest::rstest;

use super::hours::{Tables, office};
use super::policy;
use crate::identity::Text;
use crate::policy::{Counted, FaultCode, Holiday, Policy, PolicyFault, Severity, Unit};

fn fault(code: FaultCode, place: &str, found: &str) -> PolicyFault {
    PolicyFault {
        code,
        place: place.to_owned(),
        found: found.to_owned(),
    }
}

#[test]
fn what_ships_has_no_faults() {
    assert_eq!(policy().faults(&Tables), []);
}

#[test]
fn a_policy_with_a_calendar_and_everything_to_it_has_none_either() {
    let mut policy = policy();
    let mut calendar = office("Asia/Ho_Chi_Minh", &[]);
    calendar.holidays.push(Holiday {
        on: "2027-01-01".parse().unwrap(),
        name: Text {
            en: "New Year".into(),
            vi: "Tết Dương lịch".into(),
        },
    });
    policy.calendars.push(calendar);
    policy.not_covered_notice.counted = Counted::Working {
        calendar: "work".into(),
    };
    assert_eq!(policy.faults(&Tables), []);
}

fn with_calendar(policy: &mut Policy) {
    policy.calendars = vec![office("Asia/Ho_Chi_Minh", &[])];
}

#[rstest]
#[case(|policy: &mut Policy| policy.id = " ".into(), FaultCode::Empty, "id", " ")]
#[case(|policy: &mut Policy| policy.vendor.clear(), FaultCode::Empty, "vendor", "")]
#[case(|policy: &mut Policy| policy.cover_clause = "9.9".into(), FaultCode::ClauseUnknown, "cover_clause", "9.9")]
#[case(|policy: &mut Policy| policy.response[1].within.clause.clear(), FaultCode::ClauseUnknown, "response[1].clause", "")]
#[case(|policy: &mut Policy| policy.clauses[2].text.vi.clear(), FaultCode::Empty, "clauses[2].text.vi", "")]
#[case(|policy: &mut Policy| policy.clauses[2].id = "1.1a".into(), FaultCode::Doubled, "clauses[2].id", "1.1a")]
#[case(|policy: &mut Policy| policy.exclusions[1] = policy.exclusions[0].clone(), FaultCode::Doubled, "exclusions[1].cause", "unassessed_module")]
#[case(|policy: &mut Policy| policy.warranty.length.count = 0, FaultCode::Zero, "warranty.length.count", "0")]
#[case(|policy: &mut Policy| drop(policy.response.remove(0)), FaultCode::SeverityMissing, "response", "critical")]
#[case(|policy: &mut Policy| policy.response[0].severity = Severity::Normal, FaultCode::Doubled, "response[1].severity", "normal")]
#[case(|policy: &mut Policy| policy.response[0].within.hours = 0, FaultCode::Zero, "response[0].hours", "0")]
#[case(|policy: &mut Policy| policy.not_covered_notice.hours = 8785, FaultCode::TooLong, "not_covered_notice.hours", "8785")]
#[case(
    |policy: &mut Policy| policy.not_covered_notice.counted = Counted::Working { calendar: "work".into() },
    FaultCode::CalendarUnknown, "not_covered_notice.counted.calendar", "work"
)]
#[case(|policy: &mut Policy| policy.channels[1] = policy.channels[0].clone(), FaultCode::Doubled, "channels[1].channel", "widget")]
#[case(
    |policy: &mut Policy| policy.maintenance.night_until = policy.maintenance.night_from,
    FaultCode::NoLength, "maintenance.night_until", "22:00:00"
)]
#[case(|policy: &mut Policy| policy.maintenance.notice_hours = 0, FaultCode::Zero, "maintenance.notice_hours", "0")]
#[case(|policy: &mut Policy| policy.incidents[2] = policy.incidents[0].clone(), FaultCode::Doubled, "incidents[2].kind", "data_lost")]
#[case(
    |policy: &mut Policy| policy.plans[1].changes.backup.as_mut().unwrap().keep_days = 0,
    FaultCode::Zero, "plans[1].changes.backup.keep_days", "0"
)]
#[case(|policy: &mut Policy| policy.plans[1].id = "standard".into(), FaultCode::Doubled, "plans[1].id", "standard")]
#[case(|policy: &mut Policy| policy.plans[0].name.en.clear(), FaultCode::Empty, "plans[0].name.en", "")]
#[case(
    |policy: &mut Policy| { with_calendar(policy); policy.calendars[0].time_zone = "Saigon".into(); },
    FaultCode::ZoneUnknown, "calendars[0].time_zone", "Saigon"
)]
#[case(
    |policy: &mut Policy| { with_calendar(policy); policy.calendars[0].shifts[0].days.push(8); },
    FaultCode::DayInvalid, "calendars[0].shifts[0].days[5]", "8"
)]
#[case(
    |policy: &mut Policy| { with_calendar(policy); policy.calendars[0].shifts[0].days[1] = 1; },
    FaultCode::Doubled, "calendars[0].shifts[0].days[1]", "1"
)]
#[case(
    |policy: &mut Policy| { with_calendar(policy); policy.calendars[0].shifts[0].days.clear(); },
    FaultCode::Empty, "calendars[0].shifts[0].days", ""
)]
#[case(
    |policy: &mut Policy| {
        with_calendar(policy);
        policy.calendars[0].shifts[0].until = policy.calendars[0].shifts[0].from;
    },
    FaultCode::NoLength, "calendars[0].shifts[0]", "13:30:00"
)]
#[case(
    |policy: &mut Policy| { with_calendar(policy); policy.calendars[0].shifts.clear(); },
    FaultCode::CalendarIdle, "calendars[0]", "work"
)]
#[case(
    |policy: &mut Policy| { with_calendar(policy); policy.calendars.push(policy.calendars[0].clone()); },
    FaultCode::Doubled, "calendars[1].id", "work"
)]
fn a_fault_is_told_with_its_place(
    #[case] spoil: fn(&mut Policy),
    #[case] code: FaultCode,
    #[case] place: &str,
    #[case] found: &str,
) {
    let mut policy = policy();
    spoil(&mut policy);
    let faults = policy.faults(&Tables);
    assert!(faults.contains(&fault(code, place, found)), "{faults:?}");
}

#[test]
fn all_faults_are_told_at_once() {
    let mut policy = policy();
    policy.lifecycle.length.count = 0;
    policy.lifecycle.length.unit = Unit::Months;
    policy.lifecycle.clause = "none".into();
    policy.maintenance.night_from = NaiveTime::MIN;
    policy.maintenance.night_until = NaiveTime::MIN;
    assert_eq!(
        policy.faults(&Tables),
        [
            fault(FaultCode::Zero, "lifecycle.length.count", "0"),
            fault(FaultCode::ClauseUnknown, "lifecycle.clause", "none"),
            fault(FaultCode::NoLength, "maintenance.night_until", "00:00:00"),
        ]
    );
}
