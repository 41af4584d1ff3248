//! The moment access ends, the page in front of the agent goes: a stream that our own clock closes.

use std::convert::Infallible;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use deskside_protocol::access::EndReason;
use deskside_protocol::identity::Lang;
use deskside_protocol::ids::GrantId;
use deskside_protocol::problem::Code;
use futures::stream::{self, StreamExt};

use crate::deskside::access::{book, end};
use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::house::{App, House};
use crate::erp::page::{self, Frame};
use crate::erp::sessions::{self, Seat, Signed};
use crate::words::Words;

/// How often our clock is looked at.
const TICK: Duration = Duration::from_millis(200);

/// `GET /support/live`: open as long as the grant is.
///
/// # Errors
/// When it is no support account that asks.
pub async fn get(State(app): State<App>, signed: Signed) -> Result<Response, Fault> {
    let seat = signed.seat.clone().ok_or(Code::NotFound)?;
    let opened = stream::iter([Ok::<_, Infallible>(
        Event::default().event("open").data("open"),
    )]);
    let closed = stream::once(ended_at_last(app, signed, seat));
    Ok(Sse::new(opened.chain(closed))
        .keep_alive(KeepAlive::default())
        .into_response())
}

async fn ended_at_last(app: App, signed: Signed, seat: Seat) -> Result<Event, Infallible> {
    let mut tick = tokio::time::interval(TICK);
    loop {
        tick.tick().await;
        match alive(&app, &signed.house, &signed.session, &seat.grant).await {
            Ok(true) => {}
            // A database that does not answer opens nothing.
            Ok(false) | Err(_) => return Ok(Event::default().event("ended").data("ended")),
        }
    }
}

async fn alive(app: &App, house: &House, session: &str, grant: &GrantId) -> Result<bool, Fault> {
    let there: Option<i64> = sqlx::query_scalar("SELECT 1 FROM sessions WHERE token_hash = ?1")
        .bind(session)
        .fetch_optional(&house.db)
        .await?;
    let open = book::open(&house.db, grant, app.now()).await?.is_some();
    if !open {
        // Whoever notices first ends it for good, so that a clock that goes back revives nothing.
        end::expire(app, house).await?;
    }
    Ok(there.is_some() && open)
}

#[derive(Template)]
#[template(path = "deskside/ended.html")]
struct EndedPage {
    s: Frame,
    sentence: String,
    why: String,
}

/// `GET /support-ended`: says that it is over, and why.
///
/// # Errors
/// When the database fails.
pub async fn ended(State(app): State<App>, jar: CookieJar) -> Result<Response, Fault> {
    let t = Words(Lang::En);
    let (sentence, why) = match last_grant(&app, &jar).await? {
        Some((house, kept)) => {
            let (at, why) = kept
                .ended
                .unwrap_or((kept.approval.until, EndReason::Expired));
            let at = dates::full(at, house.zone, t);
            let values = [
                ("company", house.name),
                ("ticket", kept.request.reference.as_str()),
                ("at", at.as_str()),
            ];
            (t.fill("ended.sentence", &values), t.of("end", why.as_str()))
        }
        None => (t.say("ended.unknown"), String::new()),
    };
    let page = page::draw(&EndedPage {
        s: Frame::new(Lang::En, t.say("ended.title")),
        sentence,
        why,
    })?;
    Ok(page)
}

async fn last_grant(
    app: &App,
    jar: &CookieJar,
) -> Result<Option<(std::sync::Arc<House>, book::Kept)>, Fault> {
    let Some((house, session)) = sessions::read(app, jar) else {
        return Ok(None);
    };
    let grant: Option<String> = sqlx::query_scalar(
        "SELECT grant_id FROM ended_sessions WHERE token_hash = ?1
         UNION SELECT grant_id FROM sessions WHERE token_hash = ?1 AND grant_id IS NOT NULL",
    )
    .bind(session)
    .fetch_optional(&house.db)
    .await?;
    let Some(grant) = grant else {
        return Ok(None);
    };
    Ok(book::find(&house.db, &GrantId(grant))
        .await?
        .map(|kept| (house, kept)))
}
