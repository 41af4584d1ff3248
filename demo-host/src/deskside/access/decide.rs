//! `POST confirm/{grant}`: an administrator approves exactly what was shown, or denies.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use deskside_protocol::DateTime;
use deskside_protocol::access::Approval;
use deskside_protocol::host::HostEvent;
use deskside_protocol::identity::Approver;
use deskside_protocol::ids::GrantId;
use deskside_protocol::problem::Code;
use sqlx::{Sqlite, Transaction};

use crate::deskside::access::confirm;
use crate::deskside::access::facts::{Choice, FRESH, Facts};
use crate::deskside::access::requests::{self, Asked};
use crate::deskside::key::thumbprint;
use crate::deskside::outbox;
use crate::encoding::{kept, millis, moment};
use crate::erp::fault::Fault;
use crate::erp::guard::Posted;
use crate::erp::house::App;
use crate::erp::rights::Role;
use crate::erp::sessions::Signed;
use crate::erp::{accounts, passwords};

/// Decides.
///
/// # Errors
/// When the person may not, or nothing was asked.
pub async fn post(
    State(app): State<App>,
    signed: Signed,
    Path(grant): Path<String>,
    form: Posted,
) -> Result<Response, Fault> {
    let approver = signed.approver().await?.ok_or(Code::NotAnApprover)?;
    let grant = GrantId(grant);
    let asked = requests::find(&signed.house.db, &grant)
        .await?
        .ok_or(Code::NotFound)?;
    if !asked.is_open(app.now()) {
        return confirm::outcome(&app, &signed, &asked, StatusCode::CONFLICT).await;
    }
    match form.one("decision") {
        "approve" => approve(&app, &signed, &approver, &asked, &form).await,
        "deny" => deny(&app, &signed, &approver, &grant).await,
        _ => Err(Fault::on(Code::FieldInvalid, "decision")),
    }
}

async fn approve(
    app: &App,
    signed: &Signed,
    approver: &Approver,
    asked: &Asked,
    form: &Posted,
) -> Result<Response, Fault> {
    let facts = match shown(app, signed, asked, form).await? {
        Ok(facts) => facts,
        Err(problem) => return again(app, signed, asked, form, problem).await,
    };
    let who = format!("{}/{}", signed.house.slug, signed.user.id);
    if !app.tries.may_try(&who, app.now()) {
        return Err(Code::TooMany.into());
    }
    let hash = accounts::password_hash(&signed.house.db, signed.user.id).await?;
    if !passwords::check(form.one("password"), hash.as_deref()).await {
        app.tries.wrong(&who, app.now());
        // Nothing is lost: the same facts once more, under a nonce of their own.
        let nonce = confirm::remember(app, signed, &facts).await?;
        let page = confirm::draw(
            app,
            signed,
            asked,
            &facts,
            nonce,
            Some("confirm.wrong_password"),
        )?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    app.tries.right(&who);
    let nonce = form.one("nonce");
    if !write_down(app, signed, approver, asked, &facts, nonce).await? {
        let asked = requests::find(&signed.house.db, &facts.grant)
            .await?
            .ok_or(Code::NotFound)?;
        return confirm::outcome(app, signed, &asked, StatusCode::CONFLICT).await;
    }
    signed.house.outbox.notify_one();
    Ok(back_to_page(&facts.grant))
}

/// The facts this form approves, if they were shown to this person, lately, and still hold.
async fn shown(
    app: &App,
    signed: &Signed,
    asked: &Asked,
    form: &Posted,
) -> Result<Result<Facts, &'static str>, Fault> {
    let row: Option<(String, i64, bool)> = sqlx::query_as(
        "SELECT facts, shown_at, used FROM shown
         WHERE nonce = ?1 AND user_id = ?2 AND grant_id = ?3",
    )
    .bind(form.one("nonce"))
    .bind(signed.user.id)
    .bind(asked.request.grant.as_str())
    .fetch_optional(&signed.house.db)
    .await?;
    let Some((facts, shown_at, used)) = row else {
        return Ok(Err("confirm.changed"));
    };
    let facts: Facts = serde_json::from_str(&facts)?;
    // The form repeats the choice only so that a page drawn again can show it; were it believed, a
    // changed form would approve what nobody saw.
    let choice = Choice::read(&form.0)?;
    if used || !facts.is_choice(&choice) || !facts.still_true(asked, &app.enter_url()) {
        return Ok(Err("confirm.changed"));
    }
    if app.now() - moment(shown_at) > FRESH {
        return Ok(Err("confirm.stale"));
    }
    Ok(Ok(facts))
}

