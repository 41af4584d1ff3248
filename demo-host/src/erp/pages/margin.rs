//! The margin report. Its script stumbles over a service that has no cost: something to report.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::page::{self, Screen, Shell};
use crate::erp::sessions::Signed;
use crate::erp::trade;
use crate::words::Words;

/// A product as the table shows it; the script reads the bare numbers.
struct Bar {
    product: String,
    quantity: String,
    revenue: String,
    revenue_number: i64,
    cost: String,
    cost_number: String,
}

#[derive(Template)]
#[template(path = "erp/margin.html")]
struct MarginPage {
    s: Shell,
    bars: Vec<Bar>,
}

/// Draws it.
///
/// # Errors
/// When the database fails.
pub async fn get(State(app): State<App>, signed: Signed) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let bars = trade::margins(&signed.house.db)
        .await?
        .into_iter()
        .map(|one| Bar {
            product: one.product,
            quantity: dates::grouped(one.quantity, t),
            revenue: dates::dong(one.revenue, t),
            revenue_number: one.revenue,
            cost: one.cost.map_or("—".to_owned(), |cost| dates::dong(cost, t)),
            cost_number: one.cost.map_or(String::new(), |cost| cost.to_string()),
        })
        .collect();
    let screen = Screen {
        model: "sale.report",
        record: None,
        view: "graph",
    };
    let title = t.say("menu.margin");
    let shell = Shell::of(&app, &signed, "/reports/margin", title, screen).await?;
    page::draw(&MarginPage { s: shell, bars })
}
