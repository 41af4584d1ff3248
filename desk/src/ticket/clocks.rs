//! The clocks of a ticket as they are kept: the newest of each kind is the one that counts; those of
//! earlier rounds stay for the report.

use std::collections::HashMap;

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::ids::{SystemId, TicketId};
use deskside_protocol::policy::{Kind, Policy, Reckoning};
use deskside_protocol::ticket::{Action, Clock, ClockKind, Stop, stopped_by};
use sqlx::Row as _;

use super::Ticket;
use crate::problem::Fault;
use crate::store::{Connection, Row, Stored, Tx, moment, ms};

/// A promise is told as broken this long after its time: an answer that came within it may still wait
/// its turn with the writer.
const GRACE: TimeDelta = TimeDelta::seconds(1);
/// Somebody is warned when this part of the time is gone, in hundredths.
const WARN_AT: i64 = 75;

impl Ticket {
    /// The clock of this kind, where there is one.
    #[must_use]
    pub fn clock(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.kind == kind)
    }

    /// Starts every clock that the policy promises for a ticket of this kind, anew when it is taken
    /// up again (3.1).
    pub(super) fn start_clocks(
        &mut self,
        policy: &Policy,
        reckoning: Reckoning<'_>,
        now: DateTime,
    ) {
        self.clocks = self.promised(policy, reckoning, now);
    }

    /// It is more urgent than it was told: what is promised for that counts from receipt, or from when
    /// it was taken up again, as if it had been told so. A clock that runs is never given more time,
    /// and one that stands stays.
    pub(super) fn tighten_clocks(&mut self, policy: &Policy, reckoning: Reckoning<'_>) {
        let started = self.clocks.iter().map(|clock| clock.started_at).max();
        let from = started.unwrap_or(self.received_at);
        for strict in self.promised(policy, reckoning, from) {
            let known = self.clocks.iter_mut().find(|old| old.kind == strict.kind);
            match known {
                Some(old) if old.runs() && strict.due.at < old.due.at => old.due = strict.due,
                Some(_) => {}
                None => self.clocks.push(strict),
            }
        }
    }

    /// What the policy promises for a ticket of this kind. A question is answered, but it is no
    /// error, and neither is agreed work: nothing else is promised for them.
    fn promised(&self, policy: &Policy, reckoning: Reckoning<'_>, from: DateTime) -> Vec<Clock> {
        let severity = self.impact.severity();
        let answer = policy.answer_due(severity, from, reckoning);
        let mut clocks = vec![Clock::start(ClockKind::Answer, from, answer)];
        if self.impact.kind() == Kind::Question || self.is_agreed_work() {
            return clocks;
        }
        if !self.verdict.ruled {
            let notice = policy.not_covered_due(from, reckoning);
            clocks.push(Clock::start(ClockKind::Notice, from, notice));
        }
        let solution = policy.solution_due(severity, from, reckoning);
        clocks.push(Clock::start(ClockKind::Solution, from, solution));
        clocks
    }

    /// Whether it became work outside of the policy that was agreed on (3.2c).
    fn is_agreed_work(&self) -> bool {
        let answer = self.offer.as_ref().and_then(|offer| offer.answer.as_ref());
        answer.is_some_and(|answer| answer.agreed)
    }

    /// An agent acted: the clocks that this stops, stop.
    pub(super) fn stop_clocks(&mut self, action: Action, now: DateTime) {
        for &(kind, how) in stopped_by(action) {
            self.stop_clock(kind, how, now);
        }
    }

    /// Stops a clock; one that stands stays as it is.
    pub(super) fn stop_clock(&mut self, kind: ClockKind, how: Stop, now: DateTime) {
        let running = self
            .clocks
            .iter_mut()
            .find(|clock| clock.kind == kind && clock.runs());
        if let Some(clock) = running {
            clock.stopped_at = Some(now);
            clock.stop = Some(how);
        }
    }

    /// When the next running clock runs out.
    pub(super) fn clock_at(&self) -> Option<DateTime> {
        let running = self.clocks.iter().filter(|clock| clock.runs());
        running.map(|clock| clock.due.at).min()
    }

    /// Keeps its clocks.
    pub(super) async fn keep_clocks(&self, tx: &mut Tx) -> Result<(), Fault> {
        for clock in &self.clocks {
            keep(tx, self, clock).await?;
        }
        Ok(())
    }
}

/// Keeps one clock of a ticket, and when it must be looked at next.
pub(super) async fn keep(tx: &mut Tx, ticket: &Ticket, clock: &Clock) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO clocks (system, ticket, kind, started_at, due, due_at, stopped_at,
         stop, warned_at, breached_at, look_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (system, ticket, kind, started_at) DO UPDATE SET
         due = excluded.due, due_at = excluded.due_at,
         stopped_at = excluded.stopped_at, stop = excluded.stop,
         warned_at = excluded.warned_at, breached_at = excluded.breached_at,
         look_at = excluded.look_at",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .bind(Stored(clock.kind))
    .bind(ms(clock.started_at))
    .bind(Stored(&clock.due))
    .bind(ms(clock.due.at))
    .bind(clock.stopped_at.map(ms))
    .bind(clock.stop.map(Stored))
    .bind(clock.warned_at.map(ms))
    .bind(clock.breached_at.map(ms))
    .bind(look_at(clock).map(ms))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// When somebody is warned that this clock runs out: in whole milliseconds as it will be kept, or else
/// the desk would look a part of one too early and find nothing to do.
pub(super) fn warns_at(clock: &Clock) -> DateTime {
    let whole = (clock.due.at - clock.started_at).num_milliseconds();
    clock.started_at + TimeDelta::milliseconds(whole * WARN_AT / 100)
}

/// When a clock must be looked at next: to warn, then to tell that the promise is broken. One that
/// was stopped too late is still told of: a broken promise is never hidden by keeping it afterwards.
fn look_at(clock: &Clock) -> Option<DateTime> {
    let broken = clock.due.at + GRACE;
    match (clock.breached_at, clock.stopped_at) {
        (Some(_), _) => None,
        (None, Some(stopped)) => clock.late(stopped).then_some(broken),
        (None, None) if clock.warned_at.is_none() => Some(warns_at(clock).min(broken)),
        (None, None) => Some(broken),
    }
}

/// Which clock of which ticket.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// Whose system.
    pub(super) system: SystemId,
    /// Of which ticket.
    pub(super) ticket: TicketId,
    kind: String,
    started_at: i64,
}

