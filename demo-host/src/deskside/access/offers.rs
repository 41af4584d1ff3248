//! `GET scopes`: what may be granted, in effective rights.

use axum::Json;
use deskside_protocol::access::ScopeOffer;
use deskside_protocol::problem::Code;

use crate::erp::fault::Fault;
use crate::erp::rights;
use crate::erp::sessions::Signed;

/// Tells an approver.
///
/// # Errors
/// When it is not one who asks.
pub async fn get(signed: Signed) -> Result<Json<Vec<ScopeOffer>>, Fault> {
    signed.approver().await?.ok_or(Code::NotAnApprover)?;
    Ok(Json(rights::offers()))
}
