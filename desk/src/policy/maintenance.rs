//! Maintenance windows (2.2): planned, told ahead, begun and over by themselves, or cancelled.

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::api::{AgentMaintenance, NewMaintenance};
use deskside_protocol::identity::AgentCard;
use deskside_protocol::ids::{MaintenanceId, SystemId};
use deskside_protocol::policy::{LONGEST_MAINTENANCE, MaintenanceState, MaintenanceView, Span};
use deskside_protocol::problem::Code;
use sqlx::Row as _;

use super::contacts;
use crate::desk::Desk;
use crate::live;
use crate::mail::{Letter, Recipient, Texts, letters, post};
use crate::problem::Fault;
use crate::store::{Connection, Row, Stored, Tx, moment, ms};
use crate::system::System;

/// People are reminded this long before it, where they were told longer ago.
const REMINDS_BEFORE: TimeDelta = TimeDelta::hours(24);
/// Nobody plans further ahead.
const FURTHEST: TimeDelta = TimeDelta::days(366);
/// Agents see so many that are past.
const SHOWN_PAST: i64 = 30;

/// Maintenance of a system that is not over yet, and not cancelled.
///
/// # Errors
/// When the database cannot be read.
pub async fn maintenance_of(
    db: &mut Connection,
    system: &SystemId,
    now: DateTime,
) -> Result<Vec<Span>, Fault> {
    maintenance_since(db, system, now).await
}

/// Maintenance of a system that was not over at a moment, and not cancelled; the first comes first.
///
/// # Errors
/// When the database cannot be read.
pub async fn maintenance_since(
    db: &mut Connection,
    system: &SystemId,
    since: DateTime,
) -> Result<Vec<Span>, Fault> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT from_at, until_at FROM maintenance
         WHERE system = $1 AND until_at > $2 AND cancelled_at IS NULL ORDER BY from_at, id",
    )
    .bind(system.as_str())
    .bind(ms(since))
    .fetch_all(db)
    .await?;
    let spans = rows.into_iter().map(|(from, until)| Span {
        from: moment(from),
        until: moment(until),
    });
    Ok(spans.collect())
}

/// Windows of a system that run or are to come, the next first.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_system(
    db: &mut Connection,
    system: &SystemId,
    now: DateTime,
) -> Result<Vec<MaintenanceView>, Fault> {
    let rows = sqlx::query(
        "SELECT * FROM maintenance WHERE system = $1 AND until_at > $2 AND cancelled_at IS NULL
         ORDER BY from_at, id",
    )
    .bind(system.as_str())
    .bind(ms(now))
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(view).collect::<Result<_, _>>()?)
}

/// Windows of all systems, as agents see them: those that run or are to come, the next first, then
/// those that are past or cancelled, the last first.
///
/// # Errors
/// When the database cannot be read.
pub async fn all(db: &mut Connection, now: DateTime) -> Result<Vec<AgentMaintenance>, Fault> {
    let mut rows = sqlx::query(
        "SELECT * FROM maintenance WHERE until_at > $1 AND cancelled_at IS NULL
         ORDER BY from_at, id",
    )
    .bind(ms(now))
    .fetch_all(&mut *db)
    .await?;
    let past = sqlx::query(
        "SELECT * FROM maintenance WHERE until_at <= $1 OR cancelled_at IS NOT NULL
         ORDER BY COALESCE(cancelled_at, until_at) DESC, id LIMIT $2",
    )
    .bind(ms(now))
    .bind(SHOWN_PAST)
    .fetch_all(&mut *db)
    .await?;
    rows.extend(past);
    let systems = System::all(db).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: &str = row.try_get("system")?;
        if let Some(system) = systems.iter().find(|system| system.id.as_str() == id) {
            all.push(for_agents(system, row)?);
        }
    }
    Ok(all)
}

