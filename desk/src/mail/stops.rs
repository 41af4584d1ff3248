//! Letters that people can do without: stopped by one click on a link nobody can guess (RFC 8058), and
//! started again by another.

use deskside_protocol::identity::Lang;
use deskside_protocol::ids::{SystemId, word};
use sqlx::Row as _;

use super::people::folded;
use super::{Recipient, Topic};
use crate::desk::Desk;
use crate::problem::Fault;
use crate::store::{Connection, Stored, Tx, ms};

/// What somebody decided about a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The link's secret.
    pub token: String,
    /// About what.
    pub topic: Topic,
    /// Their language.
    pub lang: Lang,
    /// Their address.
    pub recipient: String,
    /// Whether they do without.
    pub stopped: bool,
}

impl Stop {
    /// Where it is decided.
    #[must_use]
    pub fn address(&self, desk: &Desk) -> String {
        format!("{}/mail/stop/{}", desk.settings.public_url, self.token)
    }
}

/// What this recipient decided; nothing yet, the first time they are written to.
pub(super) async fn of(
    tx: &mut Tx,
    desk: &Desk,
    system: &SystemId,
    to: &Recipient,
    topic: Topic,
) -> Result<Stop, Fault> {
    let row = sqlx::query(
        "INSERT INTO mail_stops (system, recipient, topic, token, lang) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (system, recipient, topic) DO UPDATE SET lang = excluded.lang RETURNING *",
    )
    .bind(system.as_str())
    .bind(folded(&to.email))
    .bind(Stored(topic))
    .bind(word(desk.world.random()))
    .bind(Stored(to.lang))
    .fetch_one(&mut **tx)
    .await?;
    from_row(&row)
}

/// The decision behind a link.
///
/// # Errors
/// When there is none.
pub async fn find(db: &mut Connection, token: &str) -> Result<Stop, Fault> {
    let row = sqlx::query("SELECT * FROM mail_stops WHERE token = $1")
        .bind(token)
        .fetch_optional(db)
        .await?
        .ok_or_else(Fault::nothing)?;
    from_row(&row)
}

/// Decides: to do without, or to be written to again.
///
/// # Errors
/// When there is no such link.
pub async fn set(desk: &Desk, token: String, stopped: bool) -> Result<Stop, Fault> {
    let now = desk.world.now();
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE mail_stops SET stopped_at = $2 WHERE token = $1")
                    .bind(&token)
                    .bind(stopped.then_some(ms(now)))
                    .execute(&mut **tx)
                    .await?;
                find(tx, &token).await
            })
        })
        .await
}

fn from_row(row: &crate::store::Row) -> Result<Stop, Fault> {
    Ok(Stop {
        token: row.try_get("token")?,
        topic: row.try_get::<Stored<_>, _>("topic")?.0,
        lang: row.try_get::<Stored<_>, _>("lang")?.0,
        recipient: row.try_get("recipient")?,
        stopped: row.try_get::<Option<i64>, _>("stopped_at")?.is_some(),
    })
}
