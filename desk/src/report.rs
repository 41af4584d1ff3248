//! How promises were kept in a month: counted from the clocks and the timeline, as JSON and as a table.
//!
//! A promise belongs to the month in which it is due, in UTC, whenever it was made and whenever it is
//! looked at: so that every promise is counted in exactly one month, and a broken one cannot move to
//! another month by being kept later.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate, NaiveTime};
use deskside_protocol::DateTime;
use deskside_protocol::api::{BrokenPromise, MonthReport, PromiseLine};
use deskside_protocol::ids::TicketId;
use deskside_protocol::policy::{Because, Cause, Channel, Impact, Severity, Verdict};
use deskside_protocol::ticket::{Clock, ClockKind, Happened, Stop};
use sqlx::Row as _;

mod table;

pub use table::csv;

use crate::problem::Fault;
use crate::store::{Connection, Stored, ms};
use crate::{policy, ticket};

/// By these ways requests come, in the order shown: a month without one says so.
const CHANNELS: [Channel; 5] = [
    Channel::Widget,
    Channel::Web,
    Channel::Mail,
    Channel::Phone,
    Channel::Other,
];

/// A month in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    first: NaiveDate,
    next: NaiveDate,
}

impl Month {
    /// The month of a text such as `2026-11`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.len() == 7 && text.bytes().filter(u8::is_ascii_digit).count() == 6;
        let first: NaiveDate = format!("{text}-01").parse().ok().filter(|_| plain)?;
        let next = first.checked_add_months(Months::new(1))?;
        Some(Self { first, next })
    }

    /// Its first moment, and the first one that is not in it.
    fn bounds(self) -> (i64, i64) {
        let start = |day: NaiveDate| ms(day.and_time(NaiveTime::MIN).and_utc());
        (start(self.first), start(self.next))
    }
}

/// A promise that was due in the month.
struct Promise {
    ticket: TicketId,
    reference: String,
    system: String,
    severity: Severity,
    clock: Clock,
}

/// The report of a month, as things stand now.
///
/// # Errors
/// When the database cannot be read.
pub async fn month(db: &mut Connection, month: Month, now: DateTime) -> Result<MonthReport, Fault> {
    let promises = promises(db, month).await?;
    let by_channel = by_channel(db, month).await?;
    let (third_party, declined) = declined(db, month).await?;
    Ok(MonthReport {
        month: month.first,
        received: by_channel.iter().map(|(_, count)| count).sum(),
        by_channel,
        third_party,
        declined,
        promises: lines(&promises, now),
        broken: broken(promises, now),
        availability: policy::availability_of_all(db, month.first, now).await?,
    })
}

async fn promises(db: &mut Connection, month: Month) -> Result<Vec<Promise>, Fault> {
    let (from, until) = month.bounds();
    let rows = sqlx::query(
        "SELECT c.*, t.reference, t.impact, s.name AS system_name FROM clocks c
         JOIN tickets t ON t.system = c.system AND t.id = c.ticket
         JOIN systems s ON s.id = c.system
         WHERE c.due_at >= $1 AND c.due_at < $2 ORDER BY c.due_at, c.system, c.ticket, c.kind",
    )
    .bind(from)
    .bind(until)
    .fetch_all(db)
    .await?;
    let promises = rows.iter().map(|row| {
        let Stored(impact): Stored<Impact> = row.try_get("impact")?;
        Ok(Promise {
            ticket: TicketId(row.try_get("ticket")?),
            reference: row.try_get("reference")?,
            system: row.try_get("system_name")?,
            severity: impact.severity(),
            clock: ticket::clock_of(row)?,
        })
    });
    Ok(promises.collect::<Result<_, sqlx::Error>>()?)
}

async fn by_channel(db: &mut Connection, month: Month) -> Result<Vec<(Channel, u32)>, Fault> {
    let (from, until) = month.bounds();
    let rows: Vec<(Stored<Channel>, u32)> = sqlx::query_as(
        "SELECT channel, COUNT(*) FROM tickets WHERE received_at >= $1 AND received_at < $2
         GROUP BY channel",
    )
    .bind(from)
    .bind(until)
    .fetch_all(db)
    .await?;
    let count = |channel| {
        let of = rows.iter().find(|(Stored(known), _)| *known == channel);
        (channel, of.map_or(0, |(_, count)| *count))
    };
    Ok(CHANNELS.map(count).to_vec())
}

/// That a ticket was declined: which one, the line's detail, and its verdict.
type Told = (String, Stored<BTreeMap<String, String>>, Stored<Verdict>);

