//! What we tell the desk: rows written in the same transaction as their cause, signed when sent,
//! sent in order until the desk has them. Nothing that keeps people out depends on it.

use std::time::Duration;

use chrono::TimeDelta;
use deskside_protocol::host::{HostEvent, HostReport};
use sqlx::{Sqlite, Transaction};

use crate::deskside::pairing::Pairing;
use crate::deskside::{context, jws};
use crate::encoding::{base64url, millis};
use crate::erp::accounts;
use crate::erp::fault::Fault;
use crate::erp::house::{App, House};
use crate::erp::rights;

/// How long a signed report is valid.
const VALID: TimeDelta = TimeDelta::seconds(120);
/// A report that the desk answered with a refusal this often is set aside, so that it does not
/// hold up what comes after it.
const PATIENCE: i64 = 600;

/// Writes a report down, within the transaction of its cause.
///
/// # Errors
/// When the database fails.
pub async fn put(
    app: &App,
    tx: &mut Transaction<'_, Sqlite>,
    event: &HostEvent,
) -> Result<(), Fault> {
    sqlx::query("INSERT INTO outbox (jti, event, made_at) VALUES (?1, ?2, ?3)")
        .bind(base64url(&app.world.random::<16>()))
        .bind(serde_json::to_string(event)?)
        .bind(millis(app.now()))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Tells the desk what this house offers and who may approve. Nothing when it is not paired.
///
/// # Errors
/// When the database fails.
pub async fn greet(app: &App, house: &House) -> Result<(), Fault> {
    if house.pairing().await?.is_none() {
        return Ok(());
    }
    let mut tx = house.write().await?;
    let approvers = accounts::approvers(&mut *tx).await?;
    let hello = HostEvent::Hello {
        scopes: rights::offers(),
        approvers,
        installation: Some(context::installation(house).await?),
    };
    put(app, &mut tx, &hello).await?;
    tx.commit().await?;
    house.outbox.notify_one();
    Ok(())
}

/// Sends what waits, for as long as the program runs.
pub async fn run(app: App, house: std::sync::Arc<House>) {
    loop {
        if let Err(error) = flush(&app, &house).await {
            tracing::error!(?error, "the outbox could not be read");
        }
        tokio::select! {
            () = house.outbox.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }
}

/// Sends what waits, oldest first, until all is sent or the desk does not take one.
///
/// # Errors
/// When the database fails.
pub async fn flush(app: &App, house: &House) -> Result<(), Fault> {
    let _turn = house.sending.lock().await;
    let Some(pairing) = house.pairing().await? else {
        return Ok(());
    };
    loop {
        let next: Option<(i64, String, String, i64)> = sqlx::query_as(
            "SELECT id, jti, event, tries FROM outbox
             WHERE sent_at IS NULL AND refused IS NULL ORDER BY id LIMIT 1",
        )
        .fetch_optional(&house.db)
        .await?;
        let Some((id, jti, event, tries)) = next else {
            return Ok(());
        };
        let report = sign(app, house, &pairing, jti, serde_json::from_str(&event)?)?;
        match send(app, report).await {
            Delivery::Taken => mark_sent(app, house, id).await?,
            Delivery::Refused(status) if tries >= PATIENCE => {
                tracing::error!(
                    company = house.name,
                    status,
                    event,
                    "the desk refuses a report"
                );
                sqlx::query("UPDATE outbox SET refused = ?2 WHERE id = ?1")
                    .bind(id)
                    .bind(i64::from(status))
                    .execute(&house.db)
                    .await?;
            }
            Delivery::Refused(status) => {
                tracing::warn!(
                    company = house.name,
                    status,
                    "the desk did not take a report"
                );
                sqlx::query("UPDATE outbox SET tries = tries + 1 WHERE id = ?1")
                    .bind(id)
                    .execute(&house.db)
                    .await?;
                return Ok(());
            }
            Delivery::Away => return Ok(()),
        }
    }
}

fn sign(
    app: &App,
    house: &House,
    pairing: &Pairing,
    jti: String,
    event: HostEvent,
) -> Result<String, Fault> {
    let now = app.now();
    let report = HostReport {
        iss: pairing.system.clone(),
        aud: pairing.desk.clone(),
        iat: now.timestamp(),
        exp: (now + VALID).timestamp(),
        jti,
        event,
    };
    signed(house, &report)
}

/// Signs claims, or says that something broke.
///
/// # Errors
/// When the key cannot sign.
pub fn signed(house: &House, claims: &impl serde::Serialize) -> Result<String, Fault> {
    jws::sign(&house.key, claims).map_err(|error| {
        tracing::error!(%error, "the host key cannot sign");
        deskside_protocol::problem::Code::Internal.into()
    })
}

enum Delivery {
    Taken,
    Refused(u16),
    Away,
}

async fn send(app: &App, report: String) -> Delivery {
    let answer = app
        .http
        .post(format!("{}/api/host/reports", app.desk))
        .header("content-type", "application/jose")
        .body(report)
        .send()
        .await;
    match answer.map(|answer| answer.status()) {
        // A conflict says that this very report was taken before and the answer got lost.
        Ok(status) if status.is_success() || status == reqwest::StatusCode::CONFLICT => {
            Delivery::Taken
        }
        Ok(status) if status.is_client_error() => Delivery::Refused(status.as_u16()),
        _ => Delivery::Away,
    }
}

async fn mark_sent(app: &App, house: &House, id: i64) -> Result<(), Fault> {
    sqlx::query("UPDATE outbox SET sent_at = ?2 WHERE id = ?1")
        .bind(id)
        .bind(millis(app.now()))
        .execute(&house.db)
        .await?;
    Ok(())
}
