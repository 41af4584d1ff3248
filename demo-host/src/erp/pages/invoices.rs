//! Invoices: list and record.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use deskside_protocol::access::Right;
use deskside_protocol::problem::Code;

use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::lists::{self, Cell, List, Row, Wanted};
use crate::erp::page::{Screen, Shell};
use crate::erp::pages::record::{self, Field, Lines};
use crate::erp::rights::Object;
use crate::erp::sessions::Signed;
use crate::erp::trade;
use crate::words::Words;

const MODEL: &str = "account.move";

fn badge(state: &str, t: Words) -> Cell {
    let look = match state {
        "paid" => "badge good",
        "posted" => "badge info",
        "overdue" => "badge bad",
        _ => "badge",
    };
    Cell::looking(look, t.of("invoice.state", state))
}

async fn all(signed: &Signed, wanted: &Wanted) -> Result<List, Fault> {
    let t = Words(signed.lang);
    let rows = trade::invoices(&signed.house.db)
        .await?
        .into_iter()
        .map(|one| Row {
            href: Some(format!("/invoices/{}", one.id)),
            cells: vec![
                Cell::strong(&one.number),
                Cell::plain(&one.contact),
                Cell::plain(dates::stored_day(&one.dated, t)),
                Cell::plain(dates::stored_day(&one.due, t)),
                Cell::number(dates::dong(one.untaxed + one.tax, t)),
                badge(&one.state, t),
            ],
        })
        .collect();
    let columns = ["number", "customer", "date", "due", "total", "state"]
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
    let title = Words(signed.lang).say("menu.invoices");
    let shell = Shell::of(&app, &signed, "/invoices", title, screen).await?;
    let export = signed
        .may(Object::Export, Right::Read)
        .then_some("/export/invoices.csv");
    lists::draw(shell, all(&signed, &wanted).await?, export)
}

/// The list as JSON.
///
/// # Errors
/// When the database fails.
pub async fn json(signed: Signed, Query(wanted): Query<Wanted>) -> Result<Response, Fault> {
    Ok(all(&signed, &wanted).await?.as_json())
}

/// One invoice.
///
/// # Errors
/// When there is no such invoice.
pub async fn record(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<i64>,
) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let one = trade::invoices(&signed.house.db)
        .await?
        .into_iter()
        .find(|one| one.id == id)
        .ok_or(Code::NotFound)?;
    let screen = Screen {
        model: MODEL,
        record: Some(id),
        view: "form",
    };
    let path = format!("/invoices/{id}");
    let shell = Shell::of(&app, &signed, &path, one.number.clone(), screen).await?;
    let field = |name: &str, value: String| Field::new(t.of("column", name), value);
    let fields = vec![
        field("customer", one.contact),
        field("date", dates::stored_day(&one.dated, t)),
        field("due", dates::stored_day(&one.due, t)),
        field("untaxed", dates::dong(one.untaxed, t)),
        field("tax", dates::dong(one.tax, t)),
        field("total", dates::dong(one.untaxed + one.tax, t)),
    ];
    let back = ("/invoices", t.say("menu.invoices"));
    record::draw(shell, back, badge(&one.state, t), fields, Lines::default())
}
