//! `GET grants` and `POST grants/{id}/revoke`: who of support may be in, from our own books, and the
//! way to end it now.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::access::EndReason;
use deskside_protocol::host::{HostGrant, HostGrantEnd};
use deskside_protocol::ids::GrantId;
use deskside_protocol::problem::Code;
use sqlx::SqlitePool;

use crate::deskside::access::book::{self, Kept};
use crate::deskside::access::end;
use crate::encoding::moment;
use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::sessions::Signed;
use crate::words::Words;

/// Lists all, newest first.
///
/// # Errors
/// When it is not an approver who asks.
pub async fn get(State(app): State<App>, signed: Signed) -> Result<Json<Vec<HostGrant>>, Fault> {
    signed.approver().await?.ok_or(Code::NotAnApprover)?;
    end::expire(&app, &signed.house).await?;
    let mut grants = Vec::new();
    for kept in book::all(&signed.house.db).await? {
        grants.push(of(&signed.house.db, kept).await?);
    }
    Ok(Json(grants))
}

/// Ends one now.
///
/// # Errors
/// When it is not an approver who asks, or there is no such grant here.
pub async fn revoke(
    State(app): State<App>,
    signed: Signed,
    Path(grant): Path<String>,
) -> Result<StatusCode, Fault> {
    signed.approver().await?.ok_or(Code::NotAnApprover)?;
    let grant = GrantId(grant);
    let house = &signed.house;
    book::find(&house.db, &grant).await?.ok_or(Code::NotFound)?;
    end::end(&app, house, &grant, app.now(), EndReason::Revoked).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A grant as approvers see it.
///
/// # Errors
/// When the database fails.
pub async fn of(db: &SqlitePool, kept: Kept) -> Result<HostGrant, Fault> {
    let grant = &kept.request.grant;
    let sign_ins: Vec<i64> =
        sqlx::query_scalar("SELECT at FROM sign_ins WHERE grant_id = ?1 ORDER BY at")
            .bind(grant.as_str())
            .fetch_all(db)
            .await?;
    let (seen_at, screen): (Option<i64>, Option<String>) =
        sqlx::query_as("SELECT seen_at, screen FROM grants WHERE grant_id = ?1")
            .bind(grant.as_str())
            .fetch_one(db)
            .await?;
    Ok(HostGrant {
        grant: grant.clone(),
        reference: kept.request.reference,
        agent: kept.request.agent,
        account: kept.approval.account,
        scopes: kept
            .approval
            .scopes
            .iter()
            .map(|scope| Words::text(&format!("scope.{scope}")))
            .collect(),
        until: kept.approval.until,
        sign_ins: sign_ins.into_iter().map(moment).collect(),
        seen_at: seen_at.map(moment),
        screen: screen.as_deref().map(serde_json::from_str).transpose()?,
        ended: kept.ended.map(|(at, why)| HostGrantEnd { at, why }),
    })
}
