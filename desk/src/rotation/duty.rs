//! A duty begins: something was shared. Reminding begins when the ticket closes (3.3b).

use deskside_protocol::DateTime;
use deskside_protocol::audit::Step;
use deskside_protocol::host::DeskFact;
use deskside_protocol::identity::Person;
use deskside_protocol::ids::RotationId;
use deskside_protocol::rotation::{RotationState, Why};

use super::Rotation;
use crate::audit::{self, Actor};
use crate::desk::Desk;
use crate::host::events;
use crate::problem::Fault;
use crate::store::{Stored, Tx, ms};
use crate::system::System;
use crate::ticket::Ticket;

/// Opens a duty, or renews an open one of the same ticket: then only a change after this counts.
///
/// # Errors
/// When the database refuses.
pub async fn open(
    tx: &mut Tx,
    desk: &Desk,
    ticket: &Ticket,
    login: &str,
    why: Why,
    actor: Actor<'_>,
    now: DateTime,
) -> Result<(), Fault> {
    let before = Rotation::of_ticket(tx, &ticket.system, &ticket.id).await?;
    let open = before
        .into_iter()
        .find(|rotation| rotation.login == login && rotation.state == RotationState::Open);
    let rotation = match open {
        Some(mut rotation) => {
            rotation.shared_at = now;
            rotation.keep(tx).await?;
            rotation
        }
        None => {
            let rotation = Rotation {
                system: ticket.system.clone(),
                id: RotationId::from_random(desk.world.random()),
                ticket: ticket.id.clone(),
                reference: ticket.reference.clone(),
                reporter: ticket.reporter.id.clone(),
                login: login.to_owned(),
                // Whoever let it slip into their own words is the one it concerns.
                person: (why == Why::FoundInText && login == ticket.reporter.login)
                    .then(|| ticket.reporter.clone()),
                subject_told: false,
                shared_at: now,
                why,
                due_from: None,
                reminded: 0,
                remind_at: None,
                state: RotationState::Open,
            };
            insert(tx, &rotation).await?;
            rotation
        }
    };
    audit::append(
        tx,
        &rotation.system,
        now,
        actor,
        Step::RotationOpened,
        rotation.id.as_str(),
        &[
            ("login", rotation.login.clone()),
            ("why", rotation.why.as_str().to_owned()),
            ("reference", rotation.reference.clone()),
        ],
    )
    .await?;
    tell(tx, &rotation, now).await
}

/// The ticket closed: from now on people are reminded, and the host shows it to them.
///
/// # Errors
/// When the database refuses.
pub async fn begin_reminding(tx: &mut Tx, ticket: &Ticket, now: DateTime) -> Result<(), Fault> {
    for mut rotation in Rotation::of_ticket(tx, &ticket.system, &ticket.id).await? {
        if rotation.state == RotationState::Open && rotation.due_from.is_none() {
            rotation.due_from = Some(now);
            rotation.remind_at = Some(now);
            rotation.keep(tx).await?;
            tell(tx, &rotation, now).await?;
        }
    }
    Ok(())
}

/// The host says whom a duty concerns, or that it knows nobody of that name.
///
/// # Errors
/// When the system has no such rotation.
pub async fn subject(
    tx: &mut Tx,
    system: &System,
    rotation: &RotationId,
    person: Option<Person>,
) -> Result<(), Fault> {
    let mut rotation = Rotation::load(tx, &system.id, rotation).await?;
    rotation.person = person.or(rotation.person.take());
    rotation.subject_told = true;
    rotation.keep(tx).await
}

async fn tell(tx: &mut Tx, rotation: &Rotation, now: DateTime) -> Result<(), Fault> {
    let fact = DeskFact::RotationOpened {
        rotation: rotation.id.clone(),
        login: rotation.login.clone(),
        shared_at: rotation.shared_at,
        remind: rotation.due_from.is_some(),
    };
    events::append(tx, &rotation.system, fact, now).await
}

async fn insert(tx: &mut Tx, rotation: &Rotation) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO rotations (system, id, ticket, login, person, shared_at, why, state, state_name)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(rotation.system.as_str())
    .bind(rotation.id.as_str())
    .bind(rotation.ticket.as_str())
    .bind(&rotation.login)
    .bind(rotation.person.as_ref().map(Stored))
    .bind(ms(rotation.shared_at))
    .bind(Stored(rotation.why))
    .bind(Stored(&rotation.state))
    .bind(rotation.state.as_str())
    .execute(&mut **tx)
    .await?;
    rotation.announce(tx);
    Ok(())
}
