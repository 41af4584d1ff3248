//! Stock moves.

use axum::extract::{Query, State};
use axum::response::Response;

use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::lists::{self, Cell, List, Row, Wanted};
use crate::erp::page::{Screen, Shell};
use crate::erp::sessions::Signed;
use crate::erp::trade;
use crate::words::Words;

async fn all(signed: &Signed, wanted: &Wanted) -> Result<List, Fault> {
    let t = Words(signed.lang);
    let rows = trade::moves(&signed.house.db)
        .await?
        .into_iter()
        .map(|one| {
            let look = match one.state.as_str() {
                "done" => "badge good",
                "ready" => "badge info",
                _ => "badge",
            };
            Row {
                href: None,
                cells: vec![
                    Cell::strong(one.number),
                    Cell::plain(one.product),
                    Cell::plain(one.source),
                    Cell::plain(one.target),
                    Cell::number(format!("{} {}", dates::grouped(one.quantity, t), one.unit)),
                    Cell::plain(dates::stored_day(&one.dated, t)),
                    Cell::looking(look, t.of("move.state", &one.state)),
                ],
            }
        })
        .collect();
    let columns = [
        "number", "product", "source", "target", "quantity", "date", "state",
    ]
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
        model: "stock.move",
        record: None,
        view: "list",
    };
    let title = Words(signed.lang).say("menu.moves");
    let shell = Shell::of(&app, &signed, "/moves", title, screen).await?;
    lists::draw(shell, all(&signed, &wanted).await?, None)
}

/// The list as JSON.
///
/// # Errors
/// When the database fails.
pub async fn json(signed: Signed, Query(wanted): Query<Wanted>) -> Result<Response, Fault> {
    Ok(all(&signed, &wanted).await?.as_json())
}
