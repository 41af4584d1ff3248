//! What goes on without being asked: grants expire, reports are sent, events are fetched.

use std::time::Duration;

use tokio::task::JoinSet;

use crate::deskside::access::end;
use crate::deskside::{events, outbox};
use crate::erp::house::App;

/// How often our clock is looked at.
const TICK: Duration = Duration::from_millis(200);

/// Starts all of it; it stops when the set is dropped.
#[must_use]
pub fn start(app: &App) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(keep_expiring(app.clone()));
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
