//! What agents decide on a ticket: whether it is covered, what is planned, offered and settled, and
//! by which way they look (1.1, 3.1b, 3.1c, 3.2c, 3.3b).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::api::{
    AgentTicketView, ChooseWay, NewOffer, NewPlan, Ruling, SettlementStep,
};
use deskside_protocol::identity::{Agent, AgentCard};
use deskside_protocol::ids::TicketId;
use deskside_protocol::problem::Code;
use deskside_protocol::rotation::Why;
use deskside_protocol::ticket::{MAX_SUBJECT, Way};

use crate::api::acts::{Act, Again, by_agent};
use crate::api::idempotency::Once;
use crate::audit::Actor;
use crate::context::checked;
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::{Fault, Taken};
use crate::{rotation, ticket};

type Answer = Result<(StatusCode, Json<AgentTicketView>), Fault>;

/// Rules whether the warranty covers it, for good, by which clause and why. What is not covered is
/// declined, and the reporter is sent the explanation.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/ruling", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("X-Deskside" = String, Header)), request_body = Ruling,
    responses((status = 200, body = AgentTicketView)))]
pub(super) async fn rule(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    Taken(ruling): Taken<Ruling>,
) -> Answer {
    let now = desk.world.now();
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, who| {
        Box::pin(ticket::rule(tx, desk, system, ticket, who, ruling, now))
    });
    by_agent(&desk, agent, id, None, act).await
}

/// Explains that there is no solution in time, with a plan and an estimate. The same call again plans
/// nothing more; another plan takes its place and is chosen on anew.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/plan", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = NewPlan,
    responses((status = 201, body = AgentTicketView), (status = 200, body = AgentTicketView)))]
pub(super) async fn plan(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    once: Once,
    Taken(new): Taken<NewPlan>,
) -> Answer {
    let now = desk.world.now();
    let again = Again::new(once, format!("agent/tickets/{id}/plan"), &new)?;
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, who| {
        Box::pin(ticket::plan(tx, desk, system, ticket, who, new, now))
    });
    by_agent(&desk, agent, id, Some(again), act).await
}

/// Says what the vendor says to invoice and documents of a third party's work.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/settlement", tag = "agent",
    security(("console" = [])), request_body = SettlementStep,
    params(("id" = String, Path), ("X-Deskside" = String, Header)),
    responses((status = 200, body = AgentTicketView)))]
pub(super) async fn settle(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    Taken(step): Taken<SettlementStep>,
) -> Answer {
    let now = desk.world.now();
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, who| {
        Box::pin(ticket::settle(tx, desk, system, ticket, who, step, now))
    });
    by_agent(&desk, agent, id, None, act).await
}

/// Offers work outside of the policy. The same call again offers nothing more; another offer takes
/// its place.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/offer", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = NewOffer,
    responses((status = 201, body = AgentTicketView), (status = 200, body = AgentTicketView)))]
pub(super) async fn offer(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    once: Once,
    Taken(new): Taken<NewOffer>,
) -> Answer {
    let now = desk.world.now();
    let again = Again::new(once, format!("agent/tickets/{id}/offer"), &new)?;
    let act: Act<AgentCard> = Box::new(move |tx, desk, system, ticket, who| {
        Box::pin(ticket::offer(tx, desk, system, ticket, who, new, now))
    });
    by_agent(&desk, agent, id, Some(again), act).await
}

/// Says by which way agents look into the system, and why. The customer's own account opens a duty to
/// change its password.
#[utoipa::path(post, path = "/api/agent/tickets/{id}/way", tag = "agent", security(("console" = [])),
    params(("id" = String, Path), ("X-Deskside" = String, Header)), request_body = ChooseWay,
    responses((status = 200, body = AgentTicketView)))]
pub(super) async fn way(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    Path(id): Path<TicketId>,
    Taken(new): Taken<ChooseWay>,
) -> Answer {
    let now = desk.world.now();
    let login = shared_login(&new)?;
    let act: Act<AgentCard> = Box::new(move |tx, desk, _, ticket, who| {
        Box::pin(async move {
            ticket::choose_way(tx, ticket, who, new.way, &new.why, now).await?;
            if let Some(login) = login {
                let (why, actor) = (Why::OwnAccount, Actor::Agent(who));
                rotation::open(tx, desk, ticket, &login, why, actor, now).await?;
            }
            Ok(())
        })
    });
    by_agent(&desk, agent, id, None, act).await
}

/// Whose sign-in it is: needed for the customer's own account, and for nothing else.
fn shared_login(new: &ChooseWay) -> Result<Option<String>, Fault> {
    match (new.way, &new.login) {
        (Way::OwnAccount, login) => {
            let login = login.as_deref().unwrap_or_default();
            Ok(Some(checked(login, MAX_SUBJECT, "login")?.to_owned()))
        }
        (_, None) => Ok(None),
        (_, Some(_)) => Err(Fault::on(Code::FieldInvalid, "login")),
    }
}
