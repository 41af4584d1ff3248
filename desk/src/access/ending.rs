//! How access ends at the desk: given back, with its ticket, or by time alone.

use deskside_protocol::DateTime;
use deskside_protocol::access::{EndReason, GrantState, Sweep};
use deskside_protocol::audit::Step;
use deskside_protocol::host::DeskFact;
use deskside_protocol::ids::{GrantId, SystemId};
use deskside_protocol::problem::Code;

use super::{Grant, wrong_state};
use crate::audit::{self, Actor};
use crate::desk::Desk;
use crate::host::events;
use crate::mail::{Recipient, letters, post};
use crate::problem::Fault;
use crate::store::{Tx, ms};
use crate::system::System;
use crate::ticket::Ticket;

/// Ends a grant, or takes a request off the table; the host is told in the same transaction.
///
/// # Errors
/// When it is over already.
pub async fn end(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    grant: &mut Grant,
    why: EndReason,
    actor: Actor<'_>,
    now: DateTime,
) -> Result<(), Fault> {
    if grant.state.over() {
        return Err(Fault::of(Code::WrongState));
    }
    grant.state = grant
        .state
        .clone()
        .end(now, why, None)
        .map_err(wrong_state)?;
    grant.keep(tx).await?;
    note_end(tx, desk, system, grant, actor, now).await?;
    let fact = match grant.state {
        GrantState::Lapsed { .. } => DeskFact::GrantDropped {
            grant: grant.id.clone(),
        },
        _ => DeskFact::GrantEnd {
            grant: grant.id.clone(),
            why,
        },
    };
    events::append(tx, &grant.system, fact, now).await
}

/// Ends all that hangs on a ticket which closed.
///
/// # Errors
/// When the database refuses.
pub async fn end_all_of(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &Ticket,
    actor: Actor<'_>,
    now: DateTime,
) -> Result<(), Fault> {
    for mut grant in Grant::of_ticket(tx, &system.id, &ticket.id, now).await? {
        if !grant.state.over() {
            let why = EndReason::TicketClosed;
            end(tx, desk, system, &mut grant, why, actor, now).await?;
        }
    }
    Ok(())
}

/// Writes an end down: in the audit, and to those whom it concerns.
pub(super) async fn note_end(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    grant: &Grant,
    actor: Actor<'_>,
    now: DateTime,
) -> Result<(), Fault> {
    let (step, word) = match &grant.state {
        GrantState::Ended { why, .. } => (Step::AccessEnded, ("why", why.as_str().to_owned())),
        _ => (Step::AccessLapsed, ("reference", grant.reference.clone())),
    };
    audit::append(
        tx,
        &grant.system,
        now,
        actor,
        step,
        grant.id.as_str(),
        &[word],
    )
    .await?;
    let GrantState::Ended { why, .. } = grant.state else {
        return Ok(());
    };
    for to in concerned(system, grant) {
        let letter = letters::access_ended(&desk.texts, &to, grant, system, why);
        post(tx, desk, &grant.system, &to, &letter).await?;
    }
    Ok(())
}

/// Those who are written to about a grant: all approvers, and the agent who asked.
pub(super) fn concerned(system: &System, grant: &Grant) -> Vec<Recipient> {
    system
        .approvers
        .iter()
        .map(Recipient::from)
        .chain([Recipient::from(&grant.agent)])
        .collect()
}

/// Writes the host's proof down.
pub(super) async fn note_sweep(
    tx: &mut Tx,
    grant: &Grant,
    sweep: &Sweep,
    now: DateTime,
) -> Result<(), Fault> {
    audit::append(
        tx,
        &grant.system,
        now,
        Actor::Host,
        Step::AccessSwept,
        grant.id.as_str(),
        &[
            ("account", sweep.account.clone()),
            ("sessions", sweep.sessions.to_string()),
            ("sign_ins", sweep.sign_ins.to_string()),
            ("screens", sweep.screens.to_string()),
            ("refused", sweep.refused.to_string()),
            ("removed", sweep.removed.join(", ")),
        ],
    )
    .await
}

/// Makes durable what time alone did: requests lapse, grants expire. The host needs no telling that
/// a grant expired: its own clock is the one that counts.
///
/// # Errors
/// When the database refuses.
pub async fn turn(desk: &Desk) -> Result<(), Fault> {
    let now = desk.world.now();
    let due: Vec<(String, String)> = sqlx::query_as(
        "SELECT system, id FROM grants WHERE turns_at IS NOT NULL AND turns_at <= $1 LIMIT 100",
    )
    .bind(ms(now))
    .fetch_all(&mut *desk.read().await?)
    .await?;
    for (system, id) in due {
        let (system, id) = (SystemId(system), GrantId(id));
        let with = desk.clone();
        desk.store
            .write(move |tx| {
                Box::pin(async move {
                    let system = System::load(tx, &system).await?;
                    let grant = Grant::load(tx, &system.id, &id, now).await?;
                    if !grant.state.over() || kept_over(tx, &grant).await? {
                        return Ok(());
                    }
                    grant.keep(tx).await?;
                    note_end(tx, &with, &system, &grant, Actor::Desk, now).await?;
                    if let GrantState::Lapsed { .. } = grant.state {
                        let fact = DeskFact::GrantDropped { grant: grant.id };
                        events::append(tx, &system.id, fact, now).await?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
    Ok(())
}

/// Whether the end is written down already.
async fn kept_over(tx: &mut Tx, grant: &Grant) -> Result<bool, Fault> {
    let turns_at: Option<i64> =
        sqlx::query_scalar("SELECT turns_at FROM grants WHERE system = $1 AND id = $2")
            .bind(grant.system.as_str())
            .bind(grant.id.as_str())
            .fetch_one(&mut **tx)
            .await?;
    Ok(turns_at.is_none())
}
