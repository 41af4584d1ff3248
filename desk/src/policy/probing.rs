//! Looking whether systems answer (2.2): the desk asks each paired host over HTTP, many at once. Two
//! failures in a row begin an outage, from the first of them. When the desk itself was away, nobody
//! knows, and nothing is held against the customer's system.

use std::time::Duration;

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::ids::SystemId;
use deskside_protocol::policy::{Span, without};
use futures::{StreamExt as _, stream};

use super::{maintenance_since, running};
use crate::desk::Desk;
use crate::identity;
use crate::live;
use crate::mail::{Recipient, letters, post};
use crate::problem::Fault;
use crate::store::{Tx, moment, ms};
use crate::system::{PairedHost, System};

/// A system has this long to answer.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// So many are asked at once.
const AT_ONCE: usize = 64;
/// So many answers are kept in one piece of work, so that others get their turn at the writer.
const AT_A_TIME: usize = 50;

/// Looks after systems again and again.
#[derive(Clone, Debug)]
pub struct Prober {
    http: reqwest::Client,
    every: Duration,
    patience: Duration,
}

impl Prober {
    /// Looks this often, and has this much patience with each system.
    ///
    /// # Errors
    /// When there is no HTTP client.
    pub fn new(every: Duration, patience: Duration) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(patience)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self {
            http,
            every,
            patience,
        })
    }

    /// Looks until the desk stops. A round begins only when the one before is over: they never pile up.
    pub async fn run(self, desk: Desk) {
        let mut stopped = Box::pin(desk.stopped());
        loop {
            tokio::select! {
                done = self.probe_once(&desk, desk.world.now()) => {
                    if let Err(error) = done {
                        tracing::error!(%error, "whether systems answer could not be kept");
                    }
                }
                () = &mut stopped => return,
            }
            tokio::select! {
                () = tokio::time::sleep(self.every) => {}
                () = &mut stopped => return,
            }
        }
    }

    /// Asks every paired host once, at this moment.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn probe_once(&self, desk: &Desk, now: DateTime) -> Result<(), Fault> {
        let systems = System::all(&mut *desk.read().await?).await?;
        let answers = stream::iter(systems)
            .filter_map(|system| std::future::ready(system.host.map(|host| (system.id, host))))
            .map(|(id, host)| async move { (id, self.answers(&host).await) })
            .buffer_unordered(AT_ONCE)
            .collect::<Vec<_>>()
            .await;
        let longest = self.longest_pause();
        for some in answers.chunks(AT_A_TIME) {
            let (with, some) = (desk.clone(), some.to_vec());
            desk.store
                .write(move |tx| {
                    Box::pin(async move {
                        for (system, answered) in some {
                            let look = Look { at: now, answered };
                            keep(tx, &with, &system, look, longest).await?;
                        }
                        Ok(())
                    })
                })
                .await?;
        }
        Ok(())
    }

    /// Whether a host answers: anything but an error of its own will do.
    async fn answers(&self, host: &PairedHost) -> bool {
        let asked = self
            .http
            .get(format!("{}{}/health", host.url, host.prefix))
            .send();
        asked
            .await
            .is_ok_and(|answer| !answer.status().is_server_error())
    }

    /// After a longer pause nobody knows what was meanwhile.
    fn longest_pause(&self) -> TimeDelta {
        let pause = self.every * 3 + self.patience * 3;
        TimeDelta::from_std(pause).unwrap_or(TimeDelta::MAX)
    }
}

/// One look at a system.
#[derive(Clone, Copy, Debug)]
struct Look {
    at: DateTime,
    answered: bool,
}

/// What was known before a look.
#[derive(Clone, Copy, Debug)]
struct Before {
    /// When it was looked at last.
    last: DateTime,
    /// Since when it does not answer.
    failed: Option<DateTime>,
    /// The outage that goes on.
    outage: Option<DateTime>,
}

/// What a look makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Turn {
    /// Whether a new watch begins, because nobody looked for too long.
    anew: bool,
    /// Since when it does not answer.
    failed: Option<DateTime>,
    /// When an outage began.
    began: Option<DateTime>,
    /// When the outage ended.
    ended: Option<DateTime>,
}

fn turn(before: Option<Before>, look: Look, longest: TimeDelta) -> Turn {
    let first = (!look.answered).then_some(look.at);
    let watched = before.filter(|before| look.at - before.last <= longest);
    let Some(Before { failed, outage, .. }) = watched else {
        return Turn {
            anew: true,
            failed: first,
            began: None,
            // It is not known to have lasted any longer.
            ended: before.and_then(|before| before.outage.map(|_| before.last)),
        };
    };
    Turn {
        anew: false,
        failed: failed.filter(|_| !look.answered).or(first),
        began: failed.filter(|_| !look.answered && outage.is_none()),
        ended: outage.filter(|_| look.answered).map(|_| look.at),
    }
}

