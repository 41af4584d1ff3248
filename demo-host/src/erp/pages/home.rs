//! The first screen after signing in, and how to reach support without scripts.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use deskside_protocol::access::Right;

use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::house::{App, PRODUCT, VERSION};
use crate::erp::lists::{List, Wanted};
use crate::erp::page::{self, SUPPORT_MAIL, Screen, Shell};
use crate::erp::pages::quotations;
use crate::erp::rights::Object;
use crate::erp::sessions::Signed;
use crate::erp::trade;
use crate::words::Words;

/// A number worth a look.
struct Tile {
    href: &'static str,
    label: String,
    number: String,
    words: String,
    look: &'static str,
}

#[derive(Template)]
#[template(path = "erp/home.html")]
struct HomePage {
    s: Shell,
    hello: String,
    product: String,
    tiles: Vec<Tile>,
    latest: List,
}

/// Draws it.
///
/// # Errors
/// When the database fails.
pub async fn get(State(app): State<App>, signed: Signed) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let screen = Screen {
        model: "kho.home",
        record: None,
        view: "dashboard",
    };
    let shell = Shell::of(&app, &signed, "/", t.say("menu.home"), screen).await?;
    let first = signed.user.name.split(' ').next().unwrap_or_default();
    page::draw(&HomePage {
        s: shell,
        hello: t.with("home.hello", "name", first),
        product: format!("{PRODUCT} {VERSION}"),
        tiles: tiles(&signed, t).await?,
        latest: latest(&signed).await?,
    })
}

/// The latest quotations, for those who may look at them.
async fn latest(signed: &Signed) -> Result<List, Fault> {
    if !signed.may(Object::Quotations, Right::Read) {
        return Ok(List::default());
    }
    let mut list = quotations::all(signed, &Wanted::default()).await?;
    list.rows.truncate(8);
    Ok(list)
}

async fn tiles(signed: &Signed, t: Words) -> Result<Vec<Tile>, Fault> {
    let db = &signed.house.db;
    let may = |object| signed.may(object, Right::Read);
    let mut tiles = Vec::new();
    let mut add = |href, key: &str, number: String, look| {
        tiles.push(Tile {
            href,
            label: t.of("tile", key),
            number,
            words: t.of("tile", &format!("{key}_words")),
            look,
        });
    };
    if may(Object::Quotations) {
        let all = trade::quotations(db).await?;
        let open = all.iter().filter(|one| one.state == "sent").count();
        let worth: i64 = all
            .iter()
            .filter(|one| one.state == "order")
            .map(|one| one.untaxed)
            .sum();
        add("/quotations", "quotations", open.to_string(), "accent");
        add("/quotations", "orders", dates::dong(worth, t), "");
    }
    if may(Object::Invoices) {
        let all = trade::invoices(db).await?;
        let late = all.iter().filter(|one| one.state == "overdue").count();
        add("/invoices", "invoices", late.to_string(), "warn");
    }
    if may(Object::Moves) {
        let all = trade::moves(db).await?;
        let ready = all.iter().filter(|one| one.state != "done").count();
        add("/moves", "moves", ready.to_string(), "accent");
    }
    if may(Object::Contacts) {
        let all = trade::contacts(db).await?;
        add("/contacts", "contacts", all.len().to_string(), "");
    }
    if may(Object::Margin) {
        let all = trade::margins(db).await?;
        add("/reports/margin", "margin", all.len().to_string(), "");
    }
    Ok(tiles)
}

#[derive(Template)]
#[template(path = "erp/help.html")]
struct HelpPage {
    s: Shell,
    mail: &'static str,
    product: String,
}

/// How to reach support when the widget is not there.
///
/// # Errors
/// When the database fails.
pub async fn help(State(app): State<App>, signed: Signed) -> Result<Response, Fault> {
    let screen = Screen {
        model: "kho.help",
        record: None,
        view: "page",
    };
    let title = Words(signed.lang).say("menu.help");
    let shell = Shell::of(&app, &signed, "/help", title, screen).await?;
    page::draw(&HelpPage {
        s: shell,
        mail: SUPPORT_MAIL,
        product: format!("{PRODUCT} {VERSION}"),
    })
}
