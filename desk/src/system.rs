//! Systems: the tenants. What the desk knows about one of them and the host it is paired with.

use chrono::NaiveDate;
use chrono_tz::Tz;
use deskside_protocol::DateTime;
use deskside_protocol::access::{Jwk, ScopeOffer};
use deskside_protocol::api::SystemCard;
use deskside_protocol::host::Installation;
use deskside_protocol::identity::Person;
use deskside_protocol::ids::SystemId;
use deskside_protocol::problem::Code;
use sqlx::Row as _;

use crate::problem::Fault;
use crate::store::{Connection, Row, Stored};

/// One customer's ERP installation under support.
#[derive(Clone, Debug)]
pub struct System {
    /// Which one.
    pub id: SystemId,
    /// The customer's name.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// The host it is paired with.
    pub host: Option<PairedHost>,
    /// Scopes the host offers.
    pub scopes: Vec<ScopeOffer>,
    /// People who may approve access, as the host said last.
    pub approvers: Vec<Person>,
    /// The policy version it signed; the one in force when `None`.
    pub policy: Option<String>,
    /// The plan it booked.
    pub plan: Option<String>,
    /// What the host said about its installation.
    pub installation: Option<Installation>,
}

/// The host a system is paired with.
#[derive(Clone, Debug)]
pub struct PairedHost {
    /// Its public key.
    pub key: Jwk,
    /// Its public address.
    pub url: String,
    /// The contract's prefix on it.
    pub prefix: String,
}

impl System {
    /// As others see it.
    #[must_use]
    pub fn card(&self) -> SystemCard {
        SystemCard {
            id: self.id.clone(),
            name: self.name.clone(),
            time_zone: self.time_zone.clone(),
        }
    }

    /// Its time zone; UTC when nobody said a known one.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.time_zone.parse().unwrap_or(Tz::UTC)
    }

    /// Which day it is there.
    #[must_use]
    pub fn today(&self, now: DateTime) -> NaiveDate {
        now.with_timezone(&self.zone()).date_naive()
    }

    /// Loads it.
    ///
    /// # Errors
    /// When there is no such system.
    pub async fn load(db: &mut Connection, id: &SystemId) -> Result<Self, Fault> {
        let row = sqlx::query("SELECT * FROM systems WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(db)
            .await?
            .ok_or_else(|| Fault::of(Code::NotFound))?;
        Ok(Self::from_row(&row)?)
    }

    /// All of them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn all(db: &mut Connection) -> Result<Vec<Self>, Fault> {
        let rows = sqlx::query("SELECT * FROM systems ORDER BY id")
            .fetch_all(db)
            .await?;
        Ok(rows.iter().map(Self::from_row).collect::<Result<_, _>>()?)
    }

    fn from_row(row: &Row) -> Result<Self, sqlx::Error> {
        let key: Option<Stored<Jwk>> = row.try_get("host_key")?;
        let host = match key {
            None => None,
            Some(Stored(key)) => Some(PairedHost {
                key,
                url: row.try_get("host_url")?,
                prefix: row.try_get("host_prefix")?,
            }),
        };
        Ok(Self {
            id: SystemId(row.try_get("id")?),
            name: row.try_get("name")?,
            time_zone: row.try_get("time_zone")?,
            host,
            scopes: row.try_get::<Stored<_>, _>("scopes")?.0,
            approvers: row.try_get::<Stored<_>, _>("approvers")?.0,
            policy: row.try_get("policy")?,
            plan: row.try_get("plan")?,
            installation: row
                .try_get::<Option<Stored<_>>, _>("installation")?
                .map(|said| said.0),
        })
    }
}

/// Origins whose pages may embed the widget of this system.
///
/// # Errors
/// When the database cannot be read.
pub async fn origins(db: &mut Connection, system: &SystemId) -> Result<Vec<String>, Fault> {
    Ok(
        sqlx::query_scalar("SELECT origin FROM origins WHERE system = $1 ORDER BY origin")
            .bind(system.as_str())
            .fetch_all(db)
            .await?,
    )
}

/// Whether any system registered this origin.
///
/// # Errors
/// When the database cannot be read.
pub async fn is_registered(db: &mut Connection, origin: &str) -> Result<bool, Fault> {
    let found: Option<i64> = sqlx::query_scalar("SELECT 1 FROM origins WHERE origin = $1 LIMIT 1")
        .bind(origin)
        .fetch_optional(db)
        .await?;
    Ok(found.is_some())
}

/// Systems whose pages are served from this origin, by name.
///
/// # Errors
/// When the database cannot be read.
pub async fn at_origin(
    db: &mut Connection,
    origin: &str,
) -> Result<Vec<(SystemId, String)>, Fault> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT s.id, s.name FROM systems s JOIN origins o ON o.system = s.id
         WHERE o.origin = $1 ORDER BY s.name, s.id",
    )
    .bind(origin)
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, name)| (SystemId(id), name))
        .collect())
}

/// The origin of an address, such as `https://erp.example` of `https://erp.example/web?x=1`.
#[must_use]
pub fn origin_of(url: &str) -> Option<String> {
    let url = reqwest::Url::parse(url).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host())
        .then(|| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today(zone: &str, now: &str) -> String {
        let system = System {
            id: SystemId("sys_1".into()),
            name: String::new(),
            time_zone: zone.into(),
            host: None,
            scopes: Vec::new(),
            approvers: Vec::new(),
            policy: None,
            plan: None,
            installation: None,
        };
        system.today(now.parse().unwrap()).to_string()
    }

    #[test]
    fn clause_1_2_a_day_begins_at_the_systems_own_midnight() {
        let zone = "Asia/Ho_Chi_Minh";
        assert_eq!(today(zone, "2026-04-01T16:59:59Z"), "2026-04-01");
        assert_eq!(today(zone, "2026-04-01T17:00:00Z"), "2026-04-02");
        assert_eq!(
            today("America/New_York", "2026-04-02T03:59:59Z"),
            "2026-04-01"
        );
        assert_eq!(
            today("Pacific/Kiritimati", "2026-03-31T10:00:00Z"),
            "2026-04-01"
        );
        // A zone that nobody knows is UTC.
        assert_eq!(
            today("Asia/Saigonville", "2026-04-01T23:59:59Z"),
            "2026-04-01"
        );
    }
}
