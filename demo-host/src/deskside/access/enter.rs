//! `POST enter`: the agent comes in with an assertion that their browser signed, and with nothing
//! else (trust rule 3). Never in a URL, valid for seconds, used once.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use deskside_protocol::access::{ASSERTION_SECONDS, AssertionClaims};
use deskside_protocol::host::HostEvent;
use deskside_protocol::identity::Lang;
use deskside_protocol::problem::Code;
use std::sync::Arc;

use crate::deskside::access::book::{self, Kept};
use crate::deskside::access::end;
use crate::deskside::jws::{self, Refused};
use crate::deskside::outbox;
use crate::encoding::{kept, millis};
use crate::erp::fault::Fault;
use crate::erp::guard::Posted;
use crate::erp::house::{App, House};
use crate::erp::page::{self, Frame};
use crate::erp::{accounts, sessions};
use crate::words::Words;

/// Longest name of a token.
const LONGEST_JTI: usize = 200;

/// Opens a session of the support account.
///
/// # Errors
/// When the form is none, or the database fails. A refused assertion is a page that says so.
pub async fn post(
    State(app): State<App>,
    jar: CookieJar,
    RawQuery(query): RawQuery,
    form: Posted,
) -> Result<Response, Fault> {
    // What was once in a URL is in logs and histories: it is not an assertion any more.
    if query.is_some() || form.all("assertion").len() != 1 {
        return Err(Code::BadRequest.into());
    }
    match admit(&app, form.one("assertion")).await? {
        Ok((house, found)) => {
            let cookie = open(&app, &house, &found).await?;
            Ok((jar.add(cookie), Redirect::to("/")).into_response())
        }
        Err(why) => refuse(why),
    }
}

async fn admit(app: &App, assertion: &str) -> Result<Result<(Arc<House>, Kept), Refused>, Fault> {
    let Some(claimed) = jws::unverified::<AssertionClaims>(assertion) else {
        return Ok(Err(Refused::Signature));
    };
    for house in &app.houses {
        if let Some(found) = book::find(&house.db, &claimed.grant).await? {
            let checked = check(app, house, assertion, &found).await?;
            return Ok(checked.map(|()| (house.clone(), found)));
        }
    }
    Ok(Err(Refused::NotOpen))
}

async fn check(
    app: &App,
    house: &House,
    assertion: &str,
    found: &Kept,
) -> Result<Result<(), Refused>, Fault> {
    let now = app.now();
    // The key is the one whose thumbprint the approver was shown, whatever the assertion names.
    let claims: AssertionClaims = match jws::from_agent(assertion, &found.request.agent_key) {
        Ok(claims) => claims,
        Err(why) => return Ok(Err(why)),
    };
    let key_is_approved =
        crate::deskside::key::thumbprint(&found.request.agent_key) == found.approval.agent_key;
    if !key_is_approved
        || claims.iss != found.approval.agent
        || claims.grant != found.approval.grant
        || claims.aud != found.approval.enter_url
        || claims.aud != app.enter_url()
    {
        return Ok(Err(Refused::Parties));
    }
    if claims.exp - claims.iat > ASSERTION_SECONDS {
        return Ok(Err(Refused::Time));
    }
    if let Err(why) = jws::in_time(claims.iat, claims.exp, now) {
        return Ok(Err(why));
    }
    if found.ended.is_some() || now >= found.approval.until {
        end::expire(app, house).await?;
        return Ok(Err(Refused::NotOpen));
    }
    if claims.jti.is_empty() || claims.jti.len() > LONGEST_JTI {
        return Ok(Err(Refused::Parties));
    }
    let first = sqlx::query("INSERT OR IGNORE INTO used_tokens (jti, used_at) VALUES (?1, ?2)")
        .bind(format!("{}/{}", claims.grant, claims.jti))
        .bind(millis(now))
        .execute(&house.db)
        .await?
        .rows_affected()
        == 1;
    Ok(if first { Ok(()) } else { Err(Refused::Replay) })
}

async fn open(
    app: &App,
    house: &House,
    found: &Kept,
) -> Result<axum_extra::extract::cookie::Cookie<'static>, Fault> {
    let account = accounts::by_id(&house.db, found.account)
        .await?
        .filter(|account| account.active)
        .ok_or(Code::Forbidden)?;
    let grant = &found.approval.grant;
    let at = kept(app.now());
    let cookie = sessions::open(
        app,
        house,
        &account,
        account.lang,
        Some((grant, found.approval.until)),
    )
    .await?;
    let mut tx = house.write().await?;
    sqlx::query("INSERT INTO sign_ins (grant_id, at) VALUES (?1, ?2)")
        .bind(grant.as_str())
        .bind(millis(at))
        .execute(&mut *tx)
        .await?;
    let event = HostEvent::GrantEntered {
        grant: grant.clone(),
        at,
    };
    outbox::put(app, &mut tx, &event).await?;
    tx.commit().await?;
    house.outbox.notify_one();
    Ok(cookie)
}

#[derive(Template)]
#[template(path = "deskside/refused.html")]
struct RefusedPage {
    s: Frame,
    sentence: String,
}

fn refuse(why: Refused) -> Result<Response, Fault> {
    tracing::warn!(%why, "an assertion was refused");
    let t = Words(Lang::En);
    let key = match why {
        Refused::Signature => "enter.signature",
        Refused::Parties => "enter.parties",
        Refused::Time => "enter.time",
        Refused::Replay => "enter.replay",
        Refused::NotOpen => "enter.not_open",
    };
    let page = page::draw(&RefusedPage {
        s: Frame::new(Lang::En, t.say("enter.title")),
        sentence: t.say(key),
    })?;
    Ok((StatusCode::FORBIDDEN, page).into_response())
}