/// Clocks that must be looked at by now, the longest due first, and no more than this many.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn to_look_at(
    db: &mut Connection,
    now: DateTime,
    many: usize,
) -> Result<Vec<Key>, Fault> {
    let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
        "SELECT system, ticket, kind, started_at FROM clocks
         WHERE look_at IS NOT NULL AND look_at <= $1 ORDER BY look_at LIMIT $2",
    )
    .bind(ms(now))
    .bind(i64::try_from(many).unwrap_or(i64::MAX))
    .fetch_all(db)
    .await?;
    let key = |(system, ticket, kind, started_at)| Key {
        system: SystemId(system),
        ticket: TicketId(ticket),
        kind,
        started_at,
    };
    Ok(rows.into_iter().map(key).collect())
}

/// The clock, where it must still be looked at by now.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn still_to_look_at(
    db: &mut Connection,
    key: &Key,
    now: DateTime,
) -> Result<Option<Clock>, Fault> {
    let row = sqlx::query(
        "SELECT * FROM clocks WHERE system = $1 AND ticket = $2 AND kind = $3 AND started_at = $4
         AND look_at IS NOT NULL AND look_at <= $5",
    )
    .bind(key.system.as_str())
    .bind(key.ticket.as_str())
    .bind(&key.kind)
    .bind(key.started_at)
    .bind(ms(now))
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(from_row).transpose()?)
}

/// The newest clock of each kind, of one ticket.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn of_ticket(
    db: &mut Connection,
    system: &SystemId,
    ticket: &TicketId,
) -> Result<Vec<Clock>, Fault> {
    let rows = sqlx::query(
        "SELECT * FROM clocks WHERE system = $1 AND ticket = $2 ORDER BY started_at DESC",
    )
    .bind(system.as_str())
    .bind(ticket.as_str())
    .fetch_all(db)
    .await?;
    let all = rows
        .iter()
        .map(from_row)
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    Ok(newest(all))
}

/// Gives many tickets their clocks, with a query for every few hundred, which reads the newest of
/// each kind and nothing of earlier rounds.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn fill(db: &mut Connection, tickets: &mut [Ticket]) -> Result<(), Fault> {
    for some in tickets.chunks_mut(400) {
        let mut query = sqlx::QueryBuilder::new(
            "SELECT c.* FROM clocks c WHERE NOT EXISTS (SELECT 1 FROM clocks newer
             WHERE newer.system = c.system AND newer.ticket = c.ticket AND newer.kind = c.kind
             AND newer.started_at > c.started_at) AND (c.system, c.ticket) IN (",
        );
        query.push_values(some.iter(), |mut key, ticket| {
            key.push_bind(ticket.system.as_str().to_owned())
                .push_bind(ticket.id.as_str().to_owned());
        });
        query.push(")");
        let rows = query.build().fetch_all(&mut *db).await?;
        let mut found: HashMap<&str, Vec<Clock>> = HashMap::with_capacity(some.len());
        for row in &rows {
            let clocks = found.entry(row.try_get("ticket")?).or_default();
            clocks.push(from_row(row)?);
        }
        for ticket in some {
            let clocks = found.remove(ticket.id.as_str()).unwrap_or_default();
            ticket.clocks = newest(clocks);
        }
    }
    Ok(())
}

/// Of clocks that stand newest first, the newest of each kind, in the order in which kinds are shown.
fn newest(all: Vec<Clock>) -> Vec<Clock> {
    let of = |kind| all.iter().find(|clock| clock.kind == kind).cloned();
    ClockKind::ALL.into_iter().filter_map(of).collect()
}

/// A clock as it is kept.
///
/// # Errors
/// When the row is damaged.
pub(crate) fn from_row(row: &Row) -> Result<Clock, sqlx::Error> {
    let at = |name: &str| -> Result<Option<DateTime>, sqlx::Error> {
        Ok(row.try_get::<Option<i64>, _>(name)?.map(moment))
    };
    Ok(Clock {
        kind: row.try_get::<Stored<_>, _>("kind")?.0,
        started_at: moment(row.try_get("started_at")?),
        due: row.try_get::<Stored<_>, _>("due")?.0,
        stopped_at: at("stopped_at")?,
        stop: row
            .try_get::<Option<Stored<_>>, _>("stop")?
            .map(|stop| stop.0),
        warned_at: at("warned_at")?,
        breached_at: at("breached_at")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskside_protocol::policy::{Counted, Due};

    #[test]
    fn what_is_looked_at_is_due_at_that_very_moment() {
        for ms in 0..8 {
            let due = Due {
                at: DateTime::UNIX_EPOCH + TimeDelta::hours(24),
                hours: 8,
                counted: Counted::Elapsed,
                clause: "3.1a".into(),
            };
            let start = DateTime::UNIX_EPOCH + TimeDelta::milliseconds(ms);
            let clock = Clock::start(ClockKind::Answer, start, due);
            let looked = moment(super::ms(look_at(&clock).unwrap()));
            assert_eq!(looked, warns_at(&clock), "{ms} ms after a whole second");
        }
    }
}
