//! What a company starts with: people, customers and a year of paper. The same every time, so that
//! a story can name `S00042`.

mod books;
mod companies;
mod dice;

pub use companies::{COMPANIES, Company};

use chrono::TimeDelta;
use sqlx::{Sqlite, SqlitePool, Transaction};

use crate::encoding::millis;
use crate::erp::passwords;
use crate::world::World;

/// Fills an empty database; leaves any other alone.
///
/// # Errors
/// When the database fails.
pub async fn fill(db: &SqlitePool, company: &Company, world: &World) -> anyhow::Result<()> {
    let mut tx = db.begin_with("BEGIN IMMEDIATE").await?;
    let users: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users")
        .fetch_one(&mut *tx)
        .await?;
    if users > 0 {
        return Ok(());
    }
    let now = world.now();
    let today = now.with_timezone(&company.zone).date_naive();
    // Activated long enough ago to look lived in, and well within the 90 days of warranty.
    let activated = today - TimeDelta::days(40);
    for (key, value) in [
        ("activated_on", activated.to_string()),
        ("tax_code", company.tax_code.to_owned()),
        ("address", company.address.to_owned()),
    ] {
        sqlx::query("INSERT INTO settings (key, value) VALUES (?1, ?2)")
            .bind(key)
            .bind(value)
            .execute(&mut *tx)
            .await?;
    }
    people(&mut tx, company, world).await?;
    books::fill(&mut tx, company, today).await?;
    tx.commit().await?;
    Ok(())
}

async fn people(
    tx: &mut Transaction<'_, Sqlite>,
    company: &Company,
    world: &World,
) -> anyhow::Result<()> {
    for person in company.people {
        let hash = passwords::hash(&format!("demo-{}", person.login), world)
            .ok_or_else(|| anyhow::anyhow!("a password could not be hashed"))?;
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO users (login, name, email, lang, password_hash, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id",
        )
        .bind(person.login)
        .bind(person.name)
        .bind(format!("{}@{}", person.login, company.domain))
        .bind(person.lang)
        .bind(hash)
        .bind(millis(world.now()))
        .fetch_one(&mut **tx)
        .await?;
        for role in person.roles {
            sqlx::query("INSERT INTO user_roles (user_id, role) VALUES (?1, ?2)")
                .bind(id)
                .bind(role.as_str())
                .execute(&mut **tx)
                .await?;
        }
    }
    Ok(())
}