/// Keeps what a look showed, and tells whom it concerns.
async fn keep(
    tx: &mut Tx,
    desk: &Desk,
    system: &SystemId,
    look: Look,
    longest: TimeDelta,
) -> Result<(), Fault> {
    let last: Option<(i64, i64, Option<i64>)> = sqlx::query_as(
        "SELECT from_at, until_at, failed_at FROM watches
         WHERE system = $1 ORDER BY from_at DESC LIMIT 1",
    )
    .bind(system.as_str())
    .fetch_optional(&mut **tx)
    .await?;
    let open: Option<(i64, Option<i64>)> = sqlx::query_as(
        "SELECT from_at, told_at FROM outages WHERE system = $1 AND until_at IS NULL
         ORDER BY from_at DESC LIMIT 1",
    )
    .bind(system.as_str())
    .fetch_optional(&mut **tx)
    .await?;
    let before = last.map(|(_, until, failed)| Before {
        last: moment(until),
        failed: failed.map(moment),
        outage: open.map(|(from, _)| moment(from)),
    });
    // A clock that was set back shows nothing new.
    if before.is_some_and(|before| look.at <= before.last) {
        return Ok(());
    }
    let turn = turn(before, look, longest);
    let from = last.filter(|_| !turn.anew).map(|(from, ..)| from);
    sqlx::query(
        "INSERT INTO watches (system, from_at, until_at, failed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (system, from_at) DO UPDATE SET
         until_at = excluded.until_at, failed_at = excluded.failed_at",
    )
    .bind(system.as_str())
    .bind(from.unwrap_or(ms(look.at)))
    .bind(ms(look.at))
    .bind(turn.failed.map(ms))
    .execute(&mut **tx)
    .await?;
    if let Some(ended) = turn.ended {
        sqlx::query("UPDATE outages SET until_at = $2 WHERE system = $1 AND until_at IS NULL")
            .bind(system.as_str())
            .bind(ms(ended))
            .execute(&mut **tx)
            .await?;
    }
    if let Some(began) = turn.began {
        sqlx::query("INSERT INTO outages (system, from_at) VALUES ($1, $2)")
            .bind(system.as_str())
            .bind(ms(began))
            .execute(&mut **tx)
            .await?;
    }
    if turn.began.is_some() || turn.ended.is_some() {
        live::announce_service(tx, system, system.as_str());
    }
    let goes_on = open
        .filter(|_| turn.ended.is_none())
        .filter(|(_, told)| told.is_none())
        .map(|(from, _)| moment(from));
    if let Some(began) = turn.began.or(goes_on) {
        note(tx, desk, system, began, look.at).await?;
    }
    Ok(())
}

/// Tells leads of an outage that goes on, once, unless maintenance runs.
async fn note(
    tx: &mut Tx,
    desk: &Desk,
    system: &SystemId,
    began: DateTime,
    now: DateTime,
) -> Result<(), Fault> {
    let maintenance = maintenance_since(tx, system, began).await?;
    if running(&maintenance, now).is_some() {
        return Ok(());
    }
    let whole = Span {
        from: began,
        until: now,
    };
    // What lay in maintenance was announced.
    let Some(&down) = without(&[whole], &maintenance).last() else {
        return Ok(());
    };
    let system = System::load(tx, system).await?;
    let policy = desk.rules.of(&system, now);
    let staff = identity::staff(tx).await?;
    for lead in staff.iter().filter(|agent| agent.lead) {
        let to = Recipient::from(&lead.card);
        let letter = letters::outage(&desk.texts, &to, down, &system, &policy);
        post(tx, desk, &system.id, &to, &letter).await?;
    }
    sqlx::query("UPDATE outages SET told_at = $3 WHERE system = $1 AND from_at = $2")
        .bind(system.id.as_str())
        .bind(ms(began))
        .bind(ms(now))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn look(seconds: i64, answered: bool) -> Look {
        Look {
            at: at(seconds),
            answered,
        }
    }

    #[test]
    fn what_a_look_makes_of_what_was_known() {
        let pause = TimeDelta::seconds(210);
        let before = |failed: Option<i64>, outage: Option<i64>| {
            Some(Before {
                last: at(0),
                failed: failed.map(at),
                outage: outage.map(at),
            })
        };
        let told = |before, look| {
            let turn = turn(before, look, pause);
            let since =
                |moment: Option<DateTime>| moment.map(|moment| (moment - at(0)).num_seconds());
            (
                turn.anew,
                since(turn.failed),
                since(turn.began),
                since(turn.ended),
            )
        };
        let well = look(60, true);
        let ill = look(60, false);
        assert_eq!(told(None, well), (true, None, None, None));
        assert_eq!(told(None, ill), (true, Some(60), None, None));
        assert_eq!(told(before(None, None), well), (false, None, None, None));
        assert_eq!(told(before(None, None), ill), (false, Some(60), None, None));
        assert_eq!(told(before(Some(0), None), well), (false, None, None, None));
        assert_eq!(
            told(before(Some(0), None), ill),
            (false, Some(0), Some(0), None)
        );
        let down = before(Some(-60), Some(-60));
        assert_eq!(told(down, ill), (false, Some(-60), None, None));
        assert_eq!(told(down, well), (false, None, None, Some(60)));
        // Nobody looked for too long: the outage is not known to have lasted.
        assert_eq!(
            told(down, look(211, false)),
            (true, Some(211), None, Some(0))
        );
        assert_eq!(told(down, look(211, true)), (true, None, None, Some(0)));
        assert_eq!(told(down, look(210, false)), (false, Some(-60), None, None));
    }
}
