//! Links that show one quotation to anybody who has them.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use deskside_protocol::identity::Lang;
use deskside_protocol::problem::Code;

use crate::encoding::millis;
use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::page::{self, Frame};
use crate::erp::sessions::Signed;
use crate::erp::trade::{self, TAX, quotation_number};
use crate::words::Words;

/// Links to a quotation, as far as this person may have them: a link works for whoever holds it, so
/// support sees none but its own, which are swept with it.
///
/// # Errors
/// When the database fails.
pub async fn links(app: &App, signed: &Signed, quotation: i64) -> Result<Vec<String>, Fault> {
    let tokens: Vec<String> = sqlx::query_scalar(
        "SELECT token FROM share_links
             WHERE quotation_id = ?1 AND (?2 IS NULL OR created_by = ?2)",
    )
    .bind(quotation)
    .bind(signed.seat.as_ref().map(|_| signed.user.id))
    .fetch_all(&signed.house.db)
    .await?;
    Ok(tokens
        .into_iter()
        .map(|token| format!("{}/shared/{token}", app.public_url))
        .collect())
}

/// Makes a link.
///
/// # Errors
/// When there is no such quotation.
pub async fn post(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<i64>,
) -> Result<Response, Fault> {
    let db = &signed.house.db;
    trade::quotation(db, id).await?.ok_or(Code::NotFound)?;
    sqlx::query(
        "INSERT INTO share_links (token, quotation_id, created_by, created_at)
         VALUES (?1, ?2, ?3, ?4)",
    )
    .bind(app.world.secret())
    .bind(id)
    .bind(signed.user.id)
    .bind(millis(app.now()))
    .execute(db)
    .await?;
    Ok(Redirect::to(&format!("/quotations/{id}")).into_response())
}

#[derive(Template)]
#[template(path = "erp/shared.html")]
struct SharedPage {
    s: Frame,
    company: &'static str,
    customer: String,
    dated: String,
    lines: Vec<(String, String, String)>,
    total: String,
}

/// Shows the quotation behind a link.
///
/// # Errors
/// When the link is not, or no longer, one.
pub async fn get(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Fault> {
    let t = Words(Lang::Vi);
    for house in &app.houses {
        let id: Option<i64> =
            sqlx::query_scalar("SELECT quotation_id FROM share_links WHERE token = ?1")
                .bind(&token)
                .fetch_optional(&house.db)
                .await?;
        let Some(id) = id else { continue };
        let one = trade::quotation(&house.db, id)
            .await?
            .ok_or(Code::NotFound)?;
        let lines = trade::lines(&house.db, id).await?;
        return page::draw(&SharedPage {
            s: Frame::new(Lang::Vi, quotation_number(id)),
            company: house.name,
            customer: one.contact,
            dated: dates::stored_day(&one.dated, t),
            lines: lines
                .iter()
                .map(|line| {
                    (
                        line.product.clone(),
                        dates::grouped(line.quantity, t),
                        dates::dong(line.rounded(), t),
                    )
                })
                .collect(),
            total: dates::dong(one.untaxed + one.untaxed * TAX / 100, t),
        });
    }
    Err(Code::NotFound.into())
}
