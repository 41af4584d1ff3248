//! What is promised, worked out a second time: nothing in here asks the desk or its rules. Hours,
//! calendars, what stops what and who is told stand here as they are in the policies on paper.

use chrono::{Datelike as _, Days, NaiveDate, TimeDelta, Weekday};
use chrono_tz::Tz;
use deskside_protocol::DateTime;
use deskside_protocol::policy::{Impact, Severity};
use deskside_protocol::ticket::{ClockKind, Stop};

use super::book::{Act, Case, Done};
use super::town::moment;

/// How long a promise is, and whether only working hours count.
#[derive(Clone, Copy, Debug)]
enum Hours {
    Elapsed(i64),
    Working(i64),
}

/// What a policy promises for a plan.
#[derive(Clone, Debug)]
pub(crate) struct Law {
    /// The number of the version.
    pub(crate) version: &'static str,
    /// The plan.
    pub(crate) plan: &'static str,
    /// To an answer and to a solution, when it is urgent.
    urgent: Hours,
    /// The same when it is not.
    normal: Hours,
    /// To the notice that something is not covered.
    notice: Hours,
    /// Whether clocks stand still during maintenance.
    pauses: bool,
}

impl Law {
    /// VIIN.WTS.POL.080423: 24 and 48 hours, every hour counts; plans change nothing of this.
    pub(crate) fn of_2023(plan: &'static str) -> Self {
        Self {
            version: "VIIN.WTS.POL.080423",
            plan,
            urgent: Hours::Elapsed(24),
            normal: Hours::Elapsed(48),
            notice: Hours::Elapsed(24),
            pauses: false,
        }
    }

    /// EXAMPLE.WORKING-HOURS: 8 and 16 working hours in Vietnam, without holidays, and clocks stand
    /// still during maintenance.
    pub(crate) fn office() -> Self {
        Self {
            version: "EXAMPLE.WORKING-HOURS",
            plan: "office",
            urgent: Hours::Working(8),
            normal: Hours::Working(16),
            notice: Hours::Working(8),
            pauses: true,
        }
    }

    /// The same with the plan in which what is urgent is answered in 4 hours at any time.
    pub(crate) fn always() -> Self {
        Self {
            plan: "always",
            urgent: Hours::Elapsed(4),
            ..Self::office()
        }
    }

    fn due(&self, hours: Hours, from: DateTime, maintenance: &[Window]) -> DateTime {
        let known = maintenance
            .iter()
            .filter(|window| self.pauses && window.planned_at <= from);
        let pauses: Vec<Window> = known.copied().collect();
        match hours {
            Hours::Elapsed(hours) => {
                let always = |day: NaiveDate| {
                    let midnight = |day| moment(Tz::UTC, day, 0).unwrap_or_default();
                    vec![(midnight(day), midnight(day + Days::new(1)))]
                };
                after(always, Tz::UTC, from, TimeDelta::hours(hours), &pauses)
            }
            Hours::Working(hours) => {
                let zone = chrono_tz::Asia::Ho_Chi_Minh;
                after(work_on, zone, from, TimeDelta::hours(hours), &pauses)
            }
        }
    }
}

/// A maintenance window of a customer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) planned_at: DateTime,
    pub(crate) from: DateTime,
    pub(crate) until: DateTime,
}

/// Days without work in Vietnam in the year that is lived through, and just after it.
const HOLIDAYS: [(i32, u32, u32); 16] = [
    (2026, 1, 1),
    (2026, 2, 16),
    (2026, 2, 17),
    (2026, 2, 18),
    (2026, 2, 19),
    (2026, 2, 20),
    (2026, 4, 27),
    (2026, 4, 30),
    (2026, 5, 1),
    (2026, 9, 1),
    (2026, 9, 2),
    (2027, 1, 1),
    (2027, 2, 5),
    (2027, 2, 6),
    (2027, 2, 8),
    (2027, 2, 9),
];

