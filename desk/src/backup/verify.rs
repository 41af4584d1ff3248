//! Whether a database that came back is whole: by its own check, by the audit chains in it, and by the
//! files it names.

use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::audit;
use crate::store::{DATABASE, MIGRATIONS};
use crate::system::System;

/// Checks a data folder that no desk has opened yet.
///
/// # Errors
/// When anything is not as it was.
pub(super) async fn database(data: &Path) -> anyhow::Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(data.join(DATABASE))
        .read_only(true)
        .create_if_missing(false);
    let mut db = SqliteConnection::connect_with(&options).await?;
    let checked = check(&mut db, data).await;
    db.close().await?;
    checked
}

async fn check(db: &mut SqliteConnection, data: &Path) -> anyhow::Result<()> {
    let said: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&mut *db)
        .await
        .context("the database is damaged")?;
    ensure!(said == "ok", "the database is damaged: {said}");
    let versions: Vec<i64> = sqlx::query_scalar("SELECT version FROM _sqlx_migrations")
        .fetch_all(&mut *db)
        .await?;
    for version in versions {
        ensure!(
            MIGRATIONS.version_exists(version),
            "the backup was made by a newer desk: use that one"
        );
    }
    for system in System::all(&mut *db).await? {
        if let Some(broken) = audit::broken(&mut *db, &system).await? {
            bail!("the audit chain of {} is broken: {broken:?}", system.name);
        }
    }
    // What waits for a ticket may be swept away at any time.
    let places: Vec<String> =
        sqlx::query_scalar("SELECT place FROM attachments WHERE ticket IS NOT NULL")
            .fetch_all(&mut *db)
            .await?;
    for place in places {
        ensure!(
            data.join("files").join(&place).is_file(),
            "the file {place} of a support request is missing"
        );
    }
    Ok(())
}
