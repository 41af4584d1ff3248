//! The clocks of a ticket as they are kept: the newest of each kind is the one that counts; those of
//! earlier rounds stay for the report.

use deskside_protocol::DateTime;
use deskside_protocol::ids::{SystemId, TicketId};
use deskside_protocol::policy::{Kind, Policy, Reckoning};
use deskside_protocol::ticket::{Action, Clock, ClockKind, Stop, stopped_by};
use sqlx::Row as _;

use super::Ticket;
use crate::problem::Fault;
use crate::store::{Connection, Row, Stored, Tx, moment, ms};

/// Somebody is warned when this part of the time is gone, in hundredths.
const WARN_AT: i32 = 75;

impl Ticket {
    /// The clock of this kind, where there is one.
    #[must_use]
    pub fn clock(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.kind == kind)
    }

    /// Starts every clock that the policy promises for a ticket of this kind, anew when it is taken
    /// up again (3.1). A question is answered, but it is no error, and neither is agreed work: nothing
    /// else is promised for them.
    pub(super) fn start_clocks(
        &mut self,
        policy: &Policy,
        reckoning: Reckoning<'_>,
        now: DateTime,
    ) {
        let severity = self.impact.severity();
        let answer = policy.answer_due(severity, now, reckoning);
        self.clocks = vec![Clock::start(ClockKind::Answer, now, answer)];
        if self.impact.kind() == Kind::Question || self.is_agreed_work() {
            return;
        }
        if !self.verdict.ruled {
            let notice = policy.not_covered_due(now, reckoning);
            self.clocks
                .push(Clock::start(ClockKind::Notice, now, notice));
        }
        let solution = policy.solution_due(severity, now, reckoning);
        self.clocks
            .push(Clock::start(ClockKind::Solution, now, solution));
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
            sqlx::query(
                "INSERT INTO clocks (system, ticket, kind, started_at, due, due_at, stopped_at,
                 stop, warned_at, breached_at, look_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 ON CONFLICT (system, ticket, kind, started_at) DO UPDATE SET
                 stopped_at = excluded.stopped_at, stop = excluded.stop,
                 warned_at = excluded.warned_at, breached_at = excluded.breached_at,
                 look_at = excluded.look_at",
            )
            .bind(self.system.as_str())
            .bind(self.id.as_str())
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
        }
        Ok(())
    }
}

/// When a clock must be looked at next: to warn, then to tell that the promise is broken.
fn look_at(clock: &Clock) -> Option<DateTime> {
    if !clock.runs() || clock.breached_at.is_some() {
        return None;
    }
    let whole = clock.due.at - clock.started_at;
    Some(match clock.warned_at {
        None => clock.started_at + whole * WARN_AT / 100,
        Some(_) => clock.due.at,
    })
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

/// Gives many tickets their clocks, with a query for every few hundred.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn fill(db: &mut Connection, tickets: &mut [Ticket]) -> Result<(), Fault> {
    for some in tickets.chunks_mut(400) {
        let mut query = sqlx::QueryBuilder::new("SELECT * FROM clocks WHERE ticket IN (");
        let mut ids = query.separated(", ");
        for ticket in some.iter() {
            ids.push_bind(ticket.id.as_str().to_owned());
        }
        query.push(") ORDER BY started_at DESC");
        let rows = query.build().fetch_all(&mut *db).await?;
        for row in &rows {
            let id: &str = row.try_get("ticket")?;
            if let Some(ticket) = some.iter_mut().find(|ticket| ticket.id.as_str() == id) {
                ticket.clocks.push(from_row(row)?);
            }
        }
        for ticket in some {
            ticket.clocks = newest(std::mem::take(&mut ticket.clocks));
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
