//! What the desk kept is held against what ought to be there: every clock, every warning and broken
//! promise, every letter, and where each request stands.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use chrono::Months;
use deskside_desk::store::{Stored, moment, ms};
use deskside_protocol::DateTime;
use deskside_protocol::api::TicketSummary;
use deskside_protocol::policy::Due;
use deskside_protocol::ticket::{Clock, ClockKind, Happened, Stop};

use super::book::{Act, Case, Who};
use super::law::{self, Kept};
use super::life::Life;

/// What was found to be wrong.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    pub(crate) count: usize,
    /// The first few, in words.
    pub(crate) words: Vec<String>,
}

impl Findings {
    pub(crate) fn add(&mut self, words: String) {
        self.count += 1;
        if self.words.len() < 12 {
            self.words.push(words);
        }
    }

    /// Two things that ought to be the same.
    pub(crate) fn same<T: PartialEq + std::fmt::Debug>(&mut self, of: &str, is: T, ought: T) {
        if is != ought {
            self.add(format!("{of}: is {is:?}, ought to be {ought:?}"));
        }
    }
}

/// What was counted on the way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) clocks: usize,
    pub(crate) late: usize,
    pub(crate) warned: usize,
    pub(crate) breached: usize,
    pub(crate) letters: usize,
}

/// A letter as far as it can be foretold: system, recipient, ticket, moment.
type Letter = (String, String, String, DateTime);

/// Holds everything against what ought to be.
pub(crate) async fn all(life: &Life) -> Result<(Findings, Counts)> {
    let mut found = Findings::default();
    let mut counts = Counts::default();
    let mut kept = clocks(life).await?;
    let mut lines = lines(life).await?;
    let mut letters: BTreeMap<Letter, i64> = BTreeMap::new();
    for letter in outbox(life).await? {
        *letters.entry(letter).or_default() += 1;
        counts.letters += 1;
    }
    let states = states(life).await?;
    for case in &life.book.cases {
        let id = case.id.as_str();
        let customer = &life.town.customers[case.customer];
        let ought = law::clocks(case, &customer.law, &life.book.windows(case.customer));
        let is = kept.remove(id).unwrap_or_default();
        let of = format!("{} {}", customer.name, case.reference);
        found.same(&of, is.len(), ought.len());
        let told = lines.remove(id).unwrap_or_default();
        let mut expected = Vec::new();
        for (is, ought) in is.iter().zip(&ought) {
            counts.clocks += 1;
            counts.late += usize::from(ought.late(life.house.now()));
            clock(&mut found, &of, is, ought);
            let (warned, breached) = ought.told(&life.book.looks);
            found.same(&format!("{of}: warned"), is.warned_at, warned);
            found.same(&format!("{of}: told as broken"), is.breached_at, breached);
            counts.warned += usize::from(warned.is_some());
            counts.breached += usize::from(breached.is_some());
            for (at, what) in [
                (warned, Happened::ClockWarned),
                (breached, Happened::ClockBreached),
            ] {
                let Some(at) = at else { continue };
                expected.push((at, what, ought.kind.as_str().to_owned()));
                for to in answering(life, case, at) {
                    letter(&mut letters, life, case, to, at);
                }
            }
        }
        expected.sort_by_key(|(at, what, kind)| (*at, what.as_str(), kind.clone()));
        found.same(&format!("{of}: timeline"), told, expected);
        for (to, at) in written(life, case) {
            letter(&mut letters, life, case, to, at);
        }
        let stands = (case.stands.name().to_owned(), next(&ought));
        found.same(
            &format!("{of}: state and next clock"),
            states.get(id).cloned(),
            Some(stands),
        );
    }
    found.same("tickets that nobody filed", kept.len() + lines.len(), 0);
    for (letter, more) in letters.into_iter().filter(|(_, more)| *more != 0) {
        let how = if more > 0 { "too many" } else { "missing" };
        found.add(format!("a letter is {how}: {letter:?} ({more})"));
    }
    Ok((found, counts))
}

