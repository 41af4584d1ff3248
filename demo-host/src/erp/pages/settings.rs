//! Settings, for administrators: the company, the desk, the modules.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use deskside_protocol::host::Module;

use crate::deskside::pairing::{self, NotPaired};
use crate::deskside::{context, outbox};
use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::guard::Posted;
use crate::erp::house::{App, PRODUCT, VERSION};
use crate::erp::page::{self, Screen, Shell};
use crate::erp::pages::record::Field;
use crate::erp::sessions::Signed;
use crate::words::Words;

#[derive(Template)]
#[template(path = "erp/settings.html")]
struct SettingsPage {
    s: Shell,
    company: Vec<Field>,
    paired: bool,
    desk: Vec<Field>,
    waiting: i64,
    modules: Vec<Module>,
    problem: Option<String>,
}

async fn draw(app: &App, signed: &Signed, problem: Option<&str>) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let house = &signed.house;
    let screen = Screen {
        model: "res.config.settings",
        record: None,
        view: "form",
    };
    let title = t.say("menu.settings");
    let shell = Shell::of(app, signed, "/settings", title, screen).await?;
    let facts = context::of(house).await?;
    let pairing = house.pairing().await?;
    let field = |name: &str, value: String| Field::new(t.of("column", name), value);
    let day =
        |date: Option<chrono::NaiveDate>| date.map_or_else(String::new, |date| dates::day(date, t));
    page::draw(&SettingsPage {
        s: shell,
        company: vec![
            field("name", house.name.to_owned()),
            field(
                "tax_code",
                house.setting("tax_code").await?.unwrap_or_default(),
            ),
            field(
                "address",
                house.setting("address").await?.unwrap_or_default(),
            ),
            field("zone", house.zone.name().to_owned()),
            field("version", format!("{PRODUCT} {VERSION}")),
            field("released_on", day(facts.released_on)),
            field("activated_on", day(facts.activated_on)),
        ],
        paired: pairing.is_some(),
        desk: pairing.map_or_else(Vec::new, |pairing| {
            vec![
                field("desk", pairing.desk),
                field("system", pairing.system.to_string()),
                field("desk_key", pairing.desk_key),
                field("host_key", house.key.id().to_owned()),
            ]
        }),
        waiting: sqlx::query_scalar("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL")
            .fetch_one(&house.db)
            .await?,
        modules: facts.modules,
        problem: problem.map(|key| t.say(key)),
    })
}

/// The page.
///
/// # Errors
/// When the database fails.
pub async fn get(State(app): State<App>, signed: Signed) -> Result<Response, Fault> {
    draw(&app, &signed, None).await
}

/// Pairs with the desk by a code that the administrator has from it.
///
/// # Errors
/// When the database fails. A code that is not taken is told on the page.
pub async fn pair(State(app): State<App>, signed: Signed, form: Posted) -> Result<Response, Fault> {
    let problem = match pairing::pair(&app, &signed.house, form.one("code").trim()).await {
        Ok(()) => {
            outbox::greet(&app, &signed.house).await?;
            return Ok(Redirect::to("/settings").into_response());
        }
        Err(NotPaired::Refused) => "settings.code_refused",
        Err(NotPaired::Unreachable) => "settings.desk_away",
        Err(NotPaired::Database(error)) => return Err(error.into()),
    };
    let page = draw(&app, &signed, Some(problem)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