/// A window as agents see it.
///
/// # Errors
/// When there is no such window.
pub async fn window(db: &mut Connection, id: &MaintenanceId) -> Result<AgentMaintenance, Fault> {
    let row = sqlx::query("SELECT * FROM maintenance WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(&mut *db)
        .await?
        .ok_or_else(Fault::nothing)?;
    let system = System::load(db, &SystemId(row.try_get("system")?)).await?;
    for_agents(&system, &row)
}

/// Plans a window, and tells everybody whom it concerns at once.
///
/// # Errors
/// When it has begun already, is too long or too far away, or the database refuses.
pub async fn plan(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    new: NewMaintenance,
    agent: &AgentCard,
    now: DateTime,
) -> Result<MaintenanceId, Fault> {
    check(new.span, now)?;
    let policy = desk.rules.of(system, now);
    let id = MaintenanceId::from_random(desk.world.random());
    let remind_at = Some(new.span.from - REMINDS_BEFORE).filter(|&at| at > now);
    let mut planned = AgentMaintenance {
        system: system.card(),
        short_notice: !policy.maintenance.keeps_notice(new.span.from, now),
        window: MaintenanceView {
            id: id.clone(),
            span: new.span,
            text: new.text,
            state: MaintenanceState::Planned,
            told_at: None,
        },
    };
    let told = tell(tx, desk, system, |texts, to| {
        letters::maintenance_planned(texts, to, &planned, system, &policy)
    });
    planned.window.told_at = told.await?.then_some(now);
    let window = &planned.window;
    sqlx::query(
        "INSERT INTO maintenance (system, id, from_at, until_at, text, planned_by, planned_at,
         short_notice, told_at, remind_at, look_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(system.id.as_str())
    .bind(id.as_str())
    .bind(ms(window.span.from))
    .bind(ms(window.span.until))
    .bind(Stored(&window.text))
    .bind(Stored(agent))
    .bind(ms(now))
    .bind(i64::from(planned.short_notice))
    .bind(window.told_at.map(ms))
    .bind(remind_at.map(ms))
    .bind(ms(remind_at.unwrap_or(window.span.from)))
    .execute(&mut **tx)
    .await?;
    live::announce_service(tx, &system.id, id.as_str());
    Ok(id)
}

fn check(span: Span, now: DateTime) -> Result<(), Fault> {
    if span.from <= now || span.from - now > FURTHEST {
        return Err(Fault::on(Code::FieldInvalid, "from"));
    }
    if span.until <= span.from || span.until - span.from > LONGEST_MAINTENANCE {
        return Err(Fault::on(Code::FieldInvalid, "until"));
    }
    Ok(())
}

/// Cancels a window that has not begun, and tells everybody whom it would have concerned.
///
/// # Errors
/// When there is no such window, or it has begun or was cancelled before.
pub async fn cancel(
    tx: &mut Tx,
    desk: &Desk,
    id: &MaintenanceId,
    now: DateTime,
) -> Result<(), Fault> {
    let cancelled = window(tx, id).await?;
    let stands = cancelled.window.state == MaintenanceState::Planned;
    if !stands || cancelled.window.span.from <= now {
        return Err(Fault::of(Code::WrongState));
    }
    let system = System::load(tx, &cancelled.system.id).await?;
    let policy = desk.rules.of(&system, now);
    sqlx::query(
        "UPDATE maintenance SET cancelled_at = $3, remind_at = NULL, look_at = NULL
         WHERE system = $1 AND id = $2",
    )
    .bind(system.id.as_str())
    .bind(id.as_str())
    .bind(ms(now))
    .execute(&mut **tx)
    .await?;
    tell(tx, desk, &system, |texts, to| {
        letters::maintenance_cancelled(texts, to, &cancelled, &system, &policy)
    })
    .await?;
    live::announce_service(tx, &system.id, id.as_str());
    Ok(())
}

/// Reminds of windows, and has those who follow along look again when one begins or ends.
///
/// # Errors
/// When the database refuses.
pub async fn turn(desk: &Desk) -> Result<(), Fault> {
    let now = desk.world.now();
    let due: Vec<String> = sqlx::query_scalar(
        "SELECT id FROM maintenance WHERE look_at IS NOT NULL AND look_at <= $1 LIMIT 100",
    )
    .bind(ms(now))
    .fetch_all(&mut *desk.read().await?)
    .await?;
    for id in due {
        let with = desk.clone();
        desk.store
            .write(move |tx| {
                Box::pin(async move { look(tx, &with, &MaintenanceId(id), now).await })
            })
            .await?;
    }
    Ok(())
}

async fn look(tx: &mut Tx, desk: &Desk, id: &MaintenanceId, now: DateTime) -> Result<(), Fault> {
    let due: Option<(Option<i64>,)> = sqlx::query_as(
        "SELECT remind_at FROM maintenance WHERE id = $1 AND look_at IS NOT NULL AND look_at <= $2",
    )
    .bind(id.as_str())
    .bind(ms(now))
    .fetch_optional(&mut **tx)
    .await?;
    // Somebody else may have looked, or it was cancelled meanwhile.
    let Some((remind_at,)) = due else {
        return Ok(());
    };
    let planned = window(tx, id).await?;
    let system = System::load(tx, &planned.system.id).await?;
    let span = planned.window.span;
    // A reminder of what has begun would be no warning any more.
    if remind_at.is_some() && now < span.from {
        let policy = desk.rules.of(&system, now);
        tell(tx, desk, &system, |texts, to| {
            letters::maintenance_reminder(texts, to, &planned, &system, &policy)
        })
        .await?;
    }
    let next = [span.from, span.until].into_iter().find(|&at| at > now);
    sqlx::query(
        "UPDATE maintenance SET remind_at = NULL, look_at = $3 WHERE system = $1 AND id = $2",
    )
    .bind(system.id.as_str())
    .bind(id.as_str())
    .bind(next.map(ms))
    .execute(&mut **tx)
    .await?;
    live::announce_service(tx, &system.id, id.as_str());
    Ok(())
}

/// Writes to everybody of a system whom it concerns, each in their language; whether there is anybody.
async fn tell(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    letter: impl Fn(&Texts, &Recipient) -> Letter + Send + Sync,
) -> Result<bool, Fault> {
    let contacts = contacts(tx, system).await?;
    for person in &contacts {
        let to = Recipient::from(person);
        post(tx, desk, &system.id, &to, &letter(&desk.texts, &to)).await?;
    }
    Ok(!contacts.is_empty())
}

fn for_agents(system: &System, row: &Row) -> Result<AgentMaintenance, Fault> {
    Ok(AgentMaintenance {
        system: system.card(),
        window: view(row)?,
        short_notice: row.try_get::<i64, _>("short_notice")? != 0,
    })
}

fn view(row: &Row) -> Result<MaintenanceView, sqlx::Error> {
    Ok(MaintenanceView {
        id: MaintenanceId(row.try_get("id")?),
        span: Span {
            from: moment(row.try_get("from_at")?),
            until: moment(row.try_get("until_at")?),
        },
        text: row.try_get::<Stored<_>, _>("text")?.0,
        state: match row.try_get::<Option<i64>, _>("cancelled_at")? {
            None => MaintenanceState::Planned,
            Some(_) => MaintenanceState::Cancelled,
        },
        told_at: row.try_get::<Option<i64>, _>("told_at")?.map(moment),
    })
}
