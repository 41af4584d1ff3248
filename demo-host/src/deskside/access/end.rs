//! The end of a grant: the account switched off, its sessions dead, what it left behind removed, and
//! all of that reported. Never revived: longer or wider is a new approval.

use deskside_protocol::DateTime;
use deskside_protocol::access::{EndReason, Sweep};
use deskside_protocol::host::HostEvent;
use deskside_protocol::ids::GrantId;
use sqlx::{Sqlite, Transaction};

use crate::deskside::access::book;
use crate::deskside::outbox;
use crate::encoding::{kept, millis};
use crate::erp::fault::Fault;
use crate::erp::house::{App, House};
use crate::erp::trade::quotation_number;

/// Ends a grant, or takes a request off the table that nobody answered. `true` when it did
/// something.
///
/// # Errors
/// When the database fails.
pub async fn end(
    app: &App,
    house: &House,
    grant: &GrantId,
    at: DateTime,
    why: EndReason,
) -> Result<bool, Fault> {
    let at = kept(at);
    let mut tx = house.write().await?;
    let dropped = drop_request(&mut tx, grant, at).await?;
    let kept = book::find(&mut *tx, grant).await?;
    let Some(open) = kept.filter(|kept| kept.ended.is_none()) else {
        tx.commit().await?;
        return Ok(dropped);
    };
    let sweep = sweep(&mut tx, grant, open.account, &open.approval.account).await?;
    sqlx::query("UPDATE grants SET ended_at = ?2, ended_why = ?3, sweep = ?4 WHERE grant_id = ?1")
        .bind(grant.as_str())
        .bind(millis(at))
        .bind(why.as_str())
        .bind(serde_json::to_string(&sweep)?)
        .execute(&mut *tx)
        .await?;
    let event = HostEvent::GrantEnded {
        grant: grant.clone(),
        at,
        why,
        sweep,
    };
    outbox::put(app, &mut tx, &event).await?;
    tx.commit().await?;
    house.outbox.notify_one();
    tracing::info!(company = house.name, %grant, why = why.as_str(), "access ended");
    Ok(true)
}

/// Takes a request off the table.
///
/// # Errors
/// When the database fails.
pub async fn drop_request(
    tx: &mut Transaction<'_, Sqlite>,
    grant: &GrantId,
    at: DateTime,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE requests SET state = 'dropped', decided_at = ?2
         WHERE grant_id = ?1 AND state = 'open'",
    )
    .bind(grant.as_str())
    .bind(millis(at))
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

async fn sweep(
    tx: &mut Transaction<'_, Sqlite>,
    grant: &GrantId,
    account: i64,
    login: &str,
) -> Result<Sweep, Fault> {
    sqlx::query("UPDATE users SET active = 0, password_hash = NULL WHERE id = ?1")
        .bind(account)
        .execute(&mut **tx)
        .await?;
    // Remembered before they go, so that a page left open can be told why it died.
    sqlx::query(
        "INSERT OR IGNORE INTO ended_sessions (token_hash, grant_id)
         SELECT token_hash, ?2 FROM sessions WHERE user_id = ?1",
    )
    .bind(account)
    .bind(grant.as_str())
    .execute(&mut **tx)
    .await?;
    let sessions = sqlx::query("DELETE FROM sessions WHERE user_id = ?1 OR grant_id = ?2")
        .bind(account)
        .bind(grant.as_str())
        .execute(&mut **tx)
        .await?
        .rows_affected();
    let links: Vec<i64> =
        sqlx::query_scalar("DELETE FROM share_links WHERE created_by = ?1 RETURNING quotation_id")
            .bind(account)
            .fetch_all(&mut **tx)
            .await?;
    let sign_ins: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sign_ins WHERE grant_id = ?1")
        .bind(grant.as_str())
        .fetch_one(&mut **tx)
        .await?;
    let (screens, refused): (i64, i64) = sqlx::query_as(
        "SELECT COALESCE(SUM(refused = 0), 0), COALESCE(SUM(refused), 0)
         FROM page_log WHERE grant_id = ?1",
    )
    .bind(grant.as_str())
    .fetch_one(&mut **tx)
    .await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Sweep {
        account: login.to_owned(),
        sessions: u32::try_from(sessions).unwrap_or(u32::MAX),
        sign_ins: count(sign_ins),
        screens: count(screens),
        refused: count(refused),
        removed: links
            .into_iter()
            .map(|id| format!("share link to {}", quotation_number(id)))
            .collect(),
    })
}

/// Ends every grant whose time is over by our own clock.
///
/// # Errors
/// When the database fails.
pub async fn expire(app: &App, house: &House) -> Result<(), Fault> {
    for (grant, until) in book::overdue(&house.db, app.now()).await? {
        end(app, house, &grant, until, EndReason::Expired).await?;
    }
    Ok(())
}
