//! Taking a mail in, exactly once: read, placed, its files stored, and then its effect and the note that
//! it was taken in one transaction. Whatever stops the desk in between, the same mail is taken again, and
//! what was done already is recognised.

use std::sync::Arc;

use deskside_protocol::DateTime;
use deskside_protocol::api::InboxWhy;
use deskside_protocol::ids::{InboxId, SystemId, TicketId};
use deskside_protocol::problem::Code;
use sha2::{Digest as _, Sha256};

use super::place::{self, Place};
use super::read::{Mail, read};
use super::{effect, inbox};
use crate::desk::Desk;
use crate::keys::digest;
use crate::problem::Fault;
use crate::store::{Connection, Tx, ms};

/// So much of an unreadable mail is shown, in bytes.
const SHOWN: usize = 4_000;

/// A mail as it lies in the mailbox.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Which mailbox.
    pub mailbox: String,
    /// The mailbox's UIDVALIDITY.
    pub uidvalidity: u32,
    /// The mail's UID.
    pub uid: u32,
    /// The mail, or its beginning where it is too large.
    pub raw: Vec<u8>,
    /// Whether `raw` is all of it.
    pub whole: bool,
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It landed in the thread of a ticket.
    Answer(TicketId),
    /// It became a ticket.
    Filed(TicketId),
    /// An agent has to place it.
    Inbox(InboxId, InboxWhy),
    /// It told that a letter was not delivered.
    Bounced,
    /// A machine sent it: nothing follows.
    Ignored,
    /// It was taken in before.
    Again,
}

impl Fate {
    fn name(&self) -> &'static str {
        match self {
            Fate::Answer(_) => "answer",
            Fate::Filed(_) => "filed",
            Fate::Inbox(..) => "inbox",
            Fate::Bounced => "bounced",
            Fate::Ignored => "ignored",
            Fate::Again => "again",
        }
    }
}

impl Arrival {
    /// Whether it was taken in before, as what it is called in the mailbox.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn known(&self, db: &mut Connection) -> Result<bool, Fault> {
        let found: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM mails_in WHERE mailbox = $1 AND uidvalidity = $2 AND uid = $3",
        )
        .bind(&self.mailbox)
        .bind(i64::from(self.uidvalidity))
        .bind(i64::from(self.uid))
        .fetch_one(db)
        .await?;
        Ok(found > 0)
    }
}

/// A mail on its way in.
#[derive(Debug)]
struct Coming {
    arrival: Arrival,
    mail: Option<Mail>,
    fingerprint: String,
}

/// Takes a mail in.
///
/// # Errors
/// When the database or the store of files refuse: then nothing happened, and it is taken in later.
pub async fn take(desk: &Desk, arrival: Arrival) -> Result<Fate, Fault> {
    if arrival.known(&mut *desk.read().await?).await? {
        return Ok(Fate::Again);
    }
    let domain = domain(desk);
    // Taking a mail apart is work for the processor, and may be much of it.
    let coming = tokio::task::spawn_blocking(move || {
        let mail = arrival.whole.then(|| read(&arrival.raw, &domain)).flatten();
        Arc::new(Coming {
            fingerprint: fingerprint(&arrival, mail.as_ref()),
            arrival,
            mail,
        })
    })
    .await
    .map_err(|_| Fault::NotKept)?;
    if taken(&mut *desk.read().await?, &coming.fingerprint).await? {
        return keep(desk, &coming, None).await;
    }
    let place = match &coming.mail {
        Some(mail) => place::of(desk, mail).await?,
        None => Place::Inbox(InboxWhy::Unreadable),
    };
    match keep(desk, &coming, Some(place)).await {
        // The ticket changed meanwhile, or the mail asks for more than anybody may: an agent looks.
        Err(Fault::Told(problem)) => {
            let why = match problem.code {
                Code::WrongState => InboxWhy::Closed,
                Code::TooMany => InboxWhy::TooMany,
                _ => InboxWhy::Unreadable,
            };
            keep(desk, &coming, Some(Place::Inbox(why))).await
        }
        kept => kept,
    }
}

/// The domain in which letters of ours are named.
pub(super) fn domain(desk: &Desk) -> String {
    let address = desk.answers.get().map_or("", String::as_str);
    address.rsplit('@').next().unwrap_or_default().to_owned()
}

/// What tells a mail from all others, also where it lies in a mailbox twice. A Message-ID alone does
/// not: whoever saw one could make the desk overlook the mail that bears it.
fn fingerprint(arrival: &Arrival, mail: Option<&Mail>) -> String {
    let Some((mail, id)) = mail.and_then(|mail| Some((mail, mail.message_id.as_ref()?))) else {
        return digest(&arrival.raw);
    };
    let mut hash = Sha256::new();
    for part in [id, &mail.from, &mail.subject, &mail.text] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    for file in &mail.files {
        hash.update(Sha256::digest(&file.content));
    }
    digest(hash.finalize())
}

async fn taken(db: &mut Connection, fingerprint: &str) -> Result<bool, Fault> {
    let found: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM mails_in WHERE fingerprint = $1")
        .bind(fingerprint)
        .fetch_one(db)
        .await?;
    Ok(found > 0)
}

/// Stores what is large, then has the effect and the note of it kept together. Without a place it was
/// taken in before, under another name in the mailbox.
async fn keep(desk: &Desk, coming: &Arc<Coming>, place: Option<Place>) -> Result<Fate, Fault> {
    let stored = match &place {
        Some(place) => {
            let Coming {
                arrival,
                mail,
                fingerprint,
            } = &**coming;
            effect::store(desk, arrival, mail.as_ref(), fingerprint, place).await?
        }
        None => effect::Kept::default(),
    };
    let (with, coming, now) = (desk.clone(), Arc::clone(coming), desk.world.now());
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                let Coming { arrival, mail, .. } = &*coming;
                if arrival.known(tx).await? {
                    return Ok(Fate::Again);
                }
                let (fate, ticket) = match place {
                    None => (Fate::Again, None),
                    Some(place) => {
                        effect::of(tx, &with, arrival, mail.as_ref(), place, stored, now).await?
                    }
                };
                note(tx, &coming, &fate, ticket, now).await?;
                Ok(fate)
            })
        })
        .await
}

async fn note(
    tx: &mut Tx,
    coming: &Coming,
    fate: &Fate,
    ticket: Option<(SystemId, TicketId)>,
    now: DateTime,
) -> Result<(), Fault> {
    let (system, ticket) = ticket.unzip();
    let (arrival, mail) = (&coming.arrival, coming.mail.as_ref());
    sqlx::query(
        "INSERT INTO mails_in (mailbox, uidvalidity, uid, fingerprint, message_id, sender, at, fate,
         system, ticket) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&arrival.mailbox)
    .bind(i64::from(arrival.uidvalidity))
    .bind(i64::from(arrival.uid))
    .bind((*fate != Fate::Again).then_some(&coming.fingerprint))
    .bind(mail.and_then(|mail| mail.message_id.clone()))
    .bind(mail.map_or("", |mail| mail.from.as_str()))
    .bind(ms(now))
    .bind(fate.name())
    .bind(system.map(|system| system.0))
    .bind(ticket.map(|ticket| ticket.0))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The part of an unreadable mail that is shown.
pub(super) fn beginning(raw: &[u8]) -> String {
    let some = &raw[..raw.len().min(SHOWN)];
    inbox::shown(&String::from_utf8_lossy(some))
}