/// Shows the page anew, drawn from what holds now, and says why.
async fn again(
    app: &App,
    signed: &Signed,
    asked: &Asked,
    form: &Posted,
    problem: &'static str,
) -> Result<Response, Fault> {
    let chosen = Choice::read(&form.0)?
        .within(asked)
        .or_else(|_| Choice::default().within(asked))?;
    let facts = Facts::of(asked, chosen, app.now(), app.enter_url());
    let nonce = confirm::remember(app, signed, &facts).await?;
    let page = confirm::draw(app, signed, asked, &facts, nonce, Some(problem))?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// Makes the account and the grant in one transaction. Of many at once exactly one gets `true`.
async fn write_down(
    app: &App,
    signed: &Signed,
    approver: &Approver,
    asked: &Asked,
    facts: &Facts,
    nonce: &str,
) -> Result<bool, Fault> {
    let now = app.now();
    let mut tx = signed.house.write().await?;
    // The right to approve is looked up here once more: it may have gone since the request came in.
    if !still_approver(&mut tx, signed.user.id).await? {
        return Err(Code::NotAnApprover.into());
    }
    let taken = sqlx::query("UPDATE shown SET used = 1 WHERE nonce = ?1 AND used = 0")
        .bind(nonce)
        .execute(&mut *tx)
        .await?
        .rows_affected()
        == 1;
    let by = approver.person();
    if !taken || !decide(&mut tx, &facts.grant, &asked.jws, "approved", &by.name, now).await? {
        return Ok(false);
    }
    let account = format!("support-{}", short_name(&app.world.random::<5>()));
    let account_id: i64 = sqlx::query_scalar(
        "INSERT INTO users (login, name, lang, support_grant, created_at)
         VALUES (?1, ?2, 'en', ?3, ?4) RETURNING id",
    )
    .bind(&account)
    .bind(&asked.request.agent.name)
    .bind(facts.grant.as_str())
    .bind(millis(now))
    .fetch_one(&mut *tx)
    .await?;
    let approval = Approval {
        grant: facts.grant.clone(),
        ticket: asked.request.ticket.clone(),
        agent: asked.request.agent.id.clone(),
        agent_key: thumbprint(&asked.request.agent_key),
        scopes: facts.scopes.clone(),
        effective: facts.effective.clone(),
        from: facts.from,
        until: facts.until,
        by: by.clone(),
        account,
        enter_url: facts.enter_url.clone(),
    };
    sqlx::query(
        "INSERT INTO grants (grant_id, request, approval, account_id, until)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(facts.grant.as_str())
    .bind(serde_json::to_string(&asked.request)?)
    .bind(serde_json::to_string(&approval)?)
    .bind(account_id)
    .bind(millis(facts.until))
    .execute(&mut *tx)
    .await?;
    let event = HostEvent::GrantApproved {
        approval: Box::new(approval),
    };
    outbox::put(app, &mut tx, &event).await?;
    tx.commit().await?;
    Ok(true)
}

async fn still_approver(tx: &mut Transaction<'_, Sqlite>, user: i64) -> Result<bool, Fault> {
    let active = accounts::by_id(&mut **tx, user)
        .await?
        .is_some_and(|user| user.active && user.support_grant.is_none());
    let roles = accounts::roles(&mut **tx, user).await?;
    Ok(active && roles.contains(&Role::Administrator))
}

/// Decides an open request that still is what it was; `false` when it is not.
async fn decide(
    tx: &mut Transaction<'_, Sqlite>,
    grant: &GrantId,
    jws: &str,
    state: &str,
    by: &str,
    now: DateTime,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE requests SET state = ?3, decided_by = ?4, decided_at = ?5
         WHERE grant_id = ?1 AND jws = ?2 AND state = 'open' AND lapses_at > ?5",
    )
    .bind(grant.as_str())
    .bind(jws)
    .bind(state)
    .bind(by)
    .bind(millis(now))
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn deny(
    app: &App,
    signed: &Signed,
    approver: &Approver,
    grant: &GrantId,
) -> Result<Response, Fault> {
    let now = kept(app.now());
    let mut tx = signed.house.write().await?;
    if !still_approver(&mut tx, signed.user.id).await? {
        return Err(Code::NotAnApprover.into());
    }
    let asked = requests::find(&mut *tx, grant)
        .await?
        .ok_or(Code::NotFound)?;
    let by = approver.person();
    if decide(&mut tx, grant, &asked.jws, "denied", &by.name, now).await? {
        let event = HostEvent::GrantDenied {
            grant: grant.clone(),
            at: now,
            by: by.clone(),
        };
        outbox::put(app, &mut tx, &event).await?;
        tx.commit().await?;
        signed.house.outbox.notify_one();
    }
    Ok(back_to_page(grant))
}

/// Reloading the answer then decides nothing again.
fn back_to_page(grant: &GrantId) -> Response {
    Redirect::to(&format!("{}/confirm/{grant}", crate::deskside::PREFIX)).into_response()
}

/// Eight letters and digits that people do not confuse.
fn short_name(random: &[u8; 5]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let bits = random
        .iter()
        .fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    (0..8)
        .map(|place| char::from(ALPHABET[usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0)]))
        .collect()
}