/// Tickets that were declined in the month: those about third parties, and all of them by clause. One
/// that was declined twice by the same clause counts once.
async fn declined(db: &mut Connection, month: Month) -> Result<(u32, Vec<(String, u32)>), Fault> {
    let (from, until) = month.bounds();
    let rows: Vec<Told> = sqlx::query_as(
        "SELECT DISTINCT l.ticket, l.detail, t.verdict FROM timeline l
         JOIN tickets t ON t.system = l.system AND t.id = l.ticket
         WHERE l.what = $1 AND l.at >= $2 AND l.at < $3",
    )
    .bind(Stored(Happened::Declined))
    .bind(from)
    .bind(until)
    .fetch_all(db)
    .await?;
    let mut clauses: BTreeMap<String, u32> = BTreeMap::new();
    let mut third = BTreeSet::new();
    for (ticket, Stored(detail), Stored(verdict)) in rows {
        let clause = detail.get("clause").cloned().unwrap_or_default();
        *clauses.entry(clause).or_default() += 1;
        if about_third_party(&verdict) {
            third.insert(ticket);
        }
    }
    Ok((counted(third.len()), clauses.into_iter().collect()))
}

fn about_third_party(verdict: &Verdict) -> bool {
    verdict.because.iter().any(|because| {
        let third = Some(Cause::ThirdParty);
        matches!(because, Because::AgentRuled { cause, .. } if *cause == third)
    })
}

/// How each promise was kept. What became moot in time is counted nowhere: nothing was due any more.
fn lines(promises: &[Promise], now: DateTime) -> Vec<PromiseLine> {
    let mut groups: BTreeMap<(ClockKind, Severity, &str), Vec<&Clock>> = BTreeMap::new();
    for promise in promises {
        let clause = promise.clock.due.clause.as_str();
        let group = (promise.clock.kind, promise.severity, clause);
        groups.entry(group).or_default().push(&promise.clock);
    }
    let line = |((kind, severity, clause), clocks): ((_, _, &str), Vec<&Clock>)| {
        let count = |which: &dyn Fn(&Clock) -> bool| {
            counted(clocks.iter().filter(|clock| which(clock)).count())
        };
        PromiseLine {
            kind,
            severity,
            clause: clause.to_owned(),
            met: count(&|clock| clock.stop == Some(Stop::Kept) && !clock.late(now)),
            missed: count(&|clock| clock.late(now)),
            running: count(&|clock| clock.runs() && !clock.late(now)),
            median_minutes: median(&clocks),
        }
    };
    groups.into_iter().map(line).collect()
}

/// The median time from the start to what kept it, in whole minutes; of an even number of them the
/// mean of the two in the middle.
fn median(clocks: &[&Clock]) -> Option<u32> {
    let kept = clocks.iter().filter(|clock| clock.stop == Some(Stop::Kept));
    let took = kept.filter_map(|clock| Some((clock.stopped_at? - clock.started_at).num_minutes()));
    let mut minutes: Vec<i64> = took.collect();
    minutes.sort_unstable();
    let middle = minutes.len() / 2;
    let upper = *minutes.get(middle)?;
    let lower = if minutes.len().is_multiple_of(2) {
        *minutes.get(middle - 1)?
    } else {
        upper
    };
    u32::try_from(lower.midpoint(upper)).ok()
}

/// Every broken promise, oldest first.
fn broken(promises: Vec<Promise>, now: DateTime) -> Vec<BrokenPromise> {
    let late = promises
        .into_iter()
        .filter(|promise| promise.clock.late(now));
    late.map(|promise| BrokenPromise {
        ticket: promise.ticket,
        reference: promise.reference,
        system: promise.system,
        clock: promise.clock,
    })
    .collect()
}

fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskside_protocol::policy::{Counted, Due};

    fn took(minutes: i64) -> Clock {
        let start = DateTime::UNIX_EPOCH;
        let due = Due {
            at: start + chrono::TimeDelta::hours(24),
            hours: 24,
            counted: Counted::Elapsed,
            clause: "3.1a".into(),
        };
        Clock {
            stopped_at: Some(start + chrono::TimeDelta::minutes(minutes)),
            stop: Some(Stop::Kept),
            ..Clock::start(ClockKind::Answer, start, due)
        }
    }

    #[test]
    fn medians() {
        let of = |all: &[i64]| {
            let clocks: Vec<Clock> = all.iter().map(|&minutes| took(minutes)).collect();
            median(&clocks.iter().collect::<Vec<_>>())
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[7]), Some(7));
        assert_eq!(of(&[30, 10, 20]), Some(20));
        assert_eq!(of(&[10, 21, 40, 90]), Some(30));
    }

    #[test]
    fn months() {
        let december = Month::parse("2026-12").unwrap();
        assert_eq!(december.next, "2027-01-01".parse().unwrap());
        for wrong in ["2026-13", "2026-1", "2026-11-01", "+026-11", "", "2026_11"] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
    }
}
