//! Quotations: list, record, and what can be done with one.

use askama::Template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use deskside_protocol::access::Right;
use deskside_protocol::problem::Code;

use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::guard::Posted;
use crate::erp::house::App;
use crate::erp::lists::{self, Cell, List, Row, Wanted};
use crate::erp::page::{self, Screen, Shell};
use crate::erp::pages::shared;
use crate::erp::rights::Object;
use crate::erp::sessions::Signed;
use crate::erp::trade::{self, Line, Quotation, TAX, quotation_number};
use crate::words::Words;

/// Longest note, in characters.
const LONGEST_NOTE: usize = 500;

/// The rows of the list.
///
/// # Errors
/// When the database fails.
pub async fn all(signed: &Signed, wanted: &Wanted) -> Result<List, Fault> {
    let t = Words(signed.lang);
    let rows = trade::quotations(&signed.house.db)
        .await?
        .into_iter()
        .map(|one| Row {
            href: Some(format!("/quotations/{}", one.id)),
            cells: vec![
                Cell::strong(quotation_number(one.id)),
                Cell::plain(&one.contact),
                Cell::plain(dates::stored_day(&one.dated, t)),
                Cell::plain(&one.seller),
                Cell::number(dates::dong(one.untaxed, t)),
                badge(&one.state, t),
            ],
        })
        .collect();
    let columns = ["number", "customer", "date", "seller", "untaxed", "state"]
        .map(|name| t.of("column", name))
        .to_vec();
    Ok(List::of(columns, rows, wanted))
}

fn badge(state: &str, t: Words) -> Cell {
    let look = match state {
        "order" => "badge good",
        "sent" => "badge info",
        "cancelled" => "badge bad",
        _ => "badge",
    };
    Cell::looking(look, t.of("quotation.state", state))
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
        model: "sale.order",
        record: None,
        view: "list",
    };
    let title = Words(signed.lang).say("menu.quotations");
    let shell = Shell::of(&app, &signed, "/quotations", title, screen).await?;
    let export = signed
        .may(Object::Export, Right::Read)
        .then_some("/export/quotations.csv");
    lists::draw(shell, all(&signed, &wanted).await?, export)
}

/// The list as JSON.
///
/// # Errors
/// When the database fails.
pub async fn json(signed: Signed, Query(wanted): Query<Wanted>) -> Result<Response, Fault> {
    Ok(all(&signed, &wanted).await?.as_json())
}

/// A line as it is shown.
struct LineView {
    product: String,
    quantity: String,
    price: String,
    discount: String,
    total: String,
}

#[derive(Template)]
#[template(path = "erp/quotation.html")]
struct QuotationPage {
    s: Shell,
    id: i64,
    number: String,
    quotation: Quotation,
    dated: String,
    badge: Cell,
    lines: Vec<LineView>,
    untaxed: String,
    tax: String,
    total: String,
    may_write: bool,
    can_confirm: bool,
    links: Vec<String>,
}

/// One quotation.
///
/// # Errors
/// When there is no such quotation.
pub async fn record(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<i64>,
) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let db = &signed.house.db;
    let quotation = trade::quotation(db, id).await?.ok_or(Code::NotFound)?;
    let lines = trade::lines(db, id).await?;
    let number = quotation_number(id);
    let screen = Screen {
        model: "sale.order",
        record: Some(id),
        view: "form",
    };
    let path = format!("/quotations/{id}");
    let shell = Shell::of(&app, &signed, &path, number.clone(), screen).await?;
    let tax = quotation.untaxed * TAX / 100;
    let may_write = signed.may(Object::Quotations, Right::Write);
    page::draw(&QuotationPage {
        s: shell,
        id,
        number,
        dated: dates::stored_day(&quotation.dated, t),
        badge: badge(&quotation.state, t),
        lines: lines.iter().map(|line| line_view(line, t)).collect(),
        untaxed: dates::dong(quotation.untaxed, t),
        tax: dates::dong(tax, t),
        total: dates::dong(quotation.untaxed + tax, t),
        can_confirm: may_write && matches!(quotation.state.as_str(), "draft" | "sent"),
        may_write,
        links: shared::links(&app, &signed, id).await?,
        quotation,
    })
}

fn line_view(line: &Line, t: Words) -> LineView {
    let discount = match line.discount {
        0 => "—".to_owned(),
        tenths if tenths % 10 == 0 => format!("{} %", tenths / 10),
        tenths => {
            let point = t.say("number.point");
            format!("{}{point}{} %", tenths / 10, tenths % 10)
        }
    };
    LineView {
        product: line.product.clone(),
        quantity: dates::grouped(line.quantity, t),
        price: dates::dong(line.price, t),
        discount,
        total: dates::dong(line.rounded(), t),
    }
}

/// Changes the note.
///
/// # Errors
/// When there is no such quotation, or the note is too long.
pub async fn note(signed: Signed, Path(id): Path<i64>, form: Posted) -> Result<Response, Fault> {
    let note = form.one("note").trim();
    if note.chars().count() > LONGEST_NOTE {
        return Err(Fault::on(Code::FieldTooLong, "note"));
    }
    let done = sqlx::query("UPDATE quotations SET note = ?2 WHERE id = ?1")
        .bind(id)
        .bind(note)
        .execute(&signed.house.db)
        .await?;
    if done.rows_affected() == 0 {
        return Err(Code::NotFound.into());
    }
    Ok(Redirect::to(&format!("/quotations/{id}")).into_response())
}

/// Confirms a quotation: it becomes an order.
///
/// # Errors
/// When it cannot be confirmed; with 500 when its lines do not add up to its rounded total.
pub async fn confirm(
    signed: Signed,
    Path(id): Path<i64>,
) -> Result<Json<serde_json::Value>, Fault> {
    let mut tx = signed.house.write().await?;
    let quotation = trade::quotation(&mut *tx, id)
        .await?
        .ok_or(Code::NotFound)?;
    if !matches!(quotation.state.as_str(), "draft" | "sent") {
        return Err(Code::WrongState.into());
    }
    let lines = trade::lines(&mut *tx, id).await?;
    let exact: i64 = lines.iter().map(Line::exact).sum();
    // The ERP's own bug, left in for the demo: rounding the sum is not summing what was rounded.
    let total = (exact + 500) / 1000;
    if total != quotation.untaxed {
        tracing::error!(
            quotation = quotation_number(id),
            total,
            lines = quotation.untaxed,
            "lines do not add up to the total"
        );
        return Err(Code::Internal.into());
    }
    sqlx::query("UPDATE quotations SET state = 'order' WHERE id = ?1")
        .bind(id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(Json(serde_json::json!({ "state": "order" })))
}
