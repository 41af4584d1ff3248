//! What goes on without being asked: grants expire, reports are sent, events are fetched.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::task::JoinSet;

use crate::deskside::access::end;
use crate::deskside::{events, outbox};
use crate::encoding::millis;
use crate::erp::house::{App, House};

/// How often our clock is looked at.
const TICK: Duration = Duration::from_millis(200);

/// Starts all of it; it stops when the set is dropped.
#[must_use]
pub fn start(app: &App) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(keep_expiring(app.clone()));
    tasks.spawn(keep_tidy(app.clone()));
    for house in &app.houses {
        tasks.spawn(outbox::run(app.clone(), house.clone()));
        tasks.spawn(events::keep_pulling(app.clone(), house.clone()));
    }
    tasks
}

async fn keep_expiring(app: App) {
    let mut tick = tokio::time::interval(TICK);
    loop {
        tick.tick().await;
        for house in &app.houses {
            if let Err(error) = end::expire(&app, house).await {
                tracing::error!(company = house.name, ?error, "expiry could not be swept");
            }
        }
    }
}

/// How long what guards against replays is kept: far longer than anything replayed could be valid.
const KEEP: TimeDelta = TimeDelta::days(2);
/// How often that is looked through.
const TIDY_EVERY: Duration = Duration::from_secs(600);

async fn keep_tidy(app: App) {
    loop {
        for house in &app.houses {
            if let Err(error) = tidy(&app, house).await {
                tracing::error!(
                    company = house.name,
                    ?error,
                    "old rows could not be removed"
                );
            }
        }
        tokio::time::sleep(TIDY_EVERY).await;
    }
}

async fn tidy(app: &App, house: &House) -> Result<(), sqlx::Error> {
    let now = app.now();
    let old = millis(now - KEEP);
    for (sql, before) in [
        ("DELETE FROM used_tokens WHERE used_at < ?1", old),
        ("DELETE FROM webhooks WHERE received_at < ?1", old),
        ("DELETE FROM shown WHERE shown_at < ?1", old),
        (
            "DELETE FROM sessions WHERE grant_id IS NULL AND expires_at < ?1",
            millis(now),
        ),
    ] {
        sqlx::query(sql).bind(before).execute(&house.db).await?;
    }
    Ok(())
}
