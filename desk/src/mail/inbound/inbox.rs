//! Mails that nobody could place yet: they wait for an agent, as text, with the whole mail beside them
//! until it became a ticket or was thrown away.

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::api::{InboxMail, InboxWhy};
use deskside_protocol::identity::Person;
use deskside_protocol::ids::{AttachmentId, InboxId, SystemId, TicketId};
use deskside_protocol::mask;
use deskside_protocol::policy::Impact;
use futures::TryStreamExt as _;
use object_store::path::Path;
use object_store::{ObjectStore as _, ObjectStoreExt as _};
use sqlx::Row as _;

use super::effect;
use super::read::{Mail, Nature, read};
use super::take::{Arrival, beginning, domain};
use crate::desk::Desk;
use crate::mail::people::{knows, writer};
use crate::problem::Fault;
use crate::store::{Connection, Row, Stored, Tx, moment, ms};
use crate::system::System;

/// At most this many characters are shown.
const SHOWN: usize = 20_000;
/// Where whole mails wait.
const FOLDER: &str = "inbox";
/// A whole mail to which no entry belongs is swept after this.
const ORPHANED: TimeDelta = TimeDelta::days(1);

/// A text as agents are shown it: masked, and not endless.
pub(super) fn shown(text: &str) -> String {
    let short: String = text.chars().take(SHOWN).collect();
    mask::mask(&short).text
}

/// Stores the whole mail.
pub(super) async fn store(desk: &Desk, fingerprint: &str, raw: &[u8]) -> Result<String, Fault> {
    let place = format!("{FOLDER}/{fingerprint}");
    desk.files
        .put(&Path::from(place.as_str()), raw.to_vec().into())
        .await?;
    Ok(place)
}

/// Writes an entry.
pub(super) async fn keep(
    tx: &mut Tx,
    id: &InboxId,
    arrival: &Arrival,
    mail: Option<&Mail>,
    why: InboxWhy,
    place: &str,
    now: DateTime,
) -> Result<(), Fault> {
    let files: Vec<&str> = mail
        .iter()
        .flat_map(|mail| mail.files.iter().map(|file| &file.name).chain(&mail.left))
        .map(String::as_str)
        .take(50)
        .collect();
    sqlx::query(
        "INSERT INTO inbox (id, at, from_name, sender, subject, body, files, why, place)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id.as_str())
    .bind(ms(now))
    .bind(mail.map_or("", |mail| mail.from_name.as_str()))
    .bind(mail.map_or("", |mail| mail.from.as_str()))
    .bind(mail.map_or_else(String::new, |mail| shown(&mail.subject)))
    .bind(mail.map_or_else(|| beginning(&arrival.raw), |mail| shown(&mail.text)))
    .bind(Stored(files))
    .bind(Stored(why))
    .bind(place)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// All of them, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(db: &mut Connection) -> Result<Vec<InboxMail>, Fault> {
    let rows = sqlx::query("SELECT * FROM inbox ORDER BY at, id LIMIT 500")
        .fetch_all(db)
        .await?;
    rows.iter().map(view).collect()
}

fn view(row: &Row) -> Result<InboxMail, Fault> {
    Ok(InboxMail {
        id: InboxId(row.try_get("id")?),
        at: moment(row.try_get("at")?),
        from_name: row.try_get("from_name")?,
        from: row.try_get("sender")?,
        subject: row.try_get("subject")?,
        text: row.try_get("body")?,
        files: row.try_get::<Stored<_>, _>("files")?.0,
        why: row.try_get::<Stored<_>, _>("why")?.0,
    })
}

async fn find(db: &mut Connection, id: &InboxId) -> Result<(InboxMail, String), Fault> {
    let row = sqlx::query("SELECT * FROM inbox WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(db)
        .await?
        .ok_or_else(Fault::nothing)?;
    Ok((view(&row)?, row.try_get("place")?))
}

/// A mail of the inbox made ready to become a ticket.
#[derive(Clone, Debug)]
pub struct Ready {
    mail: Mail,
    person: Person,
    files: Vec<AttachmentId>,
    at: DateTime,
}

/// Reads the whole mail again and takes its files in, in the name of who wrote it.
///
/// # Errors
/// When there is no such mail, or the store of files refuses.
pub async fn stored(desk: &Desk, id: &InboxId, system: &SystemId) -> Result<Ready, Fault> {
    let mut db = desk.read().await?;
    let (entry, place) = find(&mut db, id).await?;
    let system = System::load(&mut db, system).await?;
    let known = knows(&mut db, &system, &entry.from).await?;
    drop(db);
    let raw = desk
        .files
        .get(&Path::from(place.as_str()))
        .await?
        .bytes()
        .await?;
    let own = domain(desk);
    let mail = tokio::task::spawn_blocking(move || read(&raw, &own))
        .await
        .map_err(|_| Fault::NotKept)?;
    let mail = mail.unwrap_or_else(|| Mail {
        message_id: None,
        from_name: entry.from_name.clone(),
        from: entry.from.clone(),
        to: vec![],
        answers: vec![],
        subject: entry.subject.clone(),
        text: entry.text.clone(),
        files: vec![],
        left: entry.files.clone(),
        nature: Nature::Person,
    });
    let person = known.unwrap_or_else(|| {
        let name = if mail.from_name.is_empty() {
            &mail.from
        } else {
            &mail.from_name
        };
        writer(&mail.from, name)
    });
    let files = effect::store_files(desk, &system.id, &person, id.as_str(), &mail.files).await?;
    Ok(Ready {
        mail,
        person,
        files,
        at: entry.at,
    })
}

/// It becomes a ticket, received when the mail came: that an agent had to place it is no reason for the
/// customer to wait longer.
///
/// # Errors
/// When it is gone meanwhile, or the database refuses.
pub async fn filed(
    tx: &mut Tx,
    desk: &Desk,
    id: &InboxId,
    system: &System,
    impact: Impact,
    ready: Ready,
) -> Result<TicketId, Fault> {
    let Ready {
        mail,
        person,
        files,
        at,
    } = ready;
    remove(tx, id).await?;
    effect::file(tx, desk, system, person, &mail, impact, files, at).await
}

/// Takes an entry away; the mail itself stays in the mailbox.
///
/// # Errors
/// When there is none.
pub async fn remove(tx: &mut Tx, id: &InboxId) -> Result<(), Fault> {
    let gone = sqlx::query("DELETE FROM inbox WHERE id = $1")
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?
        .rows_affected();
    if gone == 1 {
        Ok(())
    } else {
        Err(Fault::nothing())
    }
}

/// Removes whole mails to which no entry belongs any more.
///
/// # Errors
/// When database or disk refuse.
pub async fn sweep(desk: &Desk, now: DateTime) -> Result<(), Fault> {
    let stored: Vec<_> = desk
        .files
        .list(Some(&Path::from(FOLDER)))
        .try_collect()
        .await?;
    for file in stored {
        let waits: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM inbox WHERE place = $1")
            .bind(file.location.as_ref())
            .fetch_one(&mut *desk.read().await?)
            .await?;
        if waits == 0 && now - file.last_modified > ORPHANED {
            desk.files.delete(&file.location).await?;
        }
    }
    Ok(())
}
