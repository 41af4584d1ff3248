//! `/request/{system}`: the form, and what becomes of it.

use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use deskside_protocol::api::NewTicket;
use deskside_protocol::context::Context;
use deskside_protocol::identity::{Lang, Reporter};
use deskside_protocol::ids::SystemId;
use deskside_protocol::policy::Channel;
use deskside_protocol::problem::{Code, Problem};
use deskside_protocol::rotation::Why;

use super::fields::Filled;
use super::form::{Form, Typed};
use super::{Asked, drawn, nothing};
use crate::audit::Actor;
use crate::desk::Desk;
use crate::problem::Fault;
use crate::rotation;
use crate::system::System;
use crate::ticket::{self, Filing};

pub(super) async fn show(
    State(desk): State<Desk>,
    Path(system): Path<SystemId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let lang = asked.lang(&headers);
    let form = async {
        let system = System::load(&mut *desk.read().await?, &system).await?;
        let form = Form::new(&desk, lang, &system, &Filled::default(), &[]);
        drawn(StatusCode::OK, &form)
    };
    nothing::or_said(&desk, lang, form.await)
}

pub(super) async fn send(
    State(desk): State<Desk>,
    Path(system): Path<SystemId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let lang = asked.lang(&headers);
    let sent = sent(&desk, lang, &system, form).await;
    nothing::or_said(&desk, lang, sent)
}

async fn sent(
    desk: &Desk,
    lang: Lang,
    system: &SystemId,
    form: Multipart,
) -> Result<Response, Fault> {
    let system = System::load(&mut *desk.read().await?, system).await?;
    let again = |filled: &Filled, wrong: &[Problem]| {
        let status = wrong.first().map_or(422, |wrong| wrong.status);
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
        drawn(status, &Form::new(desk, lang, &system, filled, wrong))
    };
    let filled = match Filled::read(form).await {
        Ok(filled) => filled,
        Err(Fault::Told(problem)) => return again(&Filled::default(), &[problem]),
        Err(fault) => return Err(fault),
    };
    if !filled.text("website").is_empty() {
        return again(&filled, &[Problem::on(Code::FieldInvalid, "website")]);
    }
    let typed = match Typed::read(&filled) {
        Ok(typed) => typed,
        Err(wrong) => return again(&filled, &wrong),
    };
    let once = filled.once()?.to_owned();
    let done = format!("/request/{}/sent/{once}?lang={}", system.id, lang.tag());
    match file(desk, lang, &system, typed, &once, &filled).await {
        Ok(()) => Ok(Redirect::to(&done).into_response()),
        Err(Fault::Told(problem)) => again(&filled, &[problem]),
        Err(fault) => Err(fault),
    }
}

/// Files it; the same form again files nothing more.
async fn file(
    desk: &Desk,
    lang: Lang,
    system: &System,
    typed: Typed,
    once: &str,
    filled: &Filled,
) -> Result<(), Fault> {
    let now = desk.world.now();
    let mut db = desk.read().await?;
    if ticket::made_by(&mut db, &system.id, once).await?.is_some() {
        return Ok(());
    }
    ticket::too_many(&mut db, &system.id, &typed.email, now).await?;
    drop(db);
    let reporter = Reporter {
        system: system.id.clone(),
        person: ticket::outsider(&typed.name, &typed.email, lang),
    };
    let key = desk.world.secret();
    let new = NewTicket {
        description: typed.description,
        impact: typed.impact,
        context: Context::default(),
        attachments: filled.take_files(desk, &reporter, once).await?,
        shared: None,
        incident: None,
        lang,
    };
    let mut filing = Filing::new(new, Channel::Web)?;
    filing.page = Some(format!("{}/request/t/{key}", desk.settings.public_url));
    let (with, system, once) = (desk.clone(), system.clone(), once.to_owned());
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                // Another copy of the form may have been faster, or another request to this address.
                if ticket::made_by(tx, &system.id, &once).await?.is_some() {
                    return Ok(());
                }
                ticket::too_many(tx, &system.id, &reporter.person.email, now).await?;
                let leaked = filing.leaked;
                let ticket = ticket::file(tx, &with, &system, &reporter, filing, now).await?;
                ticket::remember_asked(tx, &ticket, &once, &key, now).await?;
                if leaked {
                    let (login, why) = (&reporter.person.login, Why::FoundInText);
                    rotation::open(tx, &with, &ticket, login, why, Actor::Desk, now).await?;
                }
                Ok(())
            })
        })
        .await
}
