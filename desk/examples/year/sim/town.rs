//! Who there is in the simulated year: customers in several zones with what was promised to each, and
//! staff with shifts, days off and absences.

use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeZone as _, Weekday};
use chrono_tz::Tz;
use deskside_protocol::DateTime;
use deskside_protocol::identity::{Lang, Person};
use deskside_protocol::ids::{AgentId, SystemId};

use super::law::Law;

/// Somebody who calls the desk, and what proves who they are.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) person: Person,
    pub(crate) token: String,
}

/// A customer.
#[derive(Clone, Debug)]
pub(crate) struct Customer {
    pub(crate) id: SystemId,
    pub(crate) name: &'static str,
    pub(crate) zone: Tz,
    /// What it signed and booked promises, as it is known without the desk.
    pub(crate) law: Law,
    pub(crate) reporters: Vec<Seat>,
    pub(crate) approver: Seat,
    /// How often something happens here, compared with the others.
    pub(crate) weight: u32,
}

/// Somebody of the staff.
#[derive(Clone, Debug)]
pub(crate) struct Worker {
    pub(crate) id: AgentId,
    pub(crate) name: &'static str,
    pub(crate) lead: bool,
    pub(crate) token: String,
    zone: Tz,
    days: &'static [Weekday],
    from: u32,
    until: u32,
    /// First and last day of each absence.
    away: Vec<(NaiveDate, NaiveDate)>,
}

impl Worker {
    pub(crate) fn email(&self) -> String {
        format!("{}@desk.example", self.name)
    }

    /// Whether they are at work at this moment, by the wall clock where they live.
    pub(crate) fn works(&self, at: DateTime) -> bool {
        let here = at.with_timezone(&self.zone);
        let today = here.date_naive();
        let hour = here.time();
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        self.days.contains(&today.weekday())
            && hour >= time(self.from)
            && hour < time(self.until)
            && !self
                .away
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&today))
    }
}

/// All of them.
#[derive(Clone, Debug)]
pub(crate) struct Town {
    pub(crate) customers: Vec<Customer>,
    pub(crate) staff: Vec<Worker>,
}

const ALL_WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];
const WORKDAYS: &[Weekday] = ALL_WEEK.split_at(5).0;
const WEEKEND: &[Weekday] = ALL_WEEK.split_at(5).1;

/// A day of the year that is lived through.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// The staff: three by day in Vietnam, one by night, one on weekends, one in Europe, two of them
/// leads. Around Tet nearly all are away; in summer each takes two weeks.
pub(crate) fn staff(year: i32) -> Vec<Worker> {
    let hcm = chrono_tz::Asia::Ho_Chi_Minh;
    let tet = (day(year, 2, 15), day(year, 2, 21));
    let off = |month, first| (day(year, month, first), day(year, month, first + 13));
    let named = |name, lead, zone, days, from, until, away| Worker {
        id: AgentId(String::new()),
        name,
        lead,
        token: String::new(),
        zone,
        days,
        from,
        until,
        away,
    };
    vec![
        named("linh", false, hcm, WORKDAYS, 8, 17, vec![tet, off(6, 8)]),
        named("khanh", false, hcm, WORKDAYS, 8, 17, vec![tet, off(7, 6)]),
        named("thao", false, hcm, WORKDAYS, 13, 22, vec![tet, off(8, 3)]),
        named("quang", false, hcm, WEEKEND, 9, 18, vec![tet, off(7, 11)]),
        named("binh", true, hcm, WORKDAYS, 9, 18, vec![tet, off(8, 17)]),
        named(
            "clara",
            true,
            chrono_tz::Europe::Berlin,
            WORKDAYS,
            9,
            17,
            vec![off(12, 18)],
        ),
    ]
}

/// The customers: most with the policy of 2023, in which every hour counts, two with a newer agreement
/// that counts working hours.
pub(crate) fn customers() -> Vec<Customer> {
    let named = |name, zone: Tz, law: Law, weight| Customer {
        id: SystemId(String::new()),
        name,
        zone,
        law,
        reporters: (1..4).map(|number| seat(name, number)).collect(),
        approver: seat(name, 0),
        weight,
    };
    vec![
        named(
            "Minh Long",
            chrono_tz::Asia::Ho_Chi_Minh,
            Law::of_2023("standard"),
            5,
        ),
        named("Sao Viet", chrono_tz::Asia::Ho_Chi_Minh, Law::office(), 4),
        named(
            "Nordwind",
            chrono_tz::Europe::Berlin,
            Law::of_2023("premium"),
            2,
        ),
        named("Blue Ridge", chrono_tz::America::New_York, Law::always(), 1),
        named(
            "Kiwi Tools",
            chrono_tz::Pacific::Auckland,
            Law::of_2023("standard"),
            1,
        ),
    ]
}

/// Somebody of a customer; the first is the one who decides.
pub(crate) fn seat(customer: &str, number: usize) -> Seat {
    let login = ["hoa", "lan", "mai", "tuan"][number % 4];
    let company: String = customer.to_lowercase().replace(' ', "-");
    Seat {
        person: Person {
            id: format!("u-{login}"),
            login: login.to_owned(),
            name: login.to_owned(),
            email: format!("{login}@{company}.example"),
            lang: if number.is_multiple_of(2) {
                Lang::Vi
            } else {
                Lang::En
            },
        },
        token: String::new(),
    }
}

/// A moment on a day there, by the wall clock.
pub(crate) fn moment(zone: Tz, day: NaiveDate, hour: u32) -> Option<DateTime> {
    let wall = day.and_hms_opt(hour, 0, 0)?;
    let at = zone.from_local_datetime(&wall).earliest()?;
    Some(at.to_utc())
}
