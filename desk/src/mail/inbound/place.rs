//! Where a mail belongs. A thread is known by what only its reader can know: the Message-ID of a letter,
//! or the secret in the address. A subject such as `[T-1042]` says nothing, anybody can write it.

use chrono::TimeDelta;
use deskside_protocol::api::InboxWhy;
use deskside_protocol::identity::Person;
use deskside_protocol::ids::{MessageId, SystemId, TicketId};

use super::bounce::Bounce;
use super::read::{Mail, Nature};
use crate::desk::Desk;
use crate::mail::people::{everywhere, folded, knows};
use crate::mail::threads;
use crate::problem::Fault;
use crate::store::{Connection, ms};
use crate::system::System;
use crate::ticket::Ticket;

/// More mails than this from one address in an hour are left to an agent.
const MOST_AN_HOUR: i64 = 20;
/// And this many more are kept for the agent; whatever a loop sends beyond stays in the mailbox.
const MOST_KEPT: i64 = 40;

/// Where a mail belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Into the thread of a ticket, in the name of this person.
    Thread(SystemId, TicketId, Person),
    /// It becomes a ticket of this person.
    New(SystemId, Person),
    /// An agent has to say.
    Inbox(InboxWhy),
    /// A letter of this id was not delivered.
    Bounce(String),
    /// Nowhere: a machine sent it.
    Ignore,
}

/// Where this mail belongs.
pub(super) async fn of(desk: &Desk, mail: &Mail) -> Result<Place, Fault> {
    let mut db = desk.read().await?;
    match &mail.nature {
        Nature::Automatic | Nature::Loop => return Ok(Place::Ignore),
        Nature::Bounce(bounce) => return Ok(bounced(bounce)),
        Nature::Person => {}
    }
    if is_us(desk, mail) {
        return Ok(Place::Ignore);
    }
    let hour = desk.world.now() - TimeDelta::hours(1);
    let came: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM mails_in WHERE sender = $1 AND at > $2")
            .bind(&mail.from)
            .bind(ms(hour))
            .fetch_one(&mut *db)
            .await?;
    if came >= MOST_KEPT {
        return Ok(Place::Ignore);
    }
    if came >= MOST_AN_HOUR {
        return Ok(Place::Inbox(InboxWhy::TooMany));
    }
    match thread(&mut db, desk, mail).await? {
        Some((system, ticket)) => answer(&mut db, mail, system, ticket).await,
        None => new(&mut db, mail).await,
    }
}

/// A report names the letter that could not be delivered, and nobody can guess that name.
fn bounced(bounce: &Bounce) -> Place {
    let letter = bounce.letter.as_deref().and_then(letter_of);
    match letter {
        Some(letter) if bounce.failed => Place::Bounce(letter.to_owned()),
        _ => Place::Ignore,
    }
}

/// The letter of ours that a Message-ID names.
fn letter_of(message_id: &str) -> Option<&str> {
    let (local, _) = message_id.rsplit_once('@')?;
    local.starts_with(MessageId::PREFIX).then_some(local)
}

/// Whether the mail says that this very desk sent it.
fn is_us(desk: &Desk, mail: &Mail) -> bool {
    desk.answers
        .get()
        .is_some_and(|ours| folded(ours) == mail.from)
}

/// The ticket whose thread it answers.
async fn thread(
    db: &mut Connection,
    desk: &Desk,
    mail: &Mail,
) -> Result<Option<(SystemId, TicketId)>, Fault> {
    for token in mail.to.iter().filter_map(|to| token(desk, to)) {
        if let Some(found) = threads::by_token(db, token).await? {
            return Ok(Some(found));
        }
    }
    for letter in mail.answers.iter().filter_map(|id| letter_of(id)) {
        if let Some(found) = threads::by_letter(db, letter).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The secret in an address of ours.
fn token<'a>(desk: &Desk, address: &'a str) -> Option<&'a str> {
    let ours = desk.answers.get().map(|ours| folded(ours))?;
    let (user, domain) = ours.rsplit_once('@')?;
    let (local, of) = address.rsplit_once('@')?;
    local
        .strip_prefix(user)
        .and_then(|rest| rest.strip_prefix('+'))
        .filter(|_| of == domain)
}

/// Who may answer on a ticket: its reporter, and those who answer for the system.
async fn answer(
    db: &mut Connection,
    mail: &Mail,
    system: SystemId,
    ticket: TicketId,
) -> Result<Place, Fault> {
    let ticket = Ticket::load(db, &system, &ticket).await?;
    let system = System::load(db, &system).await?;
    let person = if folded(&ticket.reporter.email) == mail.from {
        Some(ticket.reporter.clone())
    } else {
        let approver = |person: &Person| system.approvers.iter().any(|other| other.id == person.id);
        knows(db, &system, &mail.from).await?.filter(approver)
    };
    Ok(match person.filter(|_| !mail.from.is_empty()) {
        Some(person) => Place::Thread(system.id, ticket.id, person),
        None => Place::Inbox(InboxWhy::NotTheirs),
    })
}

/// A mail that answers nothing: it is a request, if exactly one system knows who writes.
async fn new(db: &mut Connection, mail: &Mail) -> Result<Place, Fault> {
    let mut known = everywhere(db, &mail.from).await?;
    Ok(match (known.pop(), known.pop()) {
        (Some((system, person)), None) => Place::New(system, person),
        (Some(_), Some(_)) => Place::Inbox(InboxWhy::SeveralSystems),
        (None, _) => Place::Inbox(InboxWhy::UnknownSender),
    })
}
