//! Whose address is whose: people whom a host vouched for, or who proved that they read its mail.

use deskside_protocol::identity::{Lang, Person};
use deskside_protocol::ids::SystemId;
use sqlx::Row as _;

use crate::identity::{ASKER, WRITER};
use crate::problem::Fault;
use crate::store::{Connection, Stored};
use crate::system::System;

/// An address as it is compared.
#[must_use]
pub fn folded(address: &str) -> String {
    address.trim().to_lowercase()
}

/// Remembers whose address it is in a system. What the host says counts before what people said of
/// themselves; where it names several people by one address, nobody is taken for another.
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
    let before: Option<Stored<Person>> =
        sqlx::query_scalar("SELECT person FROM correspondents WHERE system = $1 AND address = $2")
            .bind(system.as_str())
            .bind(&address)
            .fetch_optional(&mut *db)
            .await?;
    let person = match before {
        Some(Stored(before)) if !vouched || before.id.starts_with(WRITER) => before,
        Some(Stored(before)) if before.id != person.id && !before.id.starts_with(ASKER) => {
            writer(&address, &address)
        }
        _ => person.clone(),
    };
    sqlx::query(
        "INSERT INTO correspondents (system, address, person) VALUES ($1, $2, $3)
         ON CONFLICT (system, address) DO UPDATE SET person = excluded.person",
    )
    .bind(system.as_str())
    .bind(address)
    .bind(Stored(person))
    .execute(db)
    .await?;
    Ok(())
}

/// Whoever writes from an address, where the host does not say who it is. The id cannot be one that a
/// host gives.
pub(super) fn writer(address: &str, name: &str) -> Person {
    Person {
        id: format!("{WRITER}{address}"),
        login: address.to_owned(),
        name: name.to_owned(),
        email: address.to_owned(),
        lang: Lang::default(),
    }
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
