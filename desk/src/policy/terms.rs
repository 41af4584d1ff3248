//! Terms (1.2): people are told ahead that warranty or life cycle come to their end, each notice once,
//! and at least the nearest when the desk was away on the day itself.

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::ids::SystemId;
use deskside_protocol::policy::{Policy, TermView};

use super::contacts;
use crate::desk::Desk;
use crate::mail::{Recipient, letters, post};
use crate::problem::Fault;
use crate::store::{Tx, ms};
use crate::system::System;

/// A system's terms are looked at this often.
const EVERY: TimeDelta = TimeDelta::hours(1);

/// The terms of a system on the day it is there, by the policy it signed.
#[must_use]
pub fn terms_of(policy: &Policy, system: &System, now: DateTime) -> Vec<TermView> {
    let said = system.installation.as_ref();
    policy.terms(
        said.and_then(|said| said.activated_on),
        said.and_then(|said| said.released_on),
        system.today(now),
    )
}

/// Tells of every term whose notice is due.
///
/// # Errors
/// When the database refuses.
pub async fn tell_terms(desk: &Desk) -> Result<(), Fault> {
    let now = desk.world.now();
    let due: Vec<String> = sqlx::query_scalar(
        "SELECT id FROM systems WHERE terms_at <= $1 ORDER BY terms_at LIMIT 100",
    )
    .bind(ms(now))
    .fetch_all(&mut *desk.read().await?)
    .await?;
    for id in due {
        let with = desk.clone();
        desk.store
            .write(move |tx| Box::pin(async move { look(tx, &with, &SystemId(id), now).await }))
            .await?;
    }
    Ok(())
}

async fn look(tx: &mut Tx, desk: &Desk, id: &SystemId, now: DateTime) -> Result<(), Fault> {
    let system = System::load(tx, id).await?;
    let policy = desk.rules.of(&system, now);
    for term in terms_of(&policy, &system, now) {
        let Some(days) = term.notice_due() else {
            continue;
        };
        if remember(tx, id, &term, days, now).await? {
            for person in contacts(tx, &system).await? {
                let to = Recipient::from(&person);
                let letter = letters::term_ending(&desk.texts, &to, &term, &system, &policy);
                post(tx, desk, id, &to, &letter).await?;
            }
        }
    }
    sqlx::query("UPDATE systems SET terms_at = $2 WHERE id = $1")
        .bind(id.as_str())
        .bind(ms(now + EVERY))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Remembers a notice; whether it is the first time. A term that ends on another day is another term.
async fn remember(
    tx: &mut Tx,
    system: &SystemId,
    term: &TermView,
    days: u32,
    now: DateTime,
) -> Result<bool, Fault> {
    let kept = sqlx::query(
        "INSERT INTO term_notices (system, kind, ends_on, days, told_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    )
    .bind(system.as_str())
    .bind(term.kind.as_str())
    .bind(term.ends_on.to_string())
    .bind(i64::from(days))
    .bind(ms(now))
    .execute(&mut **tx)
    .await?;
    Ok(kept.rows_affected() > 0)
}
