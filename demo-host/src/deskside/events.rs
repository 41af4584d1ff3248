//! What the desk tells us: webhooks it signs (Standard Webhooks, `v1a`), and a pull as second net.
//! Every fact is taken in a way that taking it twice, or late, changes nothing.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use chrono::TimeDelta;
use deskside_protocol::host::{DeskEvent, DeskFact, Signed as SignedJws};
use deskside_protocol::problem::Code;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use serde::Serialize;

use crate::deskside::access::{end, requests};
use crate::deskside::jws::Refused;
use crate::deskside::pairing::Pairing;
use crate::deskside::{audit, outbox, rotation};
use crate::encoding::{base64url, from_base64, from_base64url, millis};
use crate::erp::fault::Fault;
use crate::erp::house::{App, House};

/// How old or early a webhook may be.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// How often we ask on our own.
const PULL_EVERY: Duration = Duration::from_secs(15);

/// `POST events`: takes what the desk signed; answers with the chain's head, countersigned.
///
/// # Errors
/// When it is not signed by our desk, or too old.
pub async fn post(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<SignedJws>, Fault> {
    let event: DeskEvent = serde_json::from_slice(&body).map_err(|_| Code::BadRequest)?;
    let (house, pairing) = addressee(&app, &event).await?.ok_or(Code::NotFound)?;
    let id = verify(&headers, &body, &pairing, &app).map_err(|why| {
        tracing::warn!(company = house.name, %why, "a webhook was refused");
        Fault::from(Code::Unauthenticated)
    })?;
    // The same message again is answered like the first time, and does nothing.
    let known: Option<i64> = sqlx::query_scalar("SELECT 1 FROM webhooks WHERE id = ?1")
        .bind(&id)
        .fetch_optional(&house.db)
        .await?;
    if known.is_none() {
        take(&app, &house, &event).await?;
        sqlx::query("INSERT OR IGNORE INTO webhooks (id, received_at) VALUES (?1, ?2)")
            .bind(&id)
            .bind(millis(app.now()))
            .execute(&house.db)
            .await?;
    }
    let jws = audit::advance(&app, &house, &event.head).await?;
    Ok(Json(SignedJws { jws }))
}

/// The house an event is for. Not believed before its signature is verified.
async fn addressee(app: &App, event: &DeskEvent) -> Result<Option<(Arc<House>, Pairing)>, Fault> {
    for house in &app.houses {
        if let Some(pairing) = house.pairing().await?
            && pairing.system == event.head.system
        {
            return Ok(Some((house.clone(), pairing)));
        }
    }
    Ok(None)
}

fn verify(
    headers: &HeaderMap,
    body: &[u8],
    pairing: &Pairing,
    app: &App,
) -> Result<String, Refused> {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .filter(|value| !value.is_empty())
            .ok_or(Refused::Signature)
    };
    let (id, sent) = (text("webhook-id")?, text("webhook-timestamp")?);
    let seconds: i64 = sent.parse().map_err(|_| Refused::Time)?;
    let age = app.now().timestamp().saturating_sub(seconds);
    if age.abs() > TOLERANCE.num_seconds() {
        return Err(Refused::Time);
    }
    let key: [u8; 32] = from_base64url(&pairing.desk_key)
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(Refused::Signature)?;
    let key = VerifyingKey::from_bytes(&key).map_err(|_| Refused::Signature)?;
    let mut signed = format!("{id}.{sent}.").into_bytes();
    signed.extend_from_slice(body);
    // Several signatures stand side by side while a key is being replaced.
    let good = text("webhook-signature")?
        .split(' ')
        .filter_map(|signature| signature.strip_prefix("v1a,"))
        .filter_map(from_base64)
        .filter_map(|bytes| Signature::from_slice(&bytes).ok())
        .any(|signature| key.verify(&signed, &signature).is_ok());
    if good {
        Ok(id.to_owned())
    } else {
        Err(Refused::Signature)
    }
}

