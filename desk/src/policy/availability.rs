//! How available a system was (2.2), from what the desk saw of it.

use chrono::{Months, NaiveDate};
use deskside_protocol::DateTime;
use deskside_protocol::api::SystemAvailability;
use deskside_protocol::ids::SystemId;
use deskside_protocol::policy::{self, Availability, Observed, Span};

use super::{Tables, maintenance_since};
use crate::problem::Fault;
use crate::store::{Connection, moment, ms};
use crate::system::System;

/// So many months are shown.
const MONTHS: u32 = 12;

/// The last twelve months in which anything is known, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn availability(
    db: &mut Connection,
    system: &System,
    now: DateTime,
) -> Result<Vec<Availability>, Fault> {
    let newest = policy::month_of(&Tables, &system.time_zone, now);
    let months: Vec<NaiveDate> = (0..MONTHS)
        .filter_map(|back| newest.checked_sub_months(Months::new(back)))
        .collect();
    let oldest = months.last().copied().unwrap_or(newest);
    let seen = Seen::since(db, system, span(system, oldest).from).await?;
    let known = months
        .into_iter()
        .map(|month| seen.month(system, month, now))
        .filter(is_known);
    Ok(known.collect())
}

/// One month, which begins on this day.
///
/// # Errors
/// When the database cannot be read.
pub async fn availability_in(
    db: &mut Connection,
    system: &System,
    month: NaiveDate,
    now: DateTime,
) -> Result<Availability, Fault> {
    let seen = Seen::since(db, system, span(system, month).from).await?;
    Ok(seen.month(system, month, now))
}

/// One month, which begins on this day, of every system of which anything is known.
///
/// # Errors
/// When the database cannot be read.
pub async fn availability_of_all(
    db: &mut Connection,
    month: NaiveDate,
    now: DateTime,
) -> Result<Vec<SystemAvailability>, Fault> {
    let mut all = Vec::new();
    for system in System::all(db).await? {
        let availability = availability_in(db, &system, month, now).await?;
        if is_known(&availability) {
            all.push(SystemAvailability {
                system: system.card(),
                availability,
            });
        }
    }
    Ok(all)
}

fn is_known(month: &Availability) -> bool {
    month.measured > 0 || month.maintenance > 0
}

fn span(system: &System, month: NaiveDate) -> Span {
    policy::month_span(&Tables, &system.time_zone, month)
}

/// All that is known since some moment.
struct Seen {
    watched: Vec<Span>,
    outages: Vec<Span>,
    maintenance: Vec<Span>,
}

impl Seen {
    async fn since(db: &mut Connection, system: &System, since: DateTime) -> Result<Self, Fault> {
        let watched: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT from_at, until_at FROM watches
             WHERE system = $1 AND until_at > $2 ORDER BY from_at",
        )
        .bind(system.id.as_str())
        .bind(ms(since))
        .fetch_all(&mut *db)
        .await?;
        let last = watched.last().map(|&(_, until)| until);
        Ok(Self {
            watched: spans(watched),
            outages: outages(db, &system.id, since, last).await?,
            maintenance: maintenance_since(db, &system.id, since).await?,
        })
    }

    fn month(&self, system: &System, month: NaiveDate, now: DateTime) -> Availability {
        let whole = span(system, month);
        let passed = Span {
            until: whole.until.min(now).max(whole.from),
            ..whole
        };
        let observed = Observed {
            watched: &self.watched,
            outages: &self.outages,
            maintenance: &self.maintenance,
        };
        policy::availability(month, passed, observed)
    }
}

/// Outages since some moment; one that goes on is known until the desk looked last.
async fn outages(
    db: &mut Connection,
    system: &SystemId,
    since: DateTime,
    last: Option<i64>,
) -> Result<Vec<Span>, Fault> {
    let rows: Vec<(i64, Option<i64>)> = sqlx::query_as(
        "SELECT from_at, until_at FROM outages
         WHERE system = $1 AND (until_at IS NULL OR until_at > $2) ORDER BY from_at",
    )
    .bind(system.as_str())
    .bind(ms(since))
    .fetch_all(db)
    .await?;
    let known = rows
        .into_iter()
        .filter_map(|(from, until)| Some((from, until.or(last)?)));
    Ok(spans(known))
}

fn spans(kept: impl IntoIterator<Item = (i64, i64)>) -> Vec<Span> {
    let spans = kept.into_iter().map(|(from, until)| Span {
        from: moment(from),
        until: moment(until),
    });
    spans.collect()
}
