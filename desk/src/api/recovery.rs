//! What the customer's admin decides about the recovery of lost data (2.4a).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::api::{DecideRecovery, TicketView};
use deskside_protocol::identity::Approver;
use deskside_protocol::ids::TicketId;

use super::acts::{Act, by_approver};
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::{Fault, Taken};
use crate::ticket::{self, Decision};

/// Approves a recovery or does not, once on each proposal. With `proposed_at`, nobody approves one that
/// was replaced meanwhile.
#[utoipa::path(post, path = "/api/tickets/{id}/recovery", tag = "ticket", security(("session" = [])),
    params(("id" = String, Path)), request_body = DecideRecovery,
    responses((status = 200, body = TicketView)))]
pub(super) async fn decide(
    State(desk): State<Desk>,
    As(approver): As<Approver>,
    Path(id): Path<TicketId>,
    Taken(decided): Taken<DecideRecovery>,
) -> Result<(StatusCode, Json<TicketView>), Fault> {
    let now = desk.world.now();
    let decision = Decision {
        what: decided.approved,
        seen: decided.proposed_at,
    };
    let act: Act<Approver> = Box::new(move |tx, desk, system, ticket, who| {
        Box::pin(ticket::decide_recovery(
            tx, desk, system, ticket, who, decision, now,
        ))
    });
    by_approver(&desk, approver, id, None, act).await
}
