//! Lists as files. Never for support: what leaves in bulk does not come back.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use deskside_protocol::access::Right;
use deskside_protocol::problem::Code;

use crate::erp::fault::Fault;
use crate::erp::rights::Object;
use crate::erp::sessions::Signed;
use crate::erp::trade::{self, quotation_number};

/// All quotations.
///
/// # Errors
/// When they may not be looked at.
pub async fn quotations(signed: Signed) -> Result<Response, Fault> {
    allowed(&signed, Object::Quotations)?;
    let rows = trade::quotations(&signed.house.db).await?;
    let lines = rows.into_iter().map(|one| {
        [
            quotation_number(one.id),
            one.contact,
            one.seller,
            one.dated,
            one.state,
            one.untaxed.to_string(),
        ]
    });
    Ok(file("quotations.csv", lines))
}

/// All invoices.
///
/// # Errors
/// When they may not be looked at.
pub async fn invoices(signed: Signed) -> Result<Response, Fault> {
    allowed(&signed, Object::Invoices)?;
    let rows = trade::invoices(&signed.house.db).await?;
    let lines = rows.into_iter().map(|one| {
        [
            one.number,
            one.contact,
            one.dated,
            one.due,
            one.state,
            (one.untaxed + one.tax).to_string(),
        ]
    });
    Ok(file("invoices.csv", lines))
}

/// The gate has seen the right to export; the thing itself must be allowed too.
fn allowed(signed: &Signed, object: Object) -> Result<(), Fault> {
    if signed.may(object, Right::Read) {
        Ok(())
    } else {
        Err(Code::Forbidden.into())
    }
}

fn file<const N: usize>(name: &str, lines: impl Iterator<Item = [String; N]>) -> Response {
    // Spreadsheets read UTF-8 only after this mark.
    let mut text = String::from('\u{feff}');
    for line in lines {
        text.push_str(&line.map(|cell| quoted(&cell)).join(","));
        text.push_str("\r\n");
    }
    (
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
        ],
        text,
    )
        .into_response()
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(cell: &str) -> String {
    let safe = if cell.starts_with(['=', '+', '-', '@']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    format!("\"{}\"", safe.replace('"', "\"\""))
}
