//! Creating calls can be sent again: the same key with the same words makes nothing more.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use deskside_protocol::DateTime;
use deskside_protocol::ids::SystemId;
use deskside_protocol::problem::Code;
use serde::Serialize;

use crate::keys::digest;
use crate::problem::Fault;
use crate::store::{Connection, ms};

/// Longest key.
const LONGEST: usize = 200;

/// The `Idempotency-Key` of a creating call.
#[derive(Clone, Debug)]
pub(crate) struct Once(String);

impl Once {
    /// The key that a page without script carries as a hidden field.
    pub(crate) fn of(key: &str) -> Self {
        Self(key.to_owned())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Once {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts
            .headers
            .get("idempotency-key")
            .and_then(|value| value.to_str().ok())
            .filter(|key| !key.is_empty() && key.len() <= LONGEST)
            .map(|key| Self(key.to_owned()))
            .ok_or_else(|| Fault::on(Code::BadRequest, "Idempotency-Key"))
    }
}

/// A creating call: who makes it, under which key, with which words.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    system: SystemId,
    caller: String,
    key: String,
    hash: String,
}

impl Call {
    /// A call to an address with a body.
    ///
    /// # Errors
    /// When the body cannot be written.
    pub(crate) fn new<T: Serialize>(
        system: &SystemId,
        caller: String,
        Once(key): Once,
        address: &str,
        body: &T,
    ) -> Result<Self, Fault> {
        let body = serde_json::to_string(body)?;
        Ok(Self {
            system: system.clone(),
            caller,
            key,
            hash: digest(format!("{address}\n{body}")),
        })
    }

    /// What the same call made before.
    ///
    /// # Errors
    /// When the key was used for something else.
    pub(crate) async fn made(&self, db: &mut Connection) -> Result<Option<String>, Fault> {
        let row: Option<(String, String)> = sqlx::query_as(
            "SELECT request_hash, made FROM idempotency
             WHERE system = $1 AND caller = $2 AND idempotency_key = $3",
        )
        .bind(self.system.as_str())
        .bind(&self.caller)
        .bind(&self.key)
        .fetch_optional(db)
        .await?;
        match row {
            Some((hash, made)) if hash == self.hash => Ok(Some(made)),
            Some(_) => Err(Fault::of(Code::IdempotencyConflict)),
            None => Ok(None),
        }
    }

    /// Remembers what it made, in the same transaction.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn makes(
        &self,
        db: &mut Connection,
        made: &str,
        now: DateTime,
    ) -> Result<(), Fault> {
        sqlx::query(
            "INSERT INTO idempotency (system, caller, idempotency_key, request_hash, made, at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(self.system.as_str())
        .bind(&self.caller)
        .bind(&self.key)
        .bind(&self.hash)
        .bind(made)
        .bind(ms(now))
        .execute(db)
        .await?;
        Ok(())
    }
}
