//! `/mail/stop/{token}`: doing without a kind of letter. Mail programs do it by one POST (RFC 8058);
//! looking at the page decides nothing, because machines look at links too.

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::{Asked, Say, drawn, nothing};
use crate::desk::Desk;
use crate::mail::{self, Stop};
use crate::problem::Fault;

#[derive(Template)]
#[template(path = "pages/stop.html")]
struct Page<'a> {
    t: Say<'a>,
    token: &'a str,
    stopped: bool,
    stopped_words: String,
    going_words: String,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Decided {
    again: Option<String>,
}

pub(super) async fn show(
    State(desk): State<Desk>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let found = async { mail::find_stop(&mut *desk.read().await?, &token).await };
    answer(&desk, &asked, &headers, found.await)
}

pub(super) async fn decide(
    State(desk): State<Desk>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    decided: Result<Form<Decided>, FormRejection>,
) -> Response {
    // Mail programs send the one word they are asked for, in whichever form they like.
    let again = decided.is_ok_and(|Form(decided)| decided.again.is_some());
    let set = mail::set_stop(&desk, token, !again).await;
    answer(&desk, &asked, &headers, set)
}

fn answer(desk: &Desk, asked: &Asked, headers: &HeaderMap, stop: Result<Stop, Fault>) -> Response {
    let known = stop.as_ref().ok().filter(|_| asked.lang.is_empty());
    let lang = known.map_or_else(|| asked.lang(headers), |stop| stop.lang);
    let drawn = stop.and_then(|stop| {
        let t = Say::new(desk, lang);
        let topic = t.say(&format!("mail.topic.{}", stop.topic.as_str()));
        let blanks = [("topic", topic.as_str()), ("address", &stop.recipient)];
        let page = Page {
            stopped_words: desk.texts.say(lang, "page.stop.stopped", &blanks),
            going_words: desk.texts.say(lang, "page.stop.going", &blanks),
            token: &stop.token,
            stopped: stop.stopped,
            t,
        };
        drawn(StatusCode::OK, &page)
    });
    nothing::or_said(desk, lang, drawn)
}
