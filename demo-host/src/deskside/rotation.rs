//! Rotations: whose password must change because it was shared, and proof that it did.

use axum::Json;
use axum::extract::{Query, State};
use deskside_protocol::DateTime;
use deskside_protocol::host::{HostEvent, Signed as SignedJws};
use deskside_protocol::ids::RotationId;
use deskside_protocol::problem::Code;
use deskside_protocol::rotation::RotationEvidence;
use serde::Deserialize;
use sqlx::{Sqlite, SqliteExecutor, Transaction};

use crate::deskside::outbox::{self, signed as sign};
use crate::encoding::{base64url, kept, millis};
use crate::erp::accounts::{self, User};
use crate::erp::fault::Fault;
use crate::erp::house::{App, House};
use crate::erp::sessions::Signed;

/// How long evidence is valid, in seconds.
const VALID: i64 = 300;

/// The desk says that a credential was shared. The first time we answer whose it is.
///
/// # Errors
/// When the database fails.
pub async fn opened(
    app: &App,
    house: &House,
    rotation: &RotationId,
    login: &str,
    shared_at: DateTime,
    remind: bool,
) -> Result<(), Fault> {
    let mut tx = house.write().await?;
    let first = sqlx::query(
        "INSERT INTO rotations (rotation, login, shared_at, remind) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (rotation) DO NOTHING",
    )
    .bind(rotation.as_str())
    .bind(login.trim())
    .bind(millis(shared_at))
    .bind(remind)
    .execute(&mut *tx)
    .await?
    .rows_affected()
        == 1;
    if remind {
        // Told out of order, reminding stays: it only ever begins.
        sqlx::query("UPDATE rotations SET remind = 1 WHERE rotation = ?1")
            .bind(rotation.as_str())
            .execute(&mut *tx)
            .await?;
    }
    if first {
        let person = accounts::by_login(&mut *tx, login)
            .await?
            .filter(|user| user.support_grant.is_none())
            .map(|user| user.person());
        let event = HostEvent::RotationSubject {
            rotation: rotation.clone(),
            person,
        };
        outbox::put(app, &mut tx, &event).await?;
    }
    tx.commit().await?;
    house.outbox.notify_one();
    Ok(())
}

/// The desk says that a rotation is over.
///
/// # Errors
/// When the database fails.
pub async fn closed(house: &House, rotation: &RotationId) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO rotations (rotation, login, shared_at, remind, closed)
         VALUES (?1, '', 0, 0, 1)
         ON CONFLICT (rotation) DO UPDATE SET closed = 1",
    )
    .bind(rotation.as_str())
    .execute(&house.db)
    .await?;
    Ok(())
}

/// How many passwords this person is reminded to change and has not changed since.
///
/// # Errors
/// When the database fails.
pub async fn due(db: impl SqliteExecutor<'_>, user: &User) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT COUNT(*) FROM rotations
         WHERE login = ?1 COLLATE NOCASE AND remind = 1 AND closed = 0 AND shared_at >= ?2",
    )
    .bind(&user.login)
    .bind(user.password_changed_at.map_or(i64::MIN, millis))
    .fetch_one(db)
    .await
}

/// A password changed: the desk is told, within the transaction that changed it.
///
/// # Errors
/// When the database fails.
pub async fn changed(
    app: &App,
    tx: &mut Transaction<'_, Sqlite>,
    login: &str,
    at: DateTime,
) -> Result<(), Fault> {
    let event = HostEvent::CredentialChanged {
        login: login.to_owned(),
        at: kept(at),
    };
    outbox::put(app, tx, &event).await
}

/// Whose credential.
#[derive(Debug, Deserialize)]
pub struct Whose {
    /// The sign-in.
    pub login: String,
}

/// `GET evidence`: when a password last changed, signed. One's own; an approver may ask for any.
///
/// # Errors
/// When it is somebody else's, or nobody's.
pub async fn evidence(
    State(app): State<App>,
    signed: Signed,
    Query(whose): Query<Whose>,
) -> Result<Json<SignedJws>, Fault> {
    let house = &signed.house;
    let pairing = house.pairing().await?.ok_or(Code::WrongState)?;
    let own = whose.login.trim().eq_ignore_ascii_case(&signed.user.login);
    if !own && signed.approver().await?.is_none() {
        return Err(Code::Forbidden.into());
    }
    let user = accounts::by_login(&house.db, &whose.login)
        .await?
        .filter(|user| user.support_grant.is_none())
        .ok_or(Code::NotFound)?;
    let now = app.now().timestamp();
    let claims = RotationEvidence {
        iss: pairing.system,
        aud: pairing.desk,
        iat: now,
        exp: now + VALID,
        jti: base64url(&app.world.random::<16>()),
        login: whose.login,
        changed_at: user.password_changed_at,
    };
    Ok(Json(SignedJws {
        jws: sign(house, &claims)?,
    }))
}
