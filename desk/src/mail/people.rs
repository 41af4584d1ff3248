//! Whose address is whose: people whom a host vouched for, or who proved that they read its mail.

use deskside_protocol::identity::Person;
use deskside_protocol::ids::SystemId;
use sqlx::Row as _;

use crate::problem::Fault;
use crate::store::{Connection, Stored};
use crate::system::System;

/// An address as it is compared.
#[must_use]
pub fn folded(address: &str) -> String {
    address.trim().to_lowercase()
}

/// Remembers whose address it is in a system. What the host says counts before what people said of
/// themselves.
///
/// # Errors
/// When the database refuses.
pub async fn meet(
    db: &mut Connection,
    system: &SystemId,
    person: &Person,
    vouched: bool,
) -> Result<(), Fault> {
    let address = folded(&person.email);
    if address.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO correspondents (system, address, person) VALUES ($1, $2, $3)
         ON CONFLICT (system, address) DO UPDATE SET person =
         CASE WHEN $4 = 1 THEN excluded.person ELSE correspondents.person END",
    )
    .bind(system.as_str())
    .bind(address)
    .bind(Stored(person))
    .bind(i64::from(vouched))
    .execute(db)
    .await?;
    Ok(())
}

/// Who of a system writes from an address: an approver, or somebody the desk has met.
///
/// # Errors
/// When the database cannot be read.
pub async fn knows(
    db: &mut Connection,
    system: &System,
    address: &str,
) -> Result<Option<Person>, Fault> {
    let address = folded(address);
    let approver = system
        .approvers
        .iter()
        .find(|approver| !address.is_empty() && folded(&approver.email) == address);
    if let Some(approver) = approver {
        return Ok(Some(approver.clone()));
    }
    let met: Option<Stored<Person>> =
        sqlx::query_scalar("SELECT person FROM correspondents WHERE system = $1 AND address = $2")
            .bind(system.id.as_str())
            .bind(address)
            .fetch_optional(db)
            .await?;
    Ok(met.map(|Stored(person)| person))
}

/// Every system that knows an address, with the person it knows by it.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn everywhere(
    db: &mut Connection,
    address: &str,
) -> Result<Vec<(SystemId, Person)>, Fault> {
    let address = folded(address);
    if address.is_empty() {
        return Ok(Vec::new());
    }
    let rows =
        sqlx::query("SELECT system, person FROM correspondents WHERE address = $1 ORDER BY system")
            .bind(&address)
            .fetch_all(&mut *db)
            .await?;
    let mut known = Vec::new();
    for row in rows {
        let Stored(person) = row.try_get("person")?;
        known.push((SystemId(row.try_get("system")?), person));
    }
    for system in System::all(db).await? {
        let approver = system
            .approvers
            .iter()
            .find(|approver| folded(&approver.email) == address);
        if let Some(approver) = approver
            && !known.iter().any(|(id, _)| *id == system.id)
        {
            known.push((system.id.clone(), approver.clone()));
        }
    }
    Ok(known)
}
