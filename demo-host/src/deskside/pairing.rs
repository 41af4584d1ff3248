//! Pairing: a code that an administrator has from the desk exchanges public keys, once.

use std::time::Duration;

use deskside_protocol::host::{PairRequest, Paired};
use deskside_protocol::ids::SystemId;
use sqlx::{FromRow, SqliteExecutor};

use crate::deskside::{PREFIX, outbox};
use crate::encoding::millis;
use crate::erp::house::{App, House};

/// The desk a house is paired with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// The system this house is.
    pub system: SystemId,
    /// The desk's public URL: `iss` of what it signs, `aud` of what we sign.
    pub desk: String,
    /// The desk's Ed25519 public key, base64url.
    pub desk_key: String,
}

#[derive(FromRow)]
struct Row {
    system: String,
    desk: String,
    desk_key: String,
}

impl Pairing {
    /// The pairing in this database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(db: impl SqliteExecutor<'_>) -> Result<Option<Self>, sqlx::Error> {
        let row: Option<Row> = sqlx::query_as("SELECT system, desk, desk_key FROM pairing")
            .fetch_optional(db)
            .await?;
        Ok(row.map(|row| Pairing {
            system: SystemId(row.system),
            desk: row.desk,
            desk_key: row.desk_key,
        }))
    }
}

/// Why pairing did not come about.
#[derive(Debug, thiserror::Error)]
pub enum NotPaired {
    /// The desk did not answer; later perhaps.
    #[error("the desk does not answer")]
    Unreachable,
    /// The desk does not take the code.
    #[error("the desk refuses the code")]
    Refused,
    /// Our own database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Tries a code once.
///
/// # Errors
/// When the house is not paired after it.
pub async fn pair(app: &App, house: &House, code: &str) -> Result<(), NotPaired> {
    if house.pairing().await?.is_some() {
        return Ok(());
    }
    let answer = app
        .http
        .post(format!("{}/api/pair", app.desk))
        .json(&PairRequest {
            code: code.to_owned(),
            key: house.key.jwk().clone(),
            url: app.public_url.clone(),
            prefix: PREFIX.to_owned(),
        })
        .send()
        .await
        .map_err(|_| NotPaired::Unreachable)?;
    if answer.status().is_client_error()
        && answer.status() != reqwest::StatusCode::TOO_MANY_REQUESTS
    {
        return Err(NotPaired::Refused);
    }
    let paired: Paired = answer
        .error_for_status()
        .map_err(|_| NotPaired::Unreachable)?
        .json()
        .await
        .map_err(|_| NotPaired::Unreachable)?;
    sqlx::query(
        "INSERT INTO pairing (only_one, system, desk, desk_key, paired_at)
         VALUES (1, ?1, ?2, ?3, ?4)",
    )
    .bind(paired.system.as_str())
    .bind(&paired.desk)
    .bind(&paired.desk_key)
    .bind(millis(app.now()))
    .execute(&house.db)
    .await?;
    tracing::info!(company = house.name, system = %paired.system, "paired with the desk");
    Ok(())
}

/// Pairs each company by its code, as soon as the desk is there, and says hello.
pub async fn pair_and_greet(app: App, codes: Vec<String>) {
    for (place, house) in app.houses.iter().enumerate() {
        if let Some(code) = codes.get(place) {
            keep_trying(&app, house, code).await;
        }
        if let Err(error) = outbox::greet(&app, house).await {
            tracing::error!(company = house.name, ?error, "could not greet the desk");
        }
    }
}

async fn keep_trying(app: &App, house: &House, code: &str) {
    loop {
        match pair(app, house, code).await {
            Ok(()) => return,
            Err(NotPaired::Unreachable) => tokio::time::sleep(Duration::from_millis(300)).await,
            Err(error) => {
                tracing::error!(company = house.name, %error, "not paired; type a new code under Settings");
                return;
            }
        }
    }
}