/// Takes one event: acts on it, then remembers that it did. Died in between, it acts again, which
/// changes nothing.
async fn take(app: &App, house: &House, event: &DeskEvent) -> Result<(), Fault> {
    let known: Option<i64> = sqlx::query_scalar("SELECT seq FROM desk_events WHERE seq = ?1")
        .bind(i64::try_from(event.seq).map_err(|_| Code::BadRequest)?)
        .fetch_optional(&house.db)
        .await?;
    if known.is_some() {
        return Ok(());
    }
    act(app, house, event).await?;
    sqlx::query("INSERT OR IGNORE INTO desk_events (seq, body, received_at) VALUES (?1, ?2, ?3)")
        .bind(i64::try_from(event.seq).map_err(|_| Code::BadRequest)?)
        .bind(serde_json::to_string(event)?)
        .bind(millis(app.now()))
        .execute(&house.db)
        .await?;
    Ok(())
}

async fn act(app: &App, house: &House, event: &DeskEvent) -> Result<(), Fault> {
    match &event.what {
        DeskFact::GrantRequested { request } => {
            match requests::take(app, house, request).await {
                // A request we cannot take is one nobody can approve; it holds up nothing else.
                Err(fault) if fault.code == Code::Internal => Err(fault),
                _ => Ok(()),
            }
        }
        DeskFact::GrantDropped { grant } => {
            let mut tx = house.write().await?;
            end::drop_request(&mut tx, grant, app.now()).await?;
            tx.commit().await?;
            Ok(())
        }
        DeskFact::GrantEnd { grant, why } => end::end(app, house, grant, app.now(), *why)
            .await
            .map(|_| ()),
        DeskFact::RotationOpened {
            rotation,
            login,
            shared_at,
            remind,
        } => rotation::opened(app, house, rotation, login, *shared_at, *remind).await,
        DeskFact::RotationClosed { rotation } => rotation::closed(house, rotation).await,
    }
}

/// Claims of the token we ask for events with.
#[derive(Serialize)]
struct PullClaims {
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
    jti: String,
}

/// Asks for what a webhook may have missed, for as long as the program runs.
pub async fn keep_pulling(app: App, house: Arc<House>) {
    loop {
        let wait = match pull(&app, &house).await {
            Ok(true) => PULL_EVERY,
            // The desk is away or not paired yet: it is asked sooner.
            Ok(false) => Duration::from_secs(1),
            Err(error) => {
                tracing::error!(company = house.name, ?error, "events could not be taken");
                PULL_EVERY
            }
        };
        tokio::time::sleep(wait).await;
    }
}

/// Asks once. `false` when the desk did not answer.
///
/// # Errors
/// When what came could not be taken.
pub async fn pull(app: &App, house: &House) -> Result<bool, Fault> {
    let Some(pairing) = house.pairing().await? else {
        return Ok(false);
    };
    // Events are numbered without gaps: what comes after the first gap is asked for again.
    let after: i64 = sqlx::query_scalar(
        "SELECT COALESCE(MAX(seq), 0)
         FROM (SELECT seq, ROW_NUMBER() OVER (ORDER BY seq) AS place FROM desk_events)
         WHERE seq = place",
    )
    .fetch_one(&house.db)
    .await?;
    let now = app.now().timestamp();
    let token = outbox::signed(
        house,
        &PullClaims {
            iss: pairing.system.to_string(),
            aud: pairing.desk,
            iat: now,
            exp: now + 60,
            jti: base64url(&app.world.random::<16>()),
        },
    )?;
    let answer = app
        .http
        .get(format!("{}/api/host/events?after={after}", app.desk))
        .bearer_auth(token)
        .send()
        .await;
    let Ok(answer) = answer.and_then(reqwest::Response::error_for_status) else {
        return Ok(false);
    };
    let Ok(events) = answer.json::<Vec<DeskEvent>>().await else {
        return Ok(false);
    };
    for event in events {
        if event.head.system == pairing.system {
            take(app, house, &event).await?;
            audit::advance(app, house, &event.head).await?;
        }
    }
    Ok(true)
}
