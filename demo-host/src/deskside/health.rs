//! `GET health`: whether people can work here, for a desk that measures it from outside.

use axum::extract::State;
use axum::http::StatusCode;

use crate::erp::fault::Fault;
use crate::erp::house::App;

/// Every company's database answers. It says nothing else: nobody has signed in.
///
/// # Errors
/// When one does not.
pub async fn get(State(app): State<App>) -> Result<StatusCode, Fault> {
    for house in &app.houses {
        sqlx::query("SELECT 1").execute(&house.db).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
