//! Signing in and out.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use deskside_protocol::identity::Lang;
use serde::Deserialize;

use crate::erp::fault::Fault;
use crate::erp::guard::Posted;
use crate::erp::house::App;
use crate::erp::page::{self, Frame};
use crate::erp::sessions::{self, Found, Signed};
use crate::erp::{accounts, passwords};
use crate::words::Words;

/// What the address of the page says.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Language.
    #[serde(default)]
    lang: Option<String>,
    /// Where to go then.
    #[serde(default)]
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "erp/signin.html")]
struct SignInPage {
    s: Frame,
    login: String,
    next: String,
    next_query: String,
    problem: Option<String>,
    /// Where to ask for support without signing in, once there is a desk.
    help: Option<String>,
}

/// Draws the page.
///
/// # Errors
/// When the database fails.
pub async fn get(
    State(app): State<App>,
    jar: CookieJar,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let next = own_path(asked.next.as_deref());
    if let Found::Signed(_) = sessions::find(&app, &jar).await? {
        return Ok(Redirect::to(&next).into_response());
    }
    let lang = asked
        .lang
        .as_deref()
        .map_or_else(|| preferred(&headers), Lang::from_tag);
    draw(&app, lang, String::new(), next, None).await
}

async fn draw(
    app: &App,
    lang: Lang,
    login: String,
    next: String,
    problem: Option<&str>,
) -> Result<Response, Fault> {
    let t = Words(lang);
    let mut paired = false;
    for house in &app.houses {
        paired |= house.pairing().await?.is_some();
    }
    let erp = page::query_value(&app.public_url);
    let help = format!("{}/request?erp={erp}&lang={}", app.desk, t.tag());
    page::draw(&SignInPage {
        s: Frame::new(lang, t.say("signin.title")),
        login,
        next_query: page::query_value(&next),
        next,
        problem: problem.map(|key| t.say(key)),
        help: paired.then_some(help),
    })
}

/// Signs in. The login decides the company; a support account has no password to match.
///
/// # Errors
/// When the database fails.
pub async fn post(State(app): State<App>, jar: CookieJar, form: Posted) -> Result<Response, Fault> {
    let login = form.one("login").trim().to_owned();
    let lang = Lang::from_tag(form.one("lang"));
    let next = own_path(Some(form.one("next")));
    let again = async |status: StatusCode, problem: &str| -> Result<Response, Fault> {
        let page = draw(&app, lang, login.clone(), next.clone(), Some(problem)).await?;
        Ok((status, page).into_response())
    };
    let who = format!("signin/{}", login.to_lowercase());
    if !app.tries.may_try(&who, app.now()) {
        return again(StatusCode::TOO_MANY_REQUESTS, "signin.too_many").await;
    }
    let mut known = false;
    for house in &app.houses {
        let Some(user) = accounts::by_login(&house.db, &login).await? else {
            continue;
        };
        known = true;
        let hash = accounts::password_hash(&house.db, user.id).await?;
        if passwords::check(form.one("password"), hash.as_deref()).await {
            app.tries.right(&who);
            let cookie = sessions::open(&app, house, &user, user.lang, None).await?;
            return Ok((jar.add(cookie), Redirect::to(&next)).into_response());
        }
    }
    if !known {
        // As long as for somebody we know: the time says nothing about who works here.
        passwords::check(form.one("password"), None).await;
    }
    app.tries.wrong(&who, app.now());
    again(StatusCode::UNAUTHORIZED, "signin.wrong").await
}

#[derive(Template)]
#[template(path = "erp/signout.html")]
struct SignOutPage {
    s: Frame,
    csrf: String,
    name: String,
}

/// Asks before signing out: a link alone changes nothing.
///
/// # Errors
/// When it cannot be drawn.
pub async fn leaving(signed: Signed) -> Result<Response, Fault> {
    page::draw(&SignOutPage {
        s: Frame::new(signed.lang, Words(signed.lang).say("signout.title")),
        csrf: signed.csrf,
        name: signed.user.name,
    })
}

/// Signs out.
///
/// # Errors
/// When the database fails.
pub async fn leave(
    State(app): State<App>,
    jar: CookieJar,
    signed: Signed,
) -> Result<Response, Fault> {
    sessions::close(&signed.house, &signed.session).await?;
    let gone = jar.remove(sessions::cookie(&app, String::new()));
    let to = format!("/signin?lang={}", signed.lang.tag());
    Ok((gone, Redirect::to(&to)).into_response())
}

/// Only ever a path of this host.
fn own_path(next: Option<&str>) -> String {
    match next {
        Some(path)
            if path.starts_with('/')
                && !path.starts_with("//")
                && !path.contains('\\')
                && !path.chars().any(char::is_control) =>
        {
            path.to_owned()
        }
        _ => "/".to_owned(),
    }
}

fn preferred(headers: &HeaderMap) -> Lang {
    headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map_or(Lang::Vi, Lang::from_tag)
}
