//! How promises were kept, month by month.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use deskside_protocol::api::MonthReport;
use deskside_protocol::identity::{Agent, Lang};
use deskside_protocol::problem::Code;
use serde::Deserialize;

use crate::desk::Desk;
use crate::identity::As;
use crate::problem::Fault;
use crate::report::{self, Month};

/// In which language a table is wanted.
#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    lang: Lang,
}

/// The report of a month such as `2026-11`; of `2026-11.csv` the same as a table for spreadsheets,
/// with `?lang=vi` in Vietnamese.
#[utoipa::path(get, path = "/api/agent/reports/{month}", tag = "agent", security(("console" = [])),
    params(("month" = String, Path), ("lang" = Option<Lang>, Query)),
    responses((status = 200, content((MonthReport = "application/json"), (String = "text/csv")))))]
pub(super) async fn month(
    State(desk): State<Desk>,
    As(_): As<Agent>,
    Path(name): Path<String>,
    Query(Wish { lang }): Query<Wish>,
) -> Result<Response, Fault> {
    let table = name.strip_suffix(".csv");
    let plain = table.unwrap_or(&name);
    let month = Month::parse(plain).ok_or_else(|| Fault::on(Code::BadRequest, "month"))?;
    let report = report::month(&mut *desk.read().await?, month, desk.world.now()).await?;
    if table.is_none() {
        return Ok(Json(report).into_response());
    }
    let kind = "text/csv; charset=utf-8; header=present".to_owned();
    let file = format!("attachment; filename=\"deskside-{plain}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, file),
    ];
    Ok((headers, report::csv(&desk.texts, lang, &report)).into_response())
}
