//! What people of a system answer in the investigation of an incident (2.3b).

use axum::Json;
use axum::extract::{Path, State};
use deskside_protocol::api::{TicketView, Words};
use deskside_protocol::ids::TicketId;
use deskside_protocol::rotation::Why;

use super::tickets::view;
use crate::audit::Actor;
use crate::desk::Desk;
use crate::identity::{As, Visitor};
use crate::problem::{Fault, Taken};
use crate::rotation;
use crate::ticket::{self, Ticket};

/// Answers a question, once: the reporter, or somebody who may approve access.
#[utoipa::path(post, path = "/api/tickets/{id}/incident/asks/{n}", tag = "ticket", security(("session" = [])),
    params(("id" = String, Path), ("n" = usize, Path, description = "counts from 0")), request_body = Words,
    responses((status = 200, body = TicketView)))]
pub(super) async fn answer(
    State(desk): State<Desk>,
    As(visitor): As<Visitor>,
    Path((id, number)): Path<(TicketId, usize)>,
    Taken(words): Taken<Words>,
) -> Result<Json<TicketView>, Fault> {
    let (with, now) = (desk.clone(), desk.world.now());
    let ticket = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut ticket = Ticket::load_for(tx, &visitor, &id).await?;
                let me = &visitor.reporter.person;
                if ticket::answer(tx, &with, &mut ticket, me, number, words, now).await? {
                    let (login, why) = (&me.login, Why::FoundInText);
                    rotation::open(tx, &with, &ticket, login, why, Actor::Desk, now).await?;
                }
                Ok(ticket)
            })
        })
        .await?;
    let mut db = desk.read().await?;
    Ok(Json(view(&mut db, &desk, &ticket, now).await?))
}
