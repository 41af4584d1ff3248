//! The page after the form: the reference, and by when somebody answers. Loading it again sends nothing.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use deskside_protocol::identity::Lang;
use deskside_protocol::ids::SystemId;
use deskside_protocol::ticket::ClockKind;

use super::{Asked, Say, drawn, nothing};
use crate::desk::Desk;
use crate::problem::Fault;
use crate::system::System;
use crate::ticket;

#[derive(Template)]
#[template(path = "pages/sent.html")]
struct Sent<'a> {
    t: Say<'a>,
    reference: String,
    due: String,
    address: &'a str,
}

pub(super) async fn show(
    State(desk): State<Desk>,
    Path((system, once)): Path<(SystemId, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let lang = asked.lang(&headers);
    nothing::or_said(&desk, lang, draw(&desk, lang, &system, &once).await)
}

async fn draw(desk: &Desk, lang: Lang, system: &SystemId, once: &str) -> Result<Response, Fault> {
    let mut db = desk.read().await?;
    let system = System::load(&mut db, system).await?;
    let ticket = ticket::made_by(&mut db, &system.id, once)
        .await?
        .ok_or_else(Fault::nothing)?;
    let due = ticket.clock(ClockKind::Answer).map(|clock| {
        let blanks = [
            (
                "moment",
                desk.texts.moment(lang, clock.due.at, system.zone()),
            ),
            ("hours", clock.due.hours.to_string()),
            ("clause", clock.due.clause.clone()),
        ];
        let blanks = blanks
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        desk.texts.say(lang, "mail.due", &blanks)
    });
    drawn(
        StatusCode::OK,
        &Sent {
            t: Say::new(desk, lang),
            reference: ticket.reference.clone(),
            due: due.unwrap_or_default(),
            address: &ticket.reporter.email,
        },
    )
}
