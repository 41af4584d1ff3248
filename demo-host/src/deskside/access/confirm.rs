//! `GET confirm/{grant}`: the page on which an administrator decides, drawn from the request alone.
//! Works without scripts; carries nothing from the desk.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use deskside_protocol::access::{EndReason, Right};
use deskside_protocol::ids::GrantId;
use deskside_protocol::problem::Code;

use crate::deskside::access::book;
use crate::deskside::access::facts::{Choice, Facts, durations};
use crate::deskside::access::requests::{self, Asked};
use crate::deskside::key::thumbprint;
use crate::encoding::millis;
use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::page::{self, Frame};
use crate::erp::sessions::Signed;
use crate::words::Words;

/// A thing and how it may be used.
struct RightLine {
    label: String,
    sentence: String,
    look: &'static str,
}

/// Something that can be chosen.
struct Option_ {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "deskside/confirm.html")]
struct ConfirmPage {
    s: Frame,
    company: &'static str,
    me: String,
    agent: String,
    agent_email: String,
    key: String,
    reference: String,
    subject: String,
    reason: String,
    rights: Vec<RightLine>,
    until_full: String,
    from_now: String,
    zone: &'static str,
    durations: Vec<Option_>,
    scopes: Vec<Option_>,
    minutes: u32,
    chosen: Vec<String>,
    grant: String,
    csrf: String,
    nonce: String,
    problem: Option<String>,
    button: String,
}

/// Draws the page.
///
/// # Errors
/// When the person may not decide, nothing was asked, or the choice is wider than what was asked.
pub async fn get(
    State(app): State<App>,
    signed: Signed,
    Path(grant): Path<String>,
    method: Method,
    Query(fields): Query<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    signed.approver().await?.ok_or(Code::NotAnApprover)?;
    let grant = GrantId(grant);
    let asked = requests::find(&signed.house.db, &grant)
        .await?
        .ok_or(Code::NotFound)?;
    if !asked.is_open(app.now()) {
        return outcome(&app, &signed, &asked, StatusCode::OK).await;
    }
    let chosen = Choice::read(&fields)?.within(&asked)?;
    let facts = Facts::of(&asked, chosen, app.now(), app.enter_url());
    let nonce = if method == Method::HEAD {
        String::new()
    } else {
        remember(&app, &signed, &facts).await?
    };
    draw(&app, &signed, &asked, &facts, nonce, None)
}

/// Remembers what is about to be shown, under a nonce that approves it once.
///
/// # Errors
/// When the database fails.
pub async fn remember(app: &App, signed: &Signed, facts: &Facts) -> Result<String, Fault> {
    let nonce = app.world.secret();
    sqlx::query(
        "INSERT INTO shown (nonce, grant_id, user_id, facts, shown_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(&nonce)
    .bind(facts.grant.as_str())
    .bind(signed.user.id)
    .bind(serde_json::to_string(facts)?)
    .bind(millis(app.now()))
    .execute(&signed.house.db)
    .await?;
    Ok(nonce)
}

/// Draws facts, with what went wrong last time.
///
/// # Errors
/// When it cannot be drawn.
pub fn draw(
    app: &App,
    signed: &Signed,
    asked: &Asked,
    facts: &Facts,
    nonce: String,
    problem: Option<&str>,
) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let (zone, now) = (signed.house.zone, app.now());
    let request = &asked.request;
    let until = dates::clock(facts.until, now, zone, t);
    let names = scope_names(&facts.scopes, t);
    let title = t.fill(
        "confirm.title",
        &[
            ("agent", &request.agent.name),
            ("scopes", &names),
            ("until", &until),
        ],
    );
    page::draw(&ConfirmPage {
        s: Frame::new(signed.lang, title),
        company: signed.house.name,
        me: signed.user.name.clone(),
        agent: request.agent.name.clone(),
        agent_email: request.agent.email.clone(),
        key: thumbprint(&request.agent_key),
        reference: request.reference.clone(),
        subject: request.subject.clone(),
        reason: request.reason.clone(),
        rights: right_lines(facts, t),
        until_full: dates::full(facts.until, zone, t),
        from_now: dates::from_now(facts.until, now, t),
        zone: zone.name(),
        durations: durations(request.minutes, facts.minutes)
            .into_iter()
            .map(|minutes| Option_ {
                value: minutes.to_string(),
                label: dates::span(minutes, t),
                chosen: minutes == facts.minutes,
            })
            .collect(),
        scopes: request
            .scopes
            .iter()
            .map(|scope| Option_ {
                value: scope.clone(),
                label: t.of("scope", scope),
                chosen: facts.scopes.contains(scope),
            })
            .collect(),
        minutes: facts.minutes,
        chosen: facts.scopes.clone(),
        grant: facts.grant.to_string(),
        csrf: signed.csrf.clone(),
        nonce,
        problem: problem.map(|key| t.say(key)),
        button: t.with("confirm.approve", "until", &until),
    })
}

