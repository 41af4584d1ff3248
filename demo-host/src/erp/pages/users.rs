//! Users, for administrators: who works here, as what, and a new password for somebody.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use deskside_protocol::problem::Code;

use crate::deskside::outbox;
use crate::erp::accounts::{self, User};
use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::guard::Posted;
use crate::erp::house::App;
use crate::erp::lists::{self, Cell, List, Row, Wanted};
use crate::erp::page::{self, Screen, Shell, role_names};
use crate::erp::pages::profile;
use crate::erp::rights::{Holder, Role};
use crate::erp::sessions::Signed;
use crate::words::Words;

const MODEL: &str = "res.users";

async fn all(signed: &Signed, wanted: &Wanted) -> Result<List, Fault> {
    let t = Words(signed.lang);
    let db = &signed.house.db;
    let mut rows = Vec::new();
    for user in accounts::all(db).await? {
        let roles = accounts::roles(db, user.id).await?;
        let state = match (user.support_grant.is_some(), user.active) {
            (true, true) => Cell::looking("badge warn", t.say("user.state.support")),
            (true, false) => Cell::looking("badge", t.say("user.state.support_over")),
            (false, true) => Cell::looking("badge good", t.say("user.state.active")),
            (false, false) => Cell::looking("badge bad", t.say("user.state.off")),
        };
        let holder = if user.support_grant.is_some() {
            Holder::Support(Vec::new())
        } else {
            Holder::Staff(roles)
        };
        rows.push(Row {
            href: Some(format!("/users/{}", user.id)),
            cells: vec![
                Cell::strong(&user.name),
                Cell::plain(&user.login),
                Cell::plain(&user.email),
                Cell::plain(role_names(&holder, t)),
                state,
            ],
        });
    }
    let columns = ["name", "login", "email", "roles", "state"]
        .map(|name| t.of("column", name))
        .to_vec();
    Ok(List::of(columns, rows, wanted))
}

/// The list.
///
/// # Errors
/// When the database fails.
pub async fn list(
    State(app): State<App>,
    signed: Signed,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    let screen = Screen {
        model: MODEL,
        record: None,
        view: "list",
    };
    let title = Words(signed.lang).say("menu.users");
    let shell = Shell::of(&app, &signed, "/users", title, screen).await?;
    lists::draw(shell, all(&signed, &wanted).await?, None)
}

/// The list as JSON.
///
/// # Errors
/// When the database fails.
pub async fn json(signed: Signed, Query(wanted): Query<Wanted>) -> Result<Response, Fault> {
    Ok(all(&signed, &wanted).await?.as_json())
}

/// A role that can be given.
struct RoleChoice {
    name: &'static str,
    label: String,
    given: bool,
}

#[derive(Template)]
#[template(path = "erp/user.html")]
struct UserPage {
    s: Shell,
    user: User,
    support: bool,
    roles: Vec<RoleChoice>,
    changed: String,
    problem: Option<String>,
}

async fn draw(
    app: &App,
    signed: &Signed,
    id: i64,
    problem: Option<&str>,
) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let db = &signed.house.db;
    let user = accounts::by_id(db, id).await?.ok_or(Code::NotFound)?;
    let given = accounts::roles(db, id).await?;
    let screen = Screen {
        model: MODEL,
        record: Some(id),
        view: "form",
    };
    let path = format!("/users/{id}");
    let shell = Shell::of(app, signed, &path, user.name.clone(), screen).await?;
    page::draw(&UserPage {
        s: shell,
        support: user.support_grant.is_some(),
        roles: Role::ALL
            .into_iter()
            .map(|role| RoleChoice {
                name: role.as_str(),
                label: t.of("role", role.as_str()),
                given: given.contains(&role),
            })
            .collect(),
        changed: user.password_changed_at.map_or_else(
            || t.say("profile.never_changed"),
            |at| dates::full(at, signed.house.zone, t),
        ),
        user,
        problem: problem.map(|key| t.say(key)),
    })
}

/// One user.
///
/// # Errors
/// When there is no such user.
pub async fn record(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<i64>,
) -> Result<Response, Fault> {
    draw(&app, &signed, id, None).await
}

/// Gives a user roles, or switches the account off.
///
/// # Errors
/// When there is no such user, or it is a support account.
pub async fn save(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<i64>,
    form: Posted,
) -> Result<Response, Fault> {
    let roles: Vec<Role> = form
        .all("role")
        .iter()
        .filter_map(|name| Role::named(name))
        .collect();
    let active = form.one("active") == "yes";
    if id == signed.user.id && (!active || !roles.contains(&Role::Administrator)) {
        // Nobody locks themselves, and with them perhaps everybody, out.
        let page = draw(&app, &signed, id, Some("user.not_yourself")).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut tx = signed.house.write().await?;
    if !accounts::set_roles(&mut tx, id, &roles, active).await? {
        return Err(Code::Forbidden.into());
    }
    tx.commit().await?;
    // Who may approve has perhaps changed: the desk shows it.
    outbox::greet(&app, &signed.house).await?;
    Ok(Redirect::to(&format!("/users/{id}")).into_response())
}

/// Sets a new password for somebody.
///
/// # Errors
/// When there is no such user, or it is a support account.
pub async fn password(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<i64>,
    form: Posted,
) -> Result<Response, Fault> {
    let new = form.one("new");
    if let Some(problem) = profile::unfit("", new) {
        let page = draw(&app, &signed, id, Some(problem)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let keep = (id == signed.user.id).then_some(signed.session.as_str());
    profile::change(&app, &signed, id, new, keep).await?;
    Ok(Redirect::to(&format!("/users/{id}")).into_response())
}
