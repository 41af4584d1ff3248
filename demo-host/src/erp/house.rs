//! One installation, several companies, each in a house of its own: own database, own key, own
//! system at the desk. Nothing in a house can name another.

use std::path::Path;
use std::sync::Arc;

use deskside_protocol::DateTime;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};
use tokio::sync::Notify;

use crate::deskside::key::HostKey;
use crate::deskside::pairing::Pairing;
use crate::erp::seed::{self, Company};
use crate::world::World;

/// Product name.
pub const PRODUCT: &str = "Kho ERP";
/// Version.
pub const VERSION: &str = "4.2";

/// One company's part of the installation.
#[derive(Debug)]
pub struct House {
    /// Short name: file name and first part of its session cookies.
    pub slug: &'static str,
    /// The company's name.
    pub name: &'static str,
    /// IANA time zone.
    pub zone: chrono_tz::Tz,
    /// The house's database; the file is the wall between companies.
    pub db: SqlitePool,
    /// The host key of this system.
    pub key: HostKey,
    /// Rung when the outbox has something new.
    pub outbox: Notify,
    /// The outbox is emptied by one at a time, so that reports keep their order.
    pub sending: tokio::sync::Mutex<()>,
}

impl House {
    /// Opens the company's database, and builds and fills it on first start.
    ///
    /// # Errors
    /// When the folder or the file cannot be used.
    pub async fn open(
        folder: &Path,
        company: &'static Company,
        world: &World,
    ) -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(folder.join(format!("{}.sqlite", company.slug)))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(std::time::Duration::from_secs(20));
        let db = SqlitePoolOptions::new()
            .max_connections(6)
            .connect_with(options)
            .await?;
        sqlx::migrate!("./migrations").run(&db).await?;
        seed::fill(&db, company, world).await?;
        let key = HostKey::of(&db, world).await?;
        Ok(Self {
            slug: company.slug,
            name: company.name,
            zone: company.zone,
            db,
            key,
            outbox: Notify::new(),
            sending: tokio::sync::Mutex::new(()),
        })
    }

    /// A transaction that may write: it has the database's one pen from its start, so what it reads
    /// first is still true when it writes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
        self.db.begin_with("BEGIN IMMEDIATE").await
    }

    /// A setting of the company.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, sqlx::Error> {
        sqlx::query_scalar("SELECT value FROM settings WHERE key = ?1")
            .bind(key)
            .fetch_optional(&self.db)
            .await
    }

    /// Whom it is paired with, once it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pairing(&self) -> Result<Option<Pairing>, sqlx::Error> {
        Pairing::of(&self.db).await
    }
}

/// What every handler has at hand.
#[derive(Clone, Debug)]
pub struct App(Arc<Inner>);

/// The installation.
#[derive(Debug)]
pub struct Inner {
    /// Clock and randomness.
    pub world: World,
    /// The companies.
    pub houses: Vec<Arc<House>>,
    /// Where people reach this ERP, without a slash at the end.
    pub public_url: String,
    /// Where the desk is, without a slash at the end.
    pub desk: String,
    /// For talking to the desk.
    pub http: reqwest::Client,
    /// How many wrong passwords came lately.
    pub tries: crate::erp::passwords::Tries,
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Opens all companies in the folder.
    ///
    /// # Errors
    /// When a database cannot be used.
    pub async fn open(
        folder: &Path,
        world: World,
        public_url: &str,
        desk: &str,
    ) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut houses = Vec::new();
        for company in seed::COMPANIES {
            houses.push(Arc::new(House::open(folder, company, &world).await?));
        }
        Ok(Self(Arc::new(Inner {
            world,
            houses,
            public_url: public_url.trim_end_matches('/').to_owned(),
            desk: desk.trim_end_matches('/').to_owned(),
            http: crate::deskside::client()?,
            tries: crate::erp::passwords::Tries::default(),
        })))
    }

    /// What time it is for this host.
    #[must_use]
    pub fn now(&self) -> DateTime {
        self.world.now()
    }

    /// The house of this short name.
    #[must_use]
    pub fn house(&self, slug: &str) -> Option<&Arc<House>> {
        self.houses.iter().find(|house| house.slug == slug)
    }

    /// The one audience of an agent's assertion.
    #[must_use]
    pub fn enter_url(&self) -> String {
        format!("{}/deskside/enter", self.public_url)
    }

    /// Name of this host's session cookie. Cookies do not know ports, so the name does.
    #[must_use]
    pub fn cookie(&self) -> String {
        let port = self
            .public_url
            .rsplit_once(':')
            .map(|(_, port)| port)
            .filter(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()))
            .unwrap_or("web");
        format!("kho_session_{port}")
    }
}
