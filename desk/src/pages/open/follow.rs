//! `/request/t/{key}`: a request as its reporter follows it without the ERP. Whoever holds the key reads
//! the mail that brought it; opening the page for the first time proves the address.

use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use deskside_protocol::api::NewMessage;
use deskside_protocol::identity::{Lang, Reporter};
use deskside_protocol::ids::AttachmentId;
use deskside_protocol::problem::Problem;
use deskside_protocol::rotation::Why;

use super::fields::Filled;
use super::{Asked, drawn, nothing};
use crate::api::{Call, Once, handed_out};
use crate::audit::Actor;
use crate::desk::Desk;
use crate::problem::Fault;
use crate::rotation;
use crate::system::System;
use crate::ticket::{self, Author, Ticket};

mod view;

use view::View;

pub(super) async fn show(
    State(desk): State<Desk>,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let page = draw(&desk, &asked, &headers, &key, None).await;
    nothing::or_said(&desk, asked.lang(&headers), page)
}

/// The page, with what could not be sent.
async fn draw(
    desk: &Desk,
    asked: &Asked,
    headers: &HeaderMap,
    key: &str,
    unsent: Option<(&Filled, &Problem)>,
) -> Result<Response, Fault> {
    let now = desk.world.now();
    let found = ticket::by_key(&mut *desk.read().await?, key, now).await?;
    let ticket = found.ticket;
    if found.verified_at.is_none() {
        let ticket = ticket.clone();
        desk.store
            .write(move |tx| {
                Box::pin(async move {
                    let address = &ticket.reporter.email;
                    ticket::prove(tx, &ticket, address, now).await
                })
            })
            .await?;
    }
    // The language they asked in, unless they want another now.
    let lang = if asked.lang.is_empty() {
        ticket.lang
    } else {
        asked.lang(headers)
    };
    let mut db = desk.read().await?;
    let system = System::load(&mut db, &ticket.system).await?;
    let whole = ticket::whole(&mut db, desk, &ticket, &system, now).await?;
    let status = unsent.map_or(200, |(_, problem)| problem.status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    drawn(
        status,
        &View::new(desk, lang, &system, &whole, key, now, unsent),
    )
}

pub(super) async fn send(
    State(desk): State<Desk>,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let lang = asked.lang(&headers);
    let filled = match Filled::read(form).await {
        Ok(filled) => filled,
        Err(fault) => return nothing::or_said(&desk, lang, Err(fault)),
    };
    let page = match write(&desk, &key, &filled).await {
        Ok(()) => Ok(back(&key, lang)),
        Err(Fault::Told(problem)) => {
            draw(&desk, &asked, &headers, &key, Some((&filled, &problem))).await
        }
        Err(fault) => Err(fault),
    };
    nothing::or_said(&desk, lang, page)
}

/// After a change the page is fetched anew: loading it again sends nothing.
fn back(key: &str, lang: Lang) -> Response {
    Redirect::to(&format!("/request/t/{key}?lang={}", lang.tag())).into_response()
}

/// Writes what was filled in; the same form again writes nothing more.
async fn write(desk: &Desk, key: &str, filled: &Filled) -> Result<(), Fault> {
    let now = desk.world.now();
    let ticket = ticket::by_key(&mut *desk.read().await?, key, now)
        .await?
        .ticket;
    let reporter = Reporter {
        system: ticket.system.clone(),
        person: ticket.reporter.clone(),
    };
    let once = filled.once()?;
    let new = NewMessage {
        text: filled.text("text").to_owned(),
        attachments: filled.take_files(desk, &reporter, once).await?,
        awaits_reporter: false,
    };
    let caller = ticket::person_name(&reporter.person);
    let address = format!("request/{}/messages", ticket.id);
    let once = Once::of(once);
    let call = Call::new(&ticket.system, caller, once, &address, &new)?;
    let with = desk.clone();
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                if call.made(tx).await?.is_some() {
                    return Ok(());
                }
                let mut ticket = Ticket::load(tx, &ticket.system, &ticket.id).await?;
                let system = System::load(tx, &ticket.system).await?;
                let (ticket, author) = (&mut ticket, Author::Person(&reporter.person));
                let written = ticket::write(tx, &with, &system, ticket, author, &new, now).await?;
                if written.leaked {
                    let (login, why) = (&reporter.person.login, Why::FoundInText);
                    rotation::open(tx, &with, ticket, login, why, Actor::Desk, now).await?;
                }
                call.makes(tx, written.id.as_str(), now).await
            })
        })
        .await
}

/// Takes it up again.
pub(super) async fn reopen(
    State(desk): State<Desk>,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let (lang, now, with) = (asked.lang(&headers), desk.world.now(), desk.clone());
    let opened = key.clone();
    let done = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut ticket = ticket::by_key(tx, &opened, now).await?.ticket;
                let person = ticket.reporter.clone();
                ticket::reopen(tx, &with, &mut ticket, &person, now).await
            })
        })
        .await;
    nothing::or_said(&desk, lang, done.map(|()| back(&key, lang)))
}

/// A file of this very ticket.
pub(super) async fn file(
    State(desk): State<Desk>,
    Path((key, file)): Path<(String, AttachmentId)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let file = async {
        let mut db = desk.read().await?;
        let ticket = ticket::by_key(&mut db, &key, desk.world.now())
            .await?
            .ticket;
        let found = ticket::find(&mut db, &ticket.system, &file).await?;
        drop(db);
        if found.ticket.as_ref() != Some(&ticket.id) {
            return Err(Fault::nothing());
        }
        handed_out(&desk, &found).await
    };
    nothing::or_said(&desk, asked.lang(&headers), file.await)
}
