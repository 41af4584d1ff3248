//! One's own password and language.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use deskside_protocol::identity::Lang;
use deskside_protocol::problem::Code;

use crate::deskside::rotation;
use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::guard::Posted;
use crate::erp::house::App;
use crate::erp::page::{self, Screen, Shell};
use crate::erp::sessions::Signed;
use crate::erp::{accounts, passwords};
use crate::words::Words;

#[derive(Template)]
#[template(path = "erp/profile.html")]
struct ProfilePage {
    s: Shell,
    login: String,
    email: String,
    changed: String,
    must_change: bool,
    problem: Option<String>,
    done: bool,
}

async fn draw(
    app: &App,
    signed: &Signed,
    problem: Option<&str>,
    done: bool,
) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let screen = Screen {
        model: "res.users",
        record: Some(signed.user.id),
        view: "form",
    };
    let title = t.say("menu.profile");
    let shell = Shell::of(app, signed, "/profile", title, screen).await?;
    let user = accounts::by_id(&signed.house.db, signed.user.id)
        .await?
        .ok_or(Code::NotFound)?;
    page::draw(&ProfilePage {
        s: shell,
        login: user.login.clone(),
        email: user.email.clone(),
        changed: user.password_changed_at.map_or_else(
            || t.say("profile.never_changed"),
            |at| dates::full(at, signed.house.zone, t),
        ),
        must_change: rotation::due(&signed.house.db, &user).await? > 0,
        problem: problem.map(|key| t.say(key)),
        done,
    })
}

/// The page.
///
/// # Errors
/// When the database fails.
pub async fn get(State(app): State<App>, signed: Signed) -> Result<Response, Fault> {
    draw(&app, &signed, None, false).await
}

/// Changes the password.
///
/// # Errors
/// When the database fails. A password that cannot be taken is told on the page.
pub async fn password(
    State(app): State<App>,
    signed: Signed,
    form: Posted,
) -> Result<Response, Fault> {
    let (old, new) = (form.one("current"), form.one("new"));
    let who = format!("{}/{}", signed.house.slug, signed.user.id);
    if !app.tries.may_try(&who, app.now()) {
        return Err(Code::TooMany.into());
    }
    let hash = accounts::password_hash(&signed.house.db, signed.user.id).await?;
    let problem = if !passwords::check(old, hash.as_deref()).await {
        app.tries.wrong(&who, app.now());
        Some("profile.wrong")
    } else if new != form.one("again") {
        Some("profile.differ")
    } else {
        unfit(old, new)
    };
    if let Some(problem) = problem {
        let page = draw(&app, &signed, Some(problem), false).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    change(&app, &signed, signed.user.id, new, Some(&signed.session)).await?;
    draw(&app, &signed, None, true).await
}

/// Why a password cannot be taken.
#[must_use]
pub fn unfit(old: &str, new: &str) -> Option<&'static str> {
    if new.chars().count() < passwords::SHORTEST {
        Some("profile.too_short")
    } else if new == old {
        Some("profile.same")
    } else {
        None
    }
}

/// Sets a password, stamps when, and tells the desk, all or nothing.
///
/// # Errors
/// When there is no such person, or it is a support account.
pub async fn change(
    app: &App,
    signed: &Signed,
    user: i64,
    new: &str,
    keep: Option<&str>,
) -> Result<(), Fault> {
    let now = app.now();
    let hash = passwords::hash(new, &app.world).ok_or(Code::Internal)?;
    let mut tx = signed.house.write().await?;
    let person = accounts::by_id(&mut *tx, user)
        .await?
        .ok_or(Code::NotFound)?;
    if !accounts::set_password(&mut tx, user, &hash, now, keep).await? {
        return Err(Code::Forbidden.into());
    }
    rotation::changed(app, &mut tx, &person.login, now).await?;
    tx.commit().await?;
    signed.house.outbox.notify_one();
    Ok(())
}

/// Changes the language one reads.
///
/// # Errors
/// When the database fails.
pub async fn language(signed: Signed, form: Posted) -> Result<Response, Fault> {
    let lang = Lang::from_tag(form.one("lang"));
    let db = &signed.house.db;
    sqlx::query("UPDATE sessions SET lang = ?2 WHERE token_hash = ?1")
        .bind(&signed.session)
        .bind(lang.tag())
        .execute(db)
        .await?;
    // A support account changes nothing about itself, not even this.
    if signed.seat.is_none() {
        sqlx::query("UPDATE users SET lang = ?2 WHERE id = ?1")
            .bind(signed.user.id)
            .bind(lang.tag())
            .execute(db)
            .await?;
    }
    let back = form.one("back");
    let back = if back.starts_with('/') && !back.starts_with("//") {
        back
    } else {
        "/"
    };
    Ok(Redirect::to(back).into_response())
}