fn clock(found: &mut Findings, of: &str, is: &Clock, ought: &Kept) {
    let stop = ought.stopped.map(|(_, how)| how);
    let at = ought.stopped.map(|(at, _)| at);
    type Facts<'a> = (
        ClockKind,
        &'a str,
        DateTime,
        DateTime,
        Option<DateTime>,
        Option<Stop>,
    );
    let ought: Facts<'_> = (ought.kind, ought.clause, ought.started, ought.due, at, stop);
    let clause = is.due.clause.as_str();
    let is: Facts<'_> = (
        is.kind,
        clause,
        is.started_at,
        is.due.at,
        is.stopped_at,
        is.stop,
    );
    found.same(&format!("{of}: clock"), is, ought);
}

/// When the next running clock runs out.
fn next(clocks: &[Kept]) -> Option<DateTime> {
    let running = clocks.iter().filter(|clock| clock.stopped.is_none());
    running.map(|clock| clock.due).min()
}

/// One letter fewer than ought to be.
fn letter(letters: &mut BTreeMap<Letter, i64>, life: &Life, case: &Case, to: String, at: DateTime) {
    let system = life.town.customers[case.customer].id.as_str().to_owned();
    let key = (system, to, case.reference.clone(), at);
    *letters.entry(key).or_default() -= 1;
}

/// Who is told about a clock of a case at a moment: whoever works on it then and the leads; all of the
/// staff while nobody does.
fn answering(life: &Life, case: &Case, at: DateTime) -> Vec<String> {
    let mut works = None;
    for done in case.acts.iter().filter(|done| done.at < at) {
        works = match (done.act, done.who) {
            (Act::Assign, _) => done.to,
            (Act::Close, _) => works,
            (_, Who::Staff(worker)) => works.or(Some(worker)),
            _ => works,
        };
    }
    let staff = life.town.staff.iter().enumerate();
    let told = staff.filter(|(number, one)| works.is_none_or(|it| it == *number) || one.lead);
    told.map(|(_, one)| one.email()).collect()
}

/// To whom each act writes a letter, and when.
fn written(life: &Life, case: &Case) -> Vec<(String, DateTime)> {
    let customer = &life.town.customers[case.customer];
    let reporter = || customer.reporters[case.reporter].person.email.clone();
    let approver = || customer.approver.person.email.clone();
    let mut all = Vec::new();
    let mut works = None;
    for done in &case.acts {
        let before = works;
        works = match (done.act, done.who) {
            (Act::Assign, _) => done.to,
            (Act::Close, _) => works,
            (_, Who::Staff(worker)) => works.or(Some(worker)),
            _ => works,
        };
        let worker = before.map(|number| life.town.staff[number].email());
        let to = match done.act {
            Act::File | Act::Say { .. } | Act::Cover | Act::Decline | Act::Resolve | Act::Close => {
                vec![reporter()]
            }
            Act::Plan | Act::Offer => vec![reporter(), approver()],
            Act::Choose | Act::Agree | Act::Refuse => {
                worker.into_iter().chain([approver(), reporter()]).collect()
            }
            // Nobody writes to themselves that they took something.
            Act::Assign => {
                let given = done
                    .to
                    .filter(|&to| done.who != Who::Staff(to) && before != Some(to));
                given
                    .map(|to| life.town.staff[to].email())
                    .into_iter()
                    .collect()
            }
            Act::Reply | Act::Reopen => vec![],
        };
        all.extend(to.into_iter().map(|to| (to, done.at)));
    }
    all
}

/// The queue in the desk's order: by the clock that runs out next, as far as clocks run.
pub(crate) fn queue(life: &mut Life, queue: &[TicketSummary]) {
    let mut ought: Vec<DateTime> = Vec::new();
    for case in &life.book.cases {
        let law = &life.town.customers[case.customer].law;
        let clocks = law::clocks(case, law, &life.book.windows(case.customer));
        ought.extend(next(&clocks));
    }
    ought.sort_unstable();
    ought.truncate(500);
    let is: Vec<DateTime> = queue
        .iter()
        .filter_map(|ticket| ticket.next_clock().map(|clock| clock.due.at))
        .collect();
    let first = queue
        .iter()
        .take(is.len())
        .all(|ticket| ticket.next_clock().is_some());
    life.found.same("the queue", (is, first), (ought, true));
}

