//! What the customer's admin decides about the recovery of lost data (2.4a).

use axum::Json;
use axum::extract::{Path, State};
use deskside_protocol::api::{DecideRecovery, TicketView};
use deskside_protocol::identity::Approver;
use deskside_protocol::ids::TicketId;

use super::tickets::view;
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::{Fault, Taken};
use crate::system::System;
use crate::ticket::{self, Ticket};

/// Approves a recovery or does not, once on each proposal: who may approve access.
#[utoipa::path(post, path = "/api/tickets/{id}/recovery", tag = "ticket", security(("session" = [])),
    params(("id" = String, Path)), request_body = DecideRecovery,
    responses((status = 200, body = TicketView)))]
pub(super) async fn decide(
    State(desk): State<Desk>,
    As(approver): As<Approver>,
    Path(id): Path<TicketId>,
    Taken(decided): Taken<DecideRecovery>,
) -> Result<Json<TicketView>, Fault> {
    let (with, now) = (desk.clone(), desk.world.now());
    let ticket = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut ticket = Ticket::load(tx, approver.system(), &id).await?;
                let system = System::load(tx, &ticket.system).await?;
                ticket::decide_recovery(tx, &with, &system, &mut ticket, &approver, decided, now)
                    .await?;
                Ok(ticket)
            })
        })
        .await?;
    let mut db = desk.read().await?;
    Ok(Json(view(&mut db, &desk, &ticket, now).await?))
}
