//! Clocks are watched: who answers for a ticket is warned while there is time, and told when a promise
//! is broken (3.1a). Each is told once, in one transaction with the clock it is about, so that a desk
//! that dies between any two steps has told it whole or not at all.

use chrono::SecondsFormat;
use deskside_protocol::DateTime;
use deskside_protocol::api::LiveKind;
use deskside_protocol::identity::Agent;
use deskside_protocol::ticket::{Clock, Happened};
use futures::future::join_all;

use super::{Ticket, clocks, note};
use crate::audit::Actor;
use crate::desk::Desk;
use crate::identity;
use crate::mail::{Recipient, letters, post};
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;

/// This many clocks share a commit.
const AT_ONCE: usize = 64;

/// Warns of every clock that runs out soon, and tells of every one that ran out.
///
/// # Errors
/// When the database refuses.
pub async fn escalate(desk: &Desk) -> Result<(), Fault> {
    loop {
        let now = desk.world.now();
        let due = clocks::to_look_at(&mut *desk.read().await?, now, AT_ONCE).await?;
        let more = due.len() == AT_ONCE;
        let told = due.into_iter().map(|key| {
            let with = desk.clone();
            desk.store
                .write(move |tx| Box::pin(async move { one(tx, &with, &key, now).await }))
        });
        // One that cannot be told keeps none of the others from being told.
        join_all(told)
            .await
            .into_iter()
            .collect::<Result<(), _>>()?;
        if !more {
            return Ok(());
        }
    }
}

/// Looks at one clock, which somebody may have stopped meanwhile.
async fn one(tx: &mut Tx, desk: &Desk, key: &clocks::Key, now: DateTime) -> Result<(), Fault> {
    let Some(mut clock) = clocks::still_to_look_at(tx, key, now).await? else {
        return Ok(());
    };
    let ticket = Ticket::load(tx, &key.system, &key.ticket).await?;
    if clock.late(now) {
        // A desk that was down over both moments has warned nobody, and does not say that it had.
        clock.breached_at = Some(now);
        tell(tx, desk, &ticket, &clock, Happened::ClockBreached, now).await?;
    } else if now >= clocks::warns_at(&clock) {
        clock.warned_at = Some(now);
        tell(tx, desk, &ticket, &clock, Happened::ClockWarned, now).await?;
    }
    clocks::keep(tx, &ticket, &clock).await
}

async fn tell(
    tx: &mut Tx,
    desk: &Desk,
    ticket: &Ticket,
    clock: &Clock,
    what: Happened,
    now: DateTime,
) -> Result<(), Fault> {
    let due = clock.due.at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let detail = [
        ("clock", clock.kind.as_str().to_owned()),
        ("clause", clock.due.clause.clone()),
        ("due", due),
    ];
    note(tx, ticket, now, Actor::Desk, what, &detail).await?;
    let system = System::load(tx, &ticket.system).await?;
    for agent in answering(ticket, identity::staff(tx).await?) {
        let to = Recipient::from(&agent.card);
        let letter = if what == Happened::ClockBreached {
            letters::clock_breached(desk, &to, ticket, &system, clock)
        } else {
            letters::clock_warned(desk, &to, ticket, &system, clock)
        };
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    ticket
        .place()
        .announce(tx, LiveKind::Ticket, ticket.id.as_str(), None);
    Ok(())
}

/// Who answers for a ticket: whoever works on it and every lead; all of the staff while nobody works
/// on it, because then any of them can.
fn answering(ticket: &Ticket, staff: Vec<Agent>) -> Vec<Agent> {
    let works_on_it = |agent: &Agent| {
        let assignee = ticket.assignee.as_ref();
        assignee.is_some_and(|assignee| assignee.id == agent.card.id)
    };
    let nobody = !staff.iter().any(works_on_it);
    let answers = |agent: &Agent| nobody || agent.lead || works_on_it(agent);
    staff.into_iter().filter(answers).collect()
}
