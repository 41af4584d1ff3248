//! What a mail brings about: words in a thread, a ticket, a mail for an agent to place, or the note that
//! a letter was not delivered.

use deskside_protocol::DateTime;
use deskside_protocol::api::{NewMessage, NewTicket};
use deskside_protocol::context::Context;
use deskside_protocol::identity::{AgentCard, Person, Reporter};
use deskside_protocol::ids::{AttachmentId, InboxId, SystemId, TicketId};
use deskside_protocol::policy::{Channel, Impact};
use deskside_protocol::rotation::Why;
use deskside_protocol::ticket::{Happened, MAX_TEXT, TicketState};
use sqlx::Row as _;

use super::inbox;
use super::place::Place;
use super::quote::without_quote;
use super::read::{File, Mail};
use super::take::{Arrival, Fate};
use crate::audit::Actor;
use crate::desk::Desk;
use crate::keys::digest;
use crate::mail::{Recipient, folded, letters, post};
use crate::problem::Fault;
use crate::rotation;
use crate::store::{Tx, ms};
use crate::system::System;
use crate::ticket::{self, Author, Filing, Owner, Ticket, Upload};

/// What was stored before the effect: kept under names that follow from the mail, so that storing it
/// again stores nothing more.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    files: Vec<AttachmentId>,
    place: String,
}

/// Stores what is large.
pub(super) async fn store(
    desk: &Desk,
    arrival: &Arrival,
    mail: Option<&Mail>,
    fingerprint: &str,
    place: &Place,
) -> Result<Kept, Fault> {
    let mut stored = Kept::default();
    match (place, mail) {
        (Place::Thread(system, _, person) | Place::New(system, person), Some(mail)) => {
            stored.files = store_files(desk, system, person, fingerprint, &mail.files).await?;
        }
        (Place::Inbox(_), _) => {
            stored.place = inbox::store(desk, fingerprint, &arrival.raw).await?;
        }
        _ => {}
    }
    Ok(stored)
}

/// Takes the files of a mail in, in this person's name.
///
/// # Errors
/// When too many wait already, or the store refuses.
pub(super) async fn store_files(
    desk: &Desk,
    system: &SystemId,
    person: &Person,
    fingerprint: &str,
    files: &[File],
) -> Result<Vec<AttachmentId>, Fault> {
    let mut stored = Vec::with_capacity(files.len());
    for (place, file) in files.iter().enumerate() {
        let uuid = hex(&format!("{fingerprint} {place}"));
        let owner = Owner::person(person);
        let upload = Upload::new(system, owner, &uuid, &file.name, &file.media_type)?;
        let body = axum::body::Body::from(file.content.clone());
        stored.push(ticket::upload(desk, upload, body).await?.1.id);
    }
    Ok(stored)
}