/// The stretches in which work is done on a day in Vietnam: no summer time there, so that minutes can
/// simply be added to the morning.
fn work_on(day: NaiveDate) -> Vec<(DateTime, DateTime)> {
    let zone: Tz = chrono_tz::Asia::Ho_Chi_Minh;
    let off = HOLIDAYS.iter().any(|&(year, month, number)| {
        (day.year(), day.month(), day.day()) == (year, month, number)
    });
    let Some(midnight) = moment(zone, day, 0).filter(|_| !off) else {
        return vec![];
    };
    let at = |minutes| midnight + TimeDelta::minutes(minutes);
    let morning = (at(8 * 60), at(12 * 60));
    let afternoon = (at(13 * 60 + 30), at(17 * 60 + 30));
    match day.weekday() {
        Weekday::Sun => vec![],
        Weekday::Sat => vec![morning],
        _ => vec![morning, afternoon],
    }
}

/// When so much time has passed in the stretches of each day, without that in maintenance.
fn after(
    stretches: impl Fn(NaiveDate) -> Vec<(DateTime, DateTime)>,
    zone: Tz,
    from: DateTime,
    time: TimeDelta,
    pauses: &[Window],
) -> DateTime {
    let mut left = time;
    let mut day = from.with_timezone(&zone).date_naive();
    loop {
        for (begins, ends) in stretches(day) {
            let mut at = begins.max(from);
            while at < ends {
                let paused = pauses
                    .iter()
                    .find(|pause| pause.from <= at && at < pause.until);
                if let Some(pause) = paused {
                    at = pause.until;
                    continue;
                }
                let next = pauses
                    .iter()
                    .map(|pause| pause.from)
                    .filter(|&next| next > at)
                    .min();
                let stretch = next.map_or(ends, |next| next.min(ends)) - at;
                if stretch >= left {
                    return at + left;
                }
                left -= stretch;
                at += stretch;
            }
        }
        day = day + Days::new(1);
    }
}

/// A clock as it ought to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kept {
    pub(crate) kind: ClockKind,
    pub(crate) clause: &'static str,
    pub(crate) started: DateTime,
    pub(crate) due: DateTime,
    pub(crate) stopped: Option<(DateTime, Stop)>,
}

impl Kept {
    /// Whether the promise was or is broken at this moment.
    pub(crate) fn late(&self, now: DateTime) -> bool {
        self.stopped.map_or(now, |(at, _)| at) > self.due
    }

    /// When three quarters of its time are gone.
    fn warns(&self) -> DateTime {
        let ms = (self.due - self.started).num_milliseconds();
        self.started + TimeDelta::milliseconds(ms * 3 / 4)
    }

    fn stopped_before(&self, at: DateTime) -> bool {
        self.stopped.is_some_and(|(stopped, _)| stopped < at)
    }

    /// When somebody ought to have been warned, and when told that it is broken, by a desk that looks
    /// at these moments.
    pub(crate) fn told(&self, looks: &Looks) -> (Option<DateTime>, Option<DateTime>) {
        let first = looks.at_or_after(self.warns());
        let broken = looks.at_or_after(self.due + TimeDelta::seconds(1));
        let breached = self.stopped.is_none_or(|(at, _)| at > self.due);
        if !self.stopped_before(first) && first > self.due {
            return (None, looks.seen(first));
        }
        let warned = (!self.stopped_before(first)).then_some(first);
        (
            warned.and_then(|at| looks.seen(at)),
            Some(broken)
                .filter(|_| breached)
                .and_then(|at| looks.seen(at)),
        )
    }
}

/// The moments at which the desk looked: every whole second while it was up, and as it opened.
#[derive(Clone, Debug, Default)]
pub(crate) struct Looks {
    /// When it was down, from and until.
    pub(crate) down: Vec<(DateTime, DateTime)>,
    /// When all this ended.
    pub(crate) end: Option<DateTime>,
}

