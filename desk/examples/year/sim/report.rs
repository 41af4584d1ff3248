//! The desk's own report of a month is counted a second time, from the book.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Months, NaiveDate};
use deskside_protocol::DateTime;
use deskside_protocol::api::MonthReport;
use deskside_protocol::policy::{Channel, Severity};
use deskside_protocol::ticket::{ClockKind, Stop};

use super::book::Act;
use super::law::{self, Kept};
use super::life::Life;

/// Kept in time, broken, running, and the minutes it took where it was kept.
#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    met: u32,
    missed: u32,
    running: u32,
    minutes: Vec<i64>,
}

/// Holds a report against the book.
pub(crate) fn compare(life: &mut Life, report: &MonthReport) {
    let first = report.month;
    let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let within = |at: DateTime| (first..next).contains(&at.date_naive());
    let now = life.house.now();
    let mut received = 0;
    let mut lines: BTreeMap<(ClockKind, Severity, &str), Line> = BTreeMap::new();
    let mut declined: BTreeMap<&str, u32> = BTreeMap::new();
    let mut third_party = 0;
    let mut broken = BTreeSet::new();
    for (number, case) in life.book.cases.iter().enumerate() {
        received += u32::from(within(case.received()));
        let decline = case
            .acts
            .iter()
            .find(|done| done.act == Act::Decline && within(done.at));
        if decline.is_some() {
            let third = number.is_multiple_of(7);
            *declined
                .entry(if third { "2.1" } else { "1.1b" })
                .or_default() += 1;
            // A later offer or ruling says something else, and the last word counts.
            let last = case
                .acts
                .iter()
                .rfind(|done| matches!(done.act, Act::Decline | Act::Cover));
            third_party += u32::from(third && last.is_some_and(|done| done.act == Act::Decline));
        }
        let law = &life.town.customers[case.customer].law;
        for clock in law::clocks(case, law, &life.book.windows(case.customer)) {
            if within(clock.due) {
                let key = (clock.kind, law::severity(case.impact), clock.clause);
                count(lines.entry(key).or_default(), &clock, now);
                if clock.late(now) {
                    broken.insert((case.id.clone(), clock.kind, clock.started));
                }
            }
        }
    }
    let of = |what: &str| format!("report of {first}: {what}");
    let found = &mut life.found;
    found.same(&of("received"), report.received, received);
    let channels = report.by_channel.iter().filter(|(_, count)| *count > 0);
    let ought = (received > 0).then_some((Channel::Widget, received));
    found.same(
        &of("channels"),
        channels.copied().collect(),
        Vec::from_iter(ought),
    );
    let is: BTreeMap<&str, u32> = report
        .declined
        .iter()
        .map(|(c, n)| (c.as_str(), *n))
        .collect();
    found.same(&of("declined"), is, declined);
    found.same(&of("third parties"), report.third_party, third_party);
    let is: Vec<_> = report
        .promises
        .iter()
        .map(|l| {
            (
                l.kind,
                l.severity,
                l.clause.as_str(),
                l.met,
                l.missed,
                l.running,
                l.median_minutes,
            )
        })
        .collect();
    let ought: Vec<_> = lines
        .iter()
        .map(|((kind, severity, clause), l)| {
            (
                *kind,
                *severity,
                *clause,
                l.met,
                l.missed,
                l.running,
                median(&l.minutes),
            )
        })
        .collect();
    found.same(&of("promises"), is, ought);
    let is: BTreeSet<_> = report
        .broken
        .iter()
        .map(|b| (b.ticket.clone(), b.clock.kind, b.clock.started_at))
        .collect();
    found.same(&of("broken, each once"), report.broken.len(), is.len());
    found.same(&of("broken"), is, broken);
}

fn count(line: &mut Line, clock: &Kept, now: DateTime) {
    match clock.stopped {
        _ if clock.late(now) => line.missed += 1,
        None => line.running += 1,
        Some((_, Stop::Kept)) => line.met += 1,
        Some((_, Stop::Moot)) => {}
    }
    if let Some((at, Stop::Kept)) = clock.stopped {
        line.minutes.push((at - clock.started).num_minutes());
    }
}

fn median(minutes: &[i64]) -> Option<u32> {
    let mut sorted = minutes.to_vec();
    sorted.sort_unstable();
    let (low, high) = ((sorted.len().max(1) - 1) / 2, sorted.len() / 2);
    let sum = sorted.get(low)? + sorted.get(high)?;
    u32::try_from(sum / 2).ok()
}

/// One line a month for people.
pub(crate) fn told(report: &MonthReport, looks: (usize, usize), letters: usize) -> String {
    let sum = |of: fn(&deskside_protocol::api::PromiseLine) -> u32| -> u32 {
        report.promises.iter().map(of).sum()
    };
    let median = |severity| {
        let answer = |l: &&deskside_protocol::api::PromiseLine| {
            l.kind == ClockKind::Answer && l.severity == severity
        };
        let line = report.promises.iter().find(answer);
        let minutes = line.and_then(|line| line.median_minutes);
        minutes.map_or("-".to_owned(), |minutes| {
            format!("{}:{:02}", minutes / 60, minutes % 60)
        })
    };
    let month: NaiveDate = report.month;
    format!(
        "{}-{:02}  {:>8}  {:>5}  {:>6}  {:>7}  {:>9}  {:>9}  {:>8}  {:>8}  {:>6}",
        month.year(),
        month.month(),
        report.received,
        sum(|line| line.met),
        sum(|line| line.missed),
        sum(|line| line.running),
        median(Severity::Critical),
        median(Severity::Normal),
        looks.0,
        looks.1,
        letters,
    )
}