/// A UUID that follows from a text.
fn hex(text: &str) -> String {
    digest(text)
        .bytes()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Brings it about, in the transaction in which it is noted.
pub(super) async fn of(
    tx: &mut Tx,
    desk: &Desk,
    arrival: &Arrival,
    mail: Option<&Mail>,
    place: Place,
    kept: Kept,
    now: DateTime,
) -> Result<(Fate, Option<(SystemId, TicketId)>), Fault> {
    match (place, mail) {
        (Place::Thread(system, ticket, person), Some(mail)) => {
            answer(tx, desk, &system, &ticket, &person, mail, kept.files, now).await?;
            Ok((Fate::Answer(ticket.clone()), Some((system, ticket))))
        }
        (Place::New(system, person), Some(mail)) => {
            let system = System::load(tx, &system).await?;
            let impact = Impact::Hindered;
            let id = file(tx, desk, &system, person, mail, impact, kept.files, now).await?;
            Ok((Fate::Filed(id.clone()), Some((system.id, id))))
        }
        (Place::Bounce(letter), _) => {
            bounced(tx, desk, &letter, now).await?;
            Ok((Fate::Bounced, None))
        }
        (Place::Inbox(why), mail) => {
            let id = InboxId::from_random(desk.world.random());
            inbox::keep(tx, &id, arrival, mail, why, &kept.place, now).await?;
            Ok((Fate::Inbox(id, why), None))
        }
        _ => Ok((Fate::Ignored, None)),
    }
}

/// Words in a thread. What was closed a short while ago is taken up again by them.
#[expect(clippy::too_many_arguments, reason = "a mail brings all of this along")]
async fn answer(
    tx: &mut Tx,
    desk: &Desk,
    system: &SystemId,
    ticket: &TicketId,
    person: &Person,
    mail: &Mail,
    files: Vec<AttachmentId>,
    now: DateTime,
) -> Result<(), Fault> {
    let system = System::load(tx, system).await?;
    let mut ticket = Ticket::load(tx, &system.id, ticket).await?;
    ticket::prove(tx, &ticket, &mail.from, now).await?;
    if matches!(ticket.state, TicketState::Closed { .. }) {
        ticket::reopen(tx, desk, &mut ticket, person, now).await?;
    }
    let ours = our_names(desk);
    let ours: Vec<&str> = ours.iter().map(String::as_str).collect();
    let new = NewMessage {
        text: words(desk, person, &without_quote(&mail.text, &ours), mail),
        attachments: files,
        awaits_reporter: false,
    };
    let author = Author::Person(person);
    let written = ticket::write(tx, desk, &system, &mut ticket, author, &new, now).await?;
    if written.leaked {
        let (login, why) = (&person.login, Why::FoundInText);
        rotation::open(tx, desk, &ticket, login, why, Actor::Desk, now).await?;
    }
    Ok(())
}

/// How every address of ours begins, with and without a secret in it.
fn our_names(desk: &Desk) -> Vec<String> {
    let ours = desk.answers.get().map(|ours| folded(ours));
    let both = ours.and_then(|ours| {
        let (user, _) = ours.rsplit_once('@')?;
        Some(vec![format!("{user}+"), ours])
    });
    both.unwrap_or_default()
}

/// A ticket. Its urgency is normal until an agent says otherwise: a mail was not asked what cannot be done.
#[expect(clippy::too_many_arguments, reason = "a mail brings all of this along")]
pub(super) async fn file(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    person: Person,
    mail: &Mail,
    impact: Impact,
    attachments: Vec<AttachmentId>,
    now: DateTime,
) -> Result<TicketId, Fault> {
    let text = words(desk, &person, &mail.text, mail);
    let whole = if mail.subject.is_empty() {
        text
    } else {
        format!("{}\n\n{text}", mail.subject)
    };
    let new = NewTicket {
        description: short(&whole),
        impact,
        context: Context::default(),
        attachments,
        shared: None,
        incident: None,
        lang: person.lang,
    };
    let filing = Filing::new(new, Channel::Mail)?;
    let leaked = filing.leaked;
    let reporter = Reporter {
        system: system.id.clone(),
        person,
    };
    let ticket = ticket::file(tx, desk, system, &reporter, filing, now).await?;
    if leaked {
        let (login, why) = (&reporter.person.login, Why::FoundInText);
        rotation::open(tx, desk, &ticket, login, why, Actor::Desk, now).await?;
    }
    Ok(ticket.id)
}

/// The words of a mail as they are kept: never empty, never too long, with the names of files that
/// were too many.
fn words(desk: &Desk, person: &Person, text: &str, mail: &Mail) -> String {
    let say = |key: &str, blanks: &[(&str, &str)]| desk.texts.say(person.lang, key, blanks);
    let mut words = if text.trim().is_empty() {
        say("mail.inbound.no_words", &[])
    } else {
        text.trim().to_owned()
    };
    if words.chars().count() > MAX_TEXT - 1_000 {
        words = words.chars().take(MAX_TEXT - 1_000).collect();
        words.push_str("\n\n");
        words.push_str(&say("mail.inbound.cut", &[]));
    }
    if !mail.left.is_empty() {
        let names: Vec<&str> = mail.left.iter().take(5).map(String::as_str).collect();
        let blanks = [
            ("count", mail.left.len().to_string()),
            ("names", names.join(", ")),
        ];
        let blanks: Vec<(&str, &str)> = blanks.iter().map(|(k, v)| (*k, v.as_str())).collect();
        words.push_str("\n\n");
        words.push_str(&say("mail.inbound.left", &blanks));
    }
    words
}

/// A text that fits.
fn short(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

/// A letter was not delivered: noted on the letter and the ticket, and told to who works on it, once.
async fn bounced(tx: &mut Tx, desk: &Desk, letter: &str, now: DateTime) -> Result<(), Fault> {
    let row = sqlx::query(
        "UPDATE outbox SET bounced_at = $2 WHERE id = $1 AND bounced_at IS NULL
         RETURNING system, ticket, recipient",
    )
    .bind(letter)
    .bind(ms(now))
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let Some(ticket) = row.try_get::<Option<String>, _>("ticket")? else {
        return Ok(());
    };
    let system = System::load(tx, &SystemId(row.try_get("system")?)).await?;
    let ticket = Ticket::load(tx, &system.id, &TicketId(ticket)).await?;
    let address: String = row.try_get("recipient")?;
    let what = [("address", address.clone())];
    ticket::note(tx, &ticket, now, Actor::Desk, Happened::Bounced, &what).await?;
    for agent in told(tx, &ticket, &address).await? {
        let to = Recipient::from(&agent);
        let letter = letters::bounced(&desk.texts, &to, &ticket, &system, &address);
        post(tx, desk, &system.id, &to, &letter).await?;
    }
    Ok(())
}

/// Who hears of a letter that was not delivered: who works on the ticket, else who runs the desk, else
/// everybody. Nobody, when it was a letter to one of the staff: that could go round for ever.
async fn told(tx: &mut Tx, ticket: &Ticket, address: &str) -> Result<Vec<AgentCard>, Fault> {
    let rows = sqlx::query("SELECT id, email, name, lead FROM agents ORDER BY id")
        .fetch_all(&mut **tx)
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let card = AgentCard {
            id: deskside_protocol::ids::AgentId(row.try_get("id")?),
            email: row.try_get("email")?,
            name: row.try_get("name")?,
        };
        all.push((card, row.try_get::<i64, _>("lead")? != 0));
    }
    if all
        .iter()
        .any(|(card, _)| card.email.eq_ignore_ascii_case(address))
    {
        return Ok(Vec::new());
    }
    if let Some(agent) = &ticket.assignee {
        return Ok(vec![agent.clone()]);
    }
    let leads = all.iter().any(|(_, lead)| *lead);
    Ok(all
        .into_iter()
        .filter(|(_, lead)| *lead || !leads)
        .map(|(card, _)| card)
        .collect())
}