/// Scopes in one phrase.
#[must_use]
pub fn scope_names(scopes: &[String], t: Words) -> String {
    let names: Vec<String> = scopes.iter().map(|scope| t.of("scope", scope)).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => t.fill("list.and", &[("first", &rest.join(", ")), ("last", last)]),
        None => String::new(),
    }
}

fn right_lines(facts: &Facts, t: Words) -> Vec<RightLine> {
    facts
        .effective
        .iter()
        .map(|line| {
            let (key, look) = match line.right {
                Right::No => ("right.no", "no"),
                Right::Read => ("right.read", "read"),
                Right::Write => ("right.write", "write"),
            };
            RightLine {
                label: line.label.get(t.0).to_owned(),
                sentence: t.say(key),
                look,
            }
        })
        .collect()
}

#[derive(Template)]
#[template(path = "deskside/outcome.html")]
struct OutcomePage {
    s: Frame,
    company: &'static str,
    sentence: String,
    next: String,
    running: bool,
    grant: String,
}

/// Says how a request was decided.
///
/// # Errors
/// When the database fails.
pub async fn outcome(
    app: &App,
    signed: &Signed,
    asked: &Asked,
    status: StatusCode,
) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let request = &asked.request;
    let kept = book::find(&signed.house.db, &request.grant).await?;
    let (title, sentence, next, running) = match &kept {
        Some(kept) => {
            let until = dates::clock(kept.approval.until, app.now(), signed.house.zone, t);
            let values = [
                ("agent", request.agent.name.as_str()),
                ("until", until.as_str()),
                ("by", kept.approval.by.name.as_str()),
            ];
            let over = match kept.ended {
                Some((_, why)) => Some(why),
                None if app.now() >= kept.approval.until => Some(EndReason::Expired),
                None => None,
            };
            match over {
                Some(why) => (
                    t.say("outcome.ended"),
                    t.fill("outcome.ended_sentence", &values),
                    t.of("end", why.as_str()),
                    false,
                ),
                None => (
                    t.fill("outcome.approved", &values),
                    t.fill("outcome.approved_sentence", &values),
                    t.fill("outcome.approved_next", &values),
                    true,
                ),
            }
        }
        None if asked.state == "denied" => (
            t.say("outcome.denied"),
            t.with("outcome.denied_sentence", "agent", &request.agent.name),
            t.say("outcome.denied_next"),
            false,
        ),
        None => (
            t.say("outcome.gone"),
            t.with("outcome.gone_sentence", "agent", &request.agent.name),
            String::new(),
            false,
        ),
    };
    let drawn = page::draw(&OutcomePage {
        s: Frame::new(signed.lang, title),
        company: signed.house.name,
        sentence,
        next,
        running,
        grant: request.grant.to_string(),
    })?;
    Ok((status, drawn).into_response())
}
