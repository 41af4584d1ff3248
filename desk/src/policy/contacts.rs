//! Who is written to about a system as a whole: those who may approve access, and whom the customer
//! named beside them.

use deskside_protocol::identity::{Lang, Person};
use deskside_protocol::ids::SystemId;
use sqlx::Row as _;

use crate::problem::Fault;
use crate::store::{Connection, Stored};
use crate::system::System;

/// All of them, each address once.
///
/// # Errors
/// When the database cannot be read.
pub async fn contacts(db: &mut Connection, system: &System) -> Result<Vec<Person>, Fault> {
    let rows =
        sqlx::query("SELECT email, name, lang FROM contacts WHERE system = $1 ORDER BY email")
            .bind(system.id.as_str())
            .fetch_all(db)
            .await?;
    let mut all: Vec<Person> = Vec::with_capacity(system.approvers.len() + rows.len());
    let named = rows.iter().map(|row| {
        Ok(Person {
            id: String::new(),
            login: String::new(),
            name: row.try_get("name")?,
            email: row.try_get("email")?,
            lang: row.try_get::<Stored<_>, _>("lang")?.0,
        })
    });
    // What the customer named here goes before what the host says of the same address.
    let named = named.collect::<Result<Vec<Person>, sqlx::Error>>()?;
    for person in named.into_iter().chain(system.approvers.iter().cloned()) {
        let email = person.email.trim();
        let known = all
            .iter()
            .any(|one| one.email.trim().eq_ignore_ascii_case(email));
        if !email.is_empty() && !known {
            all.push(person);
        }
    }
    Ok(all)
}

/// Adds somebody, or names somebody known anew.
///
/// # Errors
/// When the database refuses.
pub async fn add_contact(
    db: &mut Connection,
    system: &SystemId,
    email: &str,
    name: &str,
    lang: Lang,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO contacts (system, email, name, lang) VALUES ($1, $2, $3, $4)
         ON CONFLICT (system, email) DO UPDATE SET name = excluded.name, lang = excluded.lang",
    )
    .bind(system.as_str())
    .bind(email.trim().to_lowercase())
    .bind(name.trim())
    .bind(Stored(lang))
    .execute(db)
    .await?;
    Ok(())
}
