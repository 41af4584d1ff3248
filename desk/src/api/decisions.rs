//! What those decide who decide for the customer: on plans, offers and papers (3.1b, 3.2c).

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use deskside_protocol::DateTime;
use deskside_protocol::api::{AnswerOffer, NewChoice, NewSettlement, TicketView};
use deskside_protocol::identity::Approver;
use deskside_protocol::ids::TicketId;
use serde::Deserialize;

use super::acts::{Act, Again, by_approver};
use super::idempotency::Once;
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::{Fault, Taken};
use crate::ticket::{self, Decision};

/// What somebody had before their eyes when they decided.
#[derive(Deserialize)]
pub(super) struct Seen {
    /// When it was made.
    seen: Option<DateTime>,
}

/// Chooses between the plan and a third party, once for each plan. With `seen`, the `at` of the plan
/// that was shown, nobody chooses on one that was replaced meanwhile.
#[utoipa::path(post, path = "/api/tickets/{id}/choice", tag = "ticket", security(("session" = [])),
    params(("id" = String, Path), ("seen" = Option<String>, Query)), request_body = NewChoice,
    responses((status = 200, body = TicketView)))]
pub(super) async fn choose(
    State(desk): State<Desk>,
    As(approver): As<Approver>,
    Path(id): Path<TicketId>,
    Query(Seen { seen }): Query<Seen>,
    Taken(NewChoice { choice }): Taken<NewChoice>,
) -> Result<(StatusCode, Json<TicketView>), Fault> {
    let now = desk.world.now();
    let decision = Decision { what: choice, seen };
    let act: Act<Approver> = Box::new(move |tx, desk, system, ticket, who| {
        Box::pin(ticket::choose(tx, desk, system, ticket, who, decision, now))
    });
    by_approver(&desk, approver, id, None, act).await
}

/// Sends invoice and documents of a third party's work. The same call again sends nothing more.
#[utoipa::path(post, path = "/api/tickets/{id}/settlement", tag = "ticket",
    security(("session" = [])), request_body = NewSettlement,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = TicketView), (status = 200, body = TicketView)))]
pub(super) async fn submit(
    State(desk): State<Desk>,
    As(approver): As<Approver>,
    Path(id): Path<TicketId>,
    once: Once,
    Taken(new): Taken<NewSettlement>,
) -> Result<(StatusCode, Json<TicketView>), Fault> {
    let now = desk.world.now();
    let again = Again::new(once, format!("tickets/{id}/settlement"), &new)?;
    let act: Act<Approver> = Box::new(move |tx, desk, system, ticket, who| {
        Box::pin(ticket::submit(tx, desk, system, ticket, who, new, now))
    });
    by_approver(&desk, approver, id, Some(again), act).await
}

/// Agrees to the offer, or not. With `seen`, the `at` of the offer that was shown, nobody agrees to one
/// that was replaced meanwhile.
#[utoipa::path(post, path = "/api/tickets/{id}/offer", tag = "ticket", security(("session" = [])),
    params(("id" = String, Path), ("seen" = Option<String>, Query)), request_body = AnswerOffer,
    responses((status = 200, body = TicketView)))]
pub(super) async fn answer_offer(
    State(desk): State<Desk>,
    As(approver): As<Approver>,
    Path(id): Path<TicketId>,
    Query(Seen { seen }): Query<Seen>,
    Taken(answer): Taken<AnswerOffer>,
) -> Result<(StatusCode, Json<TicketView>), Fault> {
    let now = desk.world.now();
    let decision = Decision { what: answer, seen };
    let act: Act<Approver> = Box::new(move |tx, desk, system, ticket, who| {
        Box::pin(ticket::answer_offer(
            tx, desk, system, ticket, who, decision, now,
        ))
    });
    by_approver(&desk, approver, id, None, act).await
}
