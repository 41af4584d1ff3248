//! Tokens that count once.

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::ids::SystemId;

use crate::problem::Fault;
use crate::store::{Connection, ms};

/// Writes down that a token was used: whether it counts, because it came for the first time. The
/// primary key decides, so two at once cannot both be first.
///
/// # Errors
/// When the database refuses.
pub async fn use_once(
    db: &mut Connection,
    system: &SystemId,
    purpose: &'static str,
    jti: &str,
    expires_at: DateTime,
) -> Result<bool, Fault> {
    let fresh = sqlx::query(
        "INSERT INTO used_tokens (system, purpose, jti, expires_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(system.as_str())
    .bind(purpose)
    .bind(jti)
    .bind(ms(expires_at))
    .execute(db)
    .await?
    .rows_affected();
    Ok(fresh == 1)
}

/// Forgets what can no longer be used anyway: tokens, sessions and passes that ended.
///
/// # Errors
/// When the database refuses.
pub async fn forget(db: &mut Connection, now: DateTime) -> Result<(), Fault> {
    // Tokens are accepted a little past their end, so they are remembered longer than that.
    let long_ago = ms(now - TimeDelta::hours(1));
    for statement in [
        "DELETE FROM used_tokens WHERE expires_at < $1",
        "DELETE FROM reporter_sessions WHERE expires_at < $1",
        "DELETE FROM agent_sessions WHERE expires_at < $1",
        "DELETE FROM live_passes WHERE expires_at < $1",
    ] {
        sqlx::query(statement)
            .bind(long_ago)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
