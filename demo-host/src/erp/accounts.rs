//! The people of a company, and the support accounts among them.

use deskside_protocol::DateTime;
use deskside_protocol::identity::{Lang, Person};
use sqlx::{Sqlite, SqliteExecutor, Transaction};

use crate::encoding::{millis, moment};
use crate::erp::rights::Role;

/// A user of the ERP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Stable id.
    pub id: i64,
    /// What they sign in with.
    pub login: String,
    /// Name as shown.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// Their language.
    pub lang: Lang,
    /// Whether they may sign in at all.
    pub active: bool,
    /// The grant a support account was made for.
    pub support_grant: Option<String>,
    /// When the password last changed.
    pub password_changed_at: Option<DateTime>,
}

impl User {
    /// The person as the desk knows them.
    #[must_use]
    pub fn person(&self) -> Person {
        Person {
            id: self.id.to_string(),
            login: self.login.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            lang: self.lang,
        }
    }
}

type Row = (
    i64,
    String,
    String,
    String,
    String,
    bool,
    Option<String>,
    Option<i64>,
);

fn user(row: Row) -> User {
    let (id, login, name, email, lang, active, support_grant, changed) = row;
    User {
        id,
        login,
        name,
        email,
        lang: Lang::from_tag(&lang),
        active,
        support_grant,
        password_changed_at: changed.map(moment),
    }
}

/// The user of this id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: impl SqliteExecutor<'_>, id: i64) -> Result<Option<User>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT id, login, name, email, lang, active, support_grant, password_changed_at
         FROM users WHERE id = ?1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.map(user))
}

/// The user of this login, however it is written.
///
/// # Errors
/// When the database fails.
pub async fn by_login(
    db: impl SqliteExecutor<'_>,
    login: &str,
) -> Result<Option<User>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT id, login, name, email, lang, active, support_grant, password_changed_at
         FROM users WHERE login = ?1 COLLATE NOCASE",
    )
    .bind(login.trim())
    .fetch_optional(db)
    .await?;
    Ok(row.map(user))
}

/// All users, people first.
///
/// # Errors
/// When the database fails.
pub async fn all(db: impl SqliteExecutor<'_>) -> Result<Vec<User>, sqlx::Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, login, name, email, lang, active, support_grant, password_changed_at
         FROM users ORDER BY support_grant IS NOT NULL, active DESC, name",
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(user).collect())
}

/// The roles a user has right now.
///
/// # Errors
/// When the database fails.
pub async fn roles(db: impl SqliteExecutor<'_>, id: i64) -> Result<Vec<Role>, sqlx::Error> {
    let names: Vec<String> = sqlx::query_scalar("SELECT role FROM user_roles WHERE user_id = ?1")
        .bind(id)
        .fetch_all(db)
        .await?;
    Ok(Role::ALL
        .into_iter()
        .filter(|role| names.iter().any(|name| name == role.as_str()))
        .collect())
}

/// Everybody who may approve support access now.
///
/// # Errors
/// When the database fails.
pub async fn approvers(db: impl SqliteExecutor<'_>) -> Result<Vec<Person>, sqlx::Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, login, name, email, lang, active, support_grant, password_changed_at
         FROM users JOIN user_roles ON user_id = id
         WHERE role = 'administrator' AND active = 1 AND support_grant IS NULL ORDER BY id",
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| user(row).person()).collect())
}

/// The hash of a user's password; none for support accounts and for those switched off.
///
/// # Errors
/// When the database fails.
pub async fn password_hash(
    db: impl SqliteExecutor<'_>,
    id: i64,
) -> Result<Option<String>, sqlx::Error> {
    let hash: Option<Option<String>> = sqlx::query_scalar(
        "SELECT password_hash FROM users
         WHERE id = ?1 AND active = 1 AND support_grant IS NULL",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(hash.flatten())
}

/// Sets a new password and stamps when; ends the user's other sessions. `false` for a support
/// account, which never has one.
///
/// # Errors
/// When the database fails.
pub async fn set_password(
    tx: &mut Transaction<'_, Sqlite>,
    id: i64,
    hash: &str,
    now: DateTime,
    keep_session: Option<&str>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE users SET password_hash = ?2, password_changed_at = ?3
         WHERE id = ?1 AND support_grant IS NULL",
    )
    .bind(id)
    .bind(hash)
    .bind(millis(now))
    .execute(&mut **tx)
    .await?;
    sqlx::query("DELETE FROM sessions WHERE user_id = ?1 AND token_hash <> ?2")
        .bind(id)
        .bind(keep_session.unwrap_or_default())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a user exactly these roles, and switches the account on or off. `false` for a support
/// account: what it may do comes from its grant alone, and it never comes back.
///
/// # Errors
/// When the database fails.
pub async fn set_roles(
    tx: &mut Transaction<'_, Sqlite>,
    id: i64,
    roles: &[Role],
    active: bool,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("UPDATE users SET active = ?2 WHERE id = ?1 AND support_grant IS NULL")
        .bind(id)
        .bind(active)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM user_roles WHERE user_id = ?1")
        .bind(id)
        .execute(&mut **tx)
        .await?;
    for role in roles {
        sqlx::query("INSERT INTO user_roles (user_id, role) VALUES (?1, ?2)")
            .bind(id)
            .bind(role.as_str())
            .execute(&mut **tx)
            .await?;
    }
    if !active {
        sqlx::query("DELETE FROM sessions WHERE user_id = ?1")
            .bind(id)
            .execute(&mut **tx)
            .await?;
    }
    Ok(true)
}
