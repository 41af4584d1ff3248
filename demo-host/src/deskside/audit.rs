//! The head of the desk's audit chain, countersigned and kept: it only ever moves forward, so the
//! desk cannot rewrite what we have seen (trust rule 7).

use axum::Json;
use axum::extract::State;
use deskside_protocol::audit::Head;
use deskside_protocol::host::{Signed as SignedJws, SignedHead};
use deskside_protocol::problem::Code;
use sqlx::SqliteExecutor;

use crate::deskside::outbox::signed as sign;
use crate::encoding::millis;
use crate::erp::fault::Fault;
use crate::erp::house::{App, House};
use crate::erp::sessions::Signed;

/// The last head that was countersigned.
///
/// # Errors
/// When the database fails.
pub async fn latest(db: impl SqliteExecutor<'_>) -> Result<Option<(u64, String)>, sqlx::Error> {
    let row: Option<(i64, String)> =
        sqlx::query_as("SELECT seq, jws FROM heads ORDER BY seq DESC LIMIT 1")
            .fetch_optional(db)
            .await?;
    Ok(row.map(|(seq, jws)| (u64::try_from(seq).unwrap_or(0), jws)))
}

/// Countersigns a head if it moves forward; whatever came, answers with the last one that did.
///
/// # Errors
/// When the database fails, or there is none yet.
pub async fn advance(app: &App, house: &House, head: &Head) -> Result<String, Fault> {
    let pairing = house.pairing().await?.ok_or(Code::WrongState)?;
    let mut tx = house.write().await?;
    let last = latest(&mut *tx).await?;
    let forward = last.as_ref().is_none_or(|(seq, _)| head.seq > *seq);
    if !forward || head.system != pairing.system {
        return last.map(|(_, jws)| jws).ok_or(Code::NotFound.into());
    }
    let claims = SignedHead {
        iss: pairing.system,
        iat: app.now().timestamp(),
        head: head.clone(),
    };
    let jws = sign(house, &claims)?;
    sqlx::query("INSERT INTO heads (seq, hash, jws, signed_at) VALUES (?1, ?2, ?3, ?4)")
        .bind(i64::try_from(head.seq).map_err(|_| Code::BadRequest)?)
        .bind(&head.hash)
        .bind(&jws)
        .bind(millis(app.now()))
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(jws)
}

/// `GET audit/head`: the last head, for approvers to hold the desk's trail against.
///
/// # Errors
/// When it is not an approver who asks, or there is none yet.
pub async fn head(State(_): State<App>, signed: Signed) -> Result<Json<SignedJws>, Fault> {
    signed.approver().await?.ok_or(Code::NotAnApprover)?;
    let (_, jws) = latest(&signed.house.db).await?.ok_or(Code::NotFound)?;
    Ok(Json(SignedJws { jws }))
}
