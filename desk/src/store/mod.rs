//! Where everything is kept: one writer with group commit, and a pool that reads. What the writer
//! acknowledged was synced to the disk before.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::mpsc;

mod db;
mod writer;

pub use db::{Arguments, Connection, Db, Pool, Row, Stored, count, moment, ms};
pub use writer::{After, Tx};

use crate::problem::Fault;

/// The database's file in the data folder.
pub const DATABASE: &str = "desk.sqlite";
/// Every change its tables went through, in order.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// The store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    read: Pool,
    jobs: mpsc::Sender<writer::Job>,
}

/// What the writer does once a commit is safe.
pub type Announce = Box<dyn Fn(After) + Send + Sync>;

impl Store {
    /// Opens the store in a folder, brings its tables up to date and starts the writer, which tells
    /// `announce` what happened after each commit.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub async fn open(folder: &Path, announce: Announce) -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::from_str("sqlite://")?
            .filename(folder.join(DATABASE))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        MIGRATIONS.run(&write).await?;
        let connection = write.acquire().await?.detach();
        let read = SqlitePoolOptions::new()
            .max_connections(8)
            .connect_with(options.read_only(true).create_if_missing(false))
            .await?;
        let jobs = writer::start(connection, announce);
        Ok(Self { read, jobs })
    }

    /// Connections for reading only.
    #[must_use]
    pub fn read(&self) -> &Pool {
        &self.read
    }

    /// Runs a piece of work in a transaction of its own kind: it is kept whole or not at all, and
    /// the answer is given only when it is safe on the disk.
    ///
    /// # Errors
    /// What the work answered, or that it could not be kept.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> futures::future::BoxFuture<'t, Result<T, Fault>>
            + Send
            + 'static,
    {
        writer::submit(&self.jobs, work).await
    }

    /// Waits until everything handed in is written, and ends the writer.
    pub async fn close(self) {
        self.read.close().await;
        let Self { jobs, .. } = self;
        writer::finish(jobs).await;
    }
}