impl Looks {
    fn at_or_after(&self, at: DateTime) -> DateTime {
        let ms = at.timestamp_millis();
        let second = TimeDelta::milliseconds((1000 - ms.rem_euclid(1000)) % 1000);
        let tick = at + second;
        let down = self
            .down
            .iter()
            .find(|(from, until)| *from <= tick && tick < *until);
        down.map_or(tick, |(_, until)| *until)
    }

    fn seen(&self, at: DateTime) -> Option<DateTime> {
        self.end.is_none_or(|end| at <= end).then_some(at)
    }
}

/// The clocks of a case, those of earlier rounds too, by what was done on it.
pub(crate) fn clocks(case: &Case, law: &Law, maintenance: &[Window]) -> Vec<Kept> {
    let mut all: Vec<Kept> = Vec::new();
    let mut round = 0;
    let (mut ruled, mut agreed, mut over) = (false, false, false);
    for Done { at, act, .. } in &case.acts {
        let taken_up = match act {
            Act::File | Act::Reopen => true,
            Act::Reply | Act::Cover => over,
            _ => false,
        };
        if taken_up {
            round = all.len();
            ruled |= *act == Act::Cover;
            all.extend(started(case.impact, law, maintenance, *at, ruled, agreed));
            over = false;
        }
        for &(kind, how) in stops(*act) {
            let running = all[round..].iter_mut();
            let mut running = running.filter(|clock| clock.kind == kind && clock.stopped.is_none());
            if let Some(clock) = running.next() {
                clock.stopped = Some((*at, how));
            }
        }
        match act {
            Act::Cover => ruled = true,
            Act::Decline => (ruled, over) = (true, true),
            Act::Offer => (ruled, over) = (true, false),
            Act::Agree => agreed = true,
            Act::Refuse | Act::Resolve => over = true,
            _ => {}
        }
    }
    all
}

/// What is promised from a moment on.
fn started(
    impact: Impact,
    law: &Law,
    maintenance: &[Window],
    at: DateTime,
    ruled: bool,
    agreed: bool,
) -> Vec<Kept> {
    let hours = match severity(impact) {
        Severity::Critical => law.urgent,
        Severity::Normal => law.normal,
    };
    let clock = |kind, clause, hours| Kept {
        kind,
        clause,
        started: at,
        due: law.due(hours, at, maintenance),
        stopped: None,
    };
    let mut all = vec![clock(ClockKind::Answer, "3.1a", hours)];
    if impact != Impact::Question && !agreed {
        if !ruled {
            all.push(clock(ClockKind::Notice, "3.1c", law.notice));
        }
        all.push(clock(ClockKind::Solution, "3.1b", hours));
    }
    all
}

/// How urgent 3.1a holds it to be.
pub(crate) fn severity(impact: Impact) -> Severity {
    match impact {
        Impact::Security | Impact::Stopped | Impact::Blocked => Severity::Critical,
        Impact::Hindered | Impact::Question => Severity::Normal,
    }
}

/// What stops which clock, and how: only what a person of the vendor did.
fn stops(act: Act) -> &'static [(ClockKind, Stop)] {
    use ClockKind::{Answer, Notice, Solution};
    use Stop::{Kept, Moot};
    match act {
        Act::Say { .. } => &[(Answer, Kept)],
        Act::Cover => &[(Notice, Moot)],
        Act::Decline | Act::Offer => &[(Answer, Kept), (Notice, Kept), (Solution, Moot)],
        Act::Plan => &[(Answer, Kept), (Solution, Kept)],
        Act::Resolve => &[(Answer, Kept), (Notice, Moot), (Solution, Kept)],
        Act::File
        | Act::Reply
        | Act::Reopen
        | Act::Choose
        | Act::Agree
        | Act::Refuse
        | Act::Assign
        | Act::Close => &[],
    }
}
