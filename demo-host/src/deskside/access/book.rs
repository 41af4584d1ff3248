//! The book of grants, as the house keeps it.

use deskside_protocol::DateTime;
use deskside_protocol::access::{Approval, EndReason, GrantRequest};
use deskside_protocol::ids::GrantId;
use sqlx::{FromRow, SqliteExecutor};

use crate::encoding::{millis, moment};
use crate::erp::fault::Fault;

/// A grant in the book.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What was asked, as the desk signed it.
    pub request: GrantRequest,
    /// What was approved.
    pub approval: Approval,
    /// The support account made for it.
    pub account: i64,
    /// When it ended, and how.
    pub ended: Option<(DateTime, EndReason)>,
}

#[derive(FromRow)]
struct Row {
    request: String,
    approval: String,
    account_id: i64,
    ended_at: Option<i64>,
    ended_why: Option<String>,
}

impl Row {
    fn read(self) -> Result<Kept, serde_json::Error> {
        let why = self
            .ended_why
            .map(|why| serde_json::from_value(why.into()))
            .transpose()?;
        Ok(Kept {
            request: serde_json::from_str(&self.request)?,
            approval: serde_json::from_str(&self.approval)?,
            account: self.account_id,
            ended: self.ended_at.map(moment).zip(why),
        })
    }
}

/// The grant, if anybody ever approved it.
///
/// # Errors
/// When the database fails.
pub async fn find(
    db: impl SqliteExecutor<'_>,
    grant: &GrantId,
) -> Result<Option<Kept>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT request, approval, account_id, ended_at, ended_why
         FROM grants WHERE grant_id = ?1",
    )
    .bind(grant.as_str())
    .fetch_optional(db)
    .await?;
    row.map(Row::read)
        .transpose()
        .map_err(|error| sqlx::Error::Decode(error.into()))
}

/// The grant, if it is open at this moment by our own clock.
///
/// # Errors
/// When the database fails.
pub async fn open(
    db: impl SqliteExecutor<'_>,
    grant: &GrantId,
    now: DateTime,
) -> Result<Option<Kept>, sqlx::Error> {
    Ok(find(db, grant)
        .await?
        .filter(|kept| kept.ended.is_none() && now < kept.approval.until))
}

/// All grants, newest first.
///
/// # Errors
/// When the database fails.
pub async fn all(db: impl SqliteExecutor<'_>) -> Result<Vec<Kept>, Fault> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT request, approval, account_id, ended_at, ended_why
         FROM grants ORDER BY rowid DESC",
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| row.read().map_err(Fault::from))
        .collect()
}

/// Grants whose time is over although nobody ended them yet.
///
/// # Errors
/// When the database fails.
pub async fn overdue(
    db: impl SqliteExecutor<'_>,
    now: DateTime,
) -> Result<Vec<(GrantId, DateTime)>, sqlx::Error> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT grant_id, until FROM grants WHERE ended_at IS NULL AND until <= ?1")
            .bind(millis(now))
            .fetch_all(db)
            .await?;
    Ok(rows
        .into_iter()
        .map(|(grant, until)| (GrantId(grant), moment(until)))
        .collect())
}

/// How many requests wait for an answer at this moment.
///
/// # Errors
/// When the database fails.
pub async fn waiting(db: impl SqliteExecutor<'_>, now: DateTime) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT COUNT(*) FROM requests WHERE state = 'open' AND lapses_at > ?1")
        .bind(millis(now))
        .fetch_one(db)
        .await
}
