//! What the desk does by itself as time passes: clocks are watched, requests lapse, grants expire,
//! maintenance begins and ends, people are reminded, and what nobody needs any more is forgotten.

use std::time::Duration;

use crate::desk::Desk;
use crate::mail::inbound;
use crate::problem::Fault;
use crate::{access, identity, policy, rotation, ticket};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(1);
/// It forgets at every so many looks: once an hour.
const FORGETS_EVERY: u32 = 3600;

/// Looks until the desk stops.
pub async fn run(desk: Desk) {
    let mut stopped = Box::pin(desk.stopped());
    let mut looks = 0;
    loop {
        if let Err(error) = look(&desk, looks % FORGETS_EVERY == 0).await {
            tracing::error!(%error, "upkeep failed and is tried again");
        }
        looks += 1;
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = &mut stopped => return,
        }
    }
}

/// Does everything that is due.
///
/// # Errors
/// When the database refuses.
pub async fn look(desk: &Desk, forget: bool) -> Result<(), Fault> {
    ticket::escalate(desk).await?;
    access::turn(desk).await?;
    rotation::remind(desk).await?;
    policy::maintenance::turn(desk).await?;
    policy::tell_terms(desk).await?;
    if forget {
        let now = desk.world.now();
        desk.store
            .write(move |tx| Box::pin(async move { identity::forget(tx, now).await }))
            .await?;
        ticket::sweep(desk, now).await?;
        inbound::sweep(desk, now).await?;
    }
    Ok(())
}
