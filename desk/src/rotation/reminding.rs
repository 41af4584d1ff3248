//! Reminding, until the host has seen the change: the person it concerns, or the approvers when the
//! host knows nobody of that name.

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::audit::Step;
use deskside_protocol::identity::Person;
use deskside_protocol::ids::{RotationId, SystemId};
use deskside_protocol::rotation::{RotationState, reminder_after};

use super::Rotation;
use crate::audit::{self, Actor};
use crate::desk::Desk;
use crate::mail::{Recipient, letters, post};
use crate::problem::Fault;
use crate::store::{Tx, ms};
use crate::system::System;
use crate::ticket::Ticket;

/// The host has this long to say whom a duty concerns before approvers are asked instead.
const PATIENCE: TimeDelta = TimeDelta::minutes(2);

/// Sends every reminder that is due.
///
/// # Errors
/// When the database refuses.
pub async fn remind(desk: &Desk) -> Result<(), Fault> {
    let now = desk.world.now();
    let due: Vec<(String, String)> = sqlx::query_as(
        "SELECT system, id FROM rotations WHERE remind_at IS NOT NULL AND remind_at <= $1 LIMIT 100",
    )
    .bind(ms(now))
    .fetch_all(&mut *desk.read().await?)
    .await?;
    for (system, id) in due {
        let with = desk.clone();
        desk.store
            .write(move |tx| {
                Box::pin(
                    async move { one(tx, &with, &SystemId(system), &RotationId(id), now).await },
                )
            })
            .await?;
    }
    Ok(())
}

async fn one(
    tx: &mut Tx,
    desk: &Desk,
    system: &SystemId,
    id: &RotationId,
    now: DateTime,
) -> Result<(), Fault> {
    let mut rotation = Rotation::load(tx, system, id).await?;
    let Some(begun) = rotation.due_from.filter(|_| rotation.remind_at.is_some()) else {
        return Ok(());
    };
    if rotation.state != RotationState::Open {
        return Ok(());
    }
    let system = System::load(tx, system).await?;
    let known = rotation.person.is_some() || rotation.subject_told;
    if !known && now - begun < PATIENCE {
        rotation.remind_at = Some(now + TimeDelta::seconds(2));
        return rotation.keep(tx).await;
    }
    let ticket = Ticket::load(tx, &system.id, &rotation.ticket).await?;
    let person = rotation
        .person
        .as_ref()
        .filter(|person| !person.email.trim().is_empty());
    let reminded: Vec<&Person> = match person {
        Some(person) => vec![person],
        None => system.approvers.iter().collect(),
    };
    for who in reminded {
        let to = Recipient::from(who);
        let letter = letters::rotation(desk, &to, &rotation, &ticket, &system, person.is_some());
        post(tx, desk, &system.id, &to, &letter).await?;
        audit::append(
            tx,
            &system.id,
            now,
            Actor::Person(who),
            Step::RotationReminded,
            rotation.id.as_str(),
            &[
                ("login", rotation.login.clone()),
                ("reference", rotation.reference.clone()),
            ],
        )
        .await?;
    }
    rotation.reminded += 1;
    // Reminders missed while the desk was down are not made up for one by one.
    while rotation.remind_at.is_some_and(|next| next <= now) {
        rotation.remind_at = Some(begun + reminder_after(rotation.reminded));
        if rotation.remind_at.is_some_and(|next| next <= now) {
            rotation.reminded += 1;
        }
    }
    rotation.keep(tx).await
}
