//! The pages of the mailbox.

use std::convert::Infallible;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use deskside_protocol::identity::Lang;
use futures::stream::{Stream, StreamExt};
use serde::Deserialize;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;

use crate::erp::dates;
use crate::erp::statics;
use crate::mailbox::store::{Mail, Store};
use crate::words::Words;

/// What the pages need.
#[derive(Clone, Debug)]
pub struct Mailbox {
    /// The mails.
    pub store: Store,
    /// Rung when one comes.
    pub news: broadcast::Sender<()>,
}

/// The mailbox's routes.
pub fn router(mailbox: Mailbox) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/mails/{id}", get(one))
        .route("/mails/{id}/html", get(html))
        .route("/mails/{id}/source", get(source))
        .route("/api/mails", get(json))
        .route("/live", get(live))
        .route("/healthz", get(|| async { "ok" }))
        .route("/static/{version}/{name}", get(statics::get))
        .layer(from_fn(dress))
        .with_state(mailbox)
}

async fn dress(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'",
        ));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

/// Which mails somebody wants.
#[derive(Debug, Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    to: String,
    #[serde(default)]
    lang: Option<String>,
}

impl Wanted {
    fn of(&self, store: &Store) -> Vec<Mail> {
        let wanted = self.to.trim().to_lowercase();
        store
            .all()
            .unwrap_or_default()
            .into_iter()
            .filter(|mail| wanted.is_empty() || mail.to.to_lowercase().contains(&wanted))
            .collect()
    }

    fn words(&self, headers: &HeaderMap) -> Words {
        let tag = self.lang.as_deref().or_else(|| {
            headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|value| value.to_str().ok())
        });
        Words(tag.map_or(Lang::En, Lang::from_tag))
    }
}

/// A mail as a row.
struct Line {
    id: String,
    from: String,
    to: String,
    subject: String,
    at: String,
    here: bool,
}

fn lines(mails: &[Mail], here: Option<&str>, t: Words) -> Vec<Line> {
    mails
        .iter()
        .map(|mail| Line {
            id: mail.id.clone(),
            from: mail.from.clone(),
            to: mail.to.clone(),
            subject: subject(mail, t),
            at: dates::full(mail.at, chrono_tz::Asia::Ho_Chi_Minh, t),
            here: here == Some(mail.id.as_str()),
        })
        .collect()
}

fn subject(mail: &Mail, t: Words) -> String {
    if mail.subject.is_empty() {
        t.say("mailbox.no_subject")
    } else {
        mail.subject.clone()
    }
}

#[derive(Template)]
#[template(path = "mailbox/page.html")]
struct MailboxPage {
    t: Words,
    version: &'static str,
    title: String,
    to: String,
    lines: Vec<Line>,
    open: Option<Mail>,
    open_at: String,
}

fn draw(t: Words, to: String, mails: &[Mail], open: Option<Mail>) -> Response {
    let page = MailboxPage {
        t,
        version: statics::VERSION.as_str(),
        title: open
            .as_ref()
            .map_or_else(|| t.say("mailbox.title"), |mail| subject(mail, t)),
        to,
        lines: lines(mails, open.as_ref().map(|mail| mail.id.as_str()), t),
        open_at: open.as_ref().map_or_else(String::new, |mail| {
            dates::full(mail.at, chrono_tz::Asia::Ho_Chi_Minh, t)
        }),
        open,
    };
    match page.render() {
        Ok(body) => Html(body).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn list(
    State(mailbox): State<Mailbox>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    let mails = wanted.of(&mailbox.store);
    draw(wanted.words(&headers), wanted.to, &mails, None)
}

async fn one(
    State(mailbox): State<Mailbox>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let t = wanted.words(&headers);
    match mailbox.store.one(&id) {
        Some(mail) => {
            let mails = wanted.of(&mailbox.store);
            draw(t, wanted.to, &mails, Some(mail))
        }
        None => (StatusCode::NOT_FOUND, t.say("mailbox.gone")).into_response(),
    }
}

/// The HTML part on its own, with nothing allowed but its looks.
async fn html(State(mailbox): State<Mailbox>, Path(id): Path<String>) -> Response {
    let Some(html) = mailbox.store.one(&id).and_then(|mail| mail.html) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    (
        [(
            header::CONTENT_SECURITY_POLICY,
            "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
        )],
        Html(html),
    )
        .into_response()
}

async fn source(State(mailbox): State<Mailbox>, Path(id): Path<String>) -> Response {
    match mailbox.store.source(&id) {
        Some(bytes) => {
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn json(State(mailbox): State<Mailbox>, Query(wanted): Query<Wanted>) -> Response {
    axum::Json(wanted.of(&mailbox.store)).into_response()
}

async fn live(
    State(mailbox): State<Mailbox>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = BroadcastStream::new(mailbox.news.subscribe())
        .map(|_| Ok(Event::default().event("mail").data("mail")));
    Sse::new(news).keep_alive(KeepAlive::default())
}