/// Clocks as they are kept, by ticket, in the order in which they were started.
async fn clocks(life: &Life) -> Result<HashMap<String, Vec<Clock>>> {
    type Row = (
        String,
        Stored<ClockKind>,
        i64,
        Stored<Due>,
        Option<i64>,
        Option<Stored<Stop>>,
        Option<i64>,
        Option<i64>,
    );
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT ticket, kind, started_at, due, stopped_at, stop, warned_at, breached_at FROM clocks",
    )
    .fetch_all(life.house.desk.store.read())
    .await?;
    let mut all: HashMap<String, Vec<Clock>> = HashMap::new();
    for (ticket, Stored(kind), started, Stored(due), stopped, stop, warned, breached) in rows {
        all.entry(ticket).or_default().push(Clock {
            kind,
            started_at: moment(started),
            due,
            stopped_at: stopped.map(moment),
            stop: stop.map(|Stored(stop)| stop),
            warned_at: warned.map(moment),
            breached_at: breached.map(moment),
        });
    }
    for clocks in all.values_mut() {
        clocks.sort_by_key(|clock| (clock.started_at, clock.kind));
    }
    Ok(all)
}

/// Lines of the timeline about clocks, by ticket.
async fn lines(life: &Life) -> Result<HashMap<String, Vec<(DateTime, Happened, String)>>> {
    type Row = (
        String,
        i64,
        Stored<Happened>,
        Stored<BTreeMap<String, String>>,
    );
    let rows: Vec<Row> =
        sqlx::query_as("SELECT ticket, at, what, detail FROM timeline WHERE what LIKE '%clock%'")
            .fetch_all(life.house.desk.store.read())
            .await?;
    let mut all: HashMap<String, Vec<(DateTime, Happened, String)>> = HashMap::new();
    for (ticket, at, Stored(what), Stored(mut detail)) in rows {
        let kind = detail.remove("clock").unwrap_or_default();
        all.entry(ticket)
            .or_default()
            .push((moment(at), what, kind));
    }
    for lines in all.values_mut() {
        lines.sort_by_key(|(at, what, kind)| (*at, what.as_str(), kind.clone()));
    }
    Ok(all)
}

/// Letters about tickets.
async fn outbox(life: &Life) -> Result<Vec<Letter>> {
    let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
        "SELECT system, recipient, subject, written_at FROM outbox WHERE subject LIKE '[T-%'",
    )
    .fetch_all(life.house.desk.store.read())
    .await?;
    let letters = rows.into_iter().map(|(system, to, subject, at)| {
        let reference = subject.split(['[', ']']).nth(1).unwrap_or_default();
        (system, to, reference.to_owned(), moment(at))
    });
    Ok(letters.collect())
}

/// Where each ticket stands, and when the queue says that its next clock runs out.
async fn states(life: &Life) -> Result<HashMap<String, (String, Option<DateTime>)>> {
    let rows: Vec<(String, String, Option<i64>)> =
        sqlx::query_as("SELECT id, state_name, clock_at FROM tickets")
            .fetch_all(life.house.desk.store.read())
            .await?;
    let states = rows
        .into_iter()
        .map(|(id, state, at)| (id, (state, at.map(moment))));
    Ok(states.collect())
}

/// How much was told in the month that begins here.
pub(crate) async fn told_in(life: &Life, first: DateTime) -> Result<Counts> {
    let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let (from, until) = (ms(first), ms(next));
    let count = async |statement: &'static str| -> Result<usize> {
        let count: i64 = sqlx::query_scalar(statement)
            .bind(from)
            .bind(until)
            .fetch_one(life.house.desk.store.read())
            .await?;
        Ok(usize::try_from(count)?)
    };
    Ok(Counts {
        warned: count("SELECT COUNT(*) FROM clocks WHERE warned_at >= $1 AND warned_at < $2")
            .await?,
        breached: count("SELECT COUNT(*) FROM clocks WHERE breached_at >= $1 AND breached_at < $2")
            .await?,
        letters: count("SELECT COUNT(*) FROM outbox WHERE written_at >= $1 AND written_at < $2")
            .await?,
        ..Counts::default()
    })
}
