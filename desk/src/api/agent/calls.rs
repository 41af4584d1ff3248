//! What came by another way, such as a call: an agent writes it down (3.2b).

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use deskside_protocol::api::{AgentTicketView, LogCall, NewTicket};
use deskside_protocol::context::Context;
use deskside_protocol::identity::{Agent, Reporter};
use deskside_protocol::ids::TicketId;
use deskside_protocol::problem::Code;
use deskside_protocol::rotation::Why;

use super::tickets::view;
use crate::api::idempotency::{Call, Once};
use crate::audit::Actor;
use crate::desk::Desk;
use crate::identity::As;
use crate::problem::{Fault, Taken};
use crate::store::Tx;
use crate::system::System;
use crate::ticket::{Filing, Ticket};
use crate::{rotation, ticket};

/// Writes down what came by phone or another way that is not free. The caller is told that it was
/// received, and what the policy says of that way. The same call again files nothing more.
#[utoipa::path(post, path = "/api/agent/tickets", tag = "agent", security(("console" = [])),
    params(("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = LogCall,
    responses((status = 201, body = AgentTicketView), (status = 200, body = AgentTicketView)))]
pub(super) async fn log(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    once: Once,
    Taken(new): Taken<LogCall>,
) -> Result<(StatusCode, Json<AgentTicketView>), Fault> {
    if !ticket::is_logged(new.channel) {
        return Err(Fault::on(Code::FieldInvalid, "channel"));
    }
    let caller = ticket::agent_name(&agent.card.id);
    let call = Call::new(&new.system, caller, once, "agent/tickets", &new)?;
    let with = desk.clone();
    let (status, ticket) = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let system = System::load(tx, &new.system).await?;
                if let Some(made) = call.made(tx).await? {
                    let before = Ticket::load(tx, &system.id, &TicketId(made)).await?;
                    return Ok((StatusCode::OK, before));
                }
                let ticket = logged(tx, &with, &system, agent, new).await?;
                call.makes(tx, ticket.id.as_str(), ticket.received_at)
                    .await?;
                Ok((StatusCode::CREATED, ticket))
            })
        })
        .await?;
    let mut db = desk.read().await?;
    let view = view(&mut db, &desk, &ticket, desk.world.now()).await?;
    Ok((status, Json(view)))
}

/// Files it for whoever called. A password told on the phone must change like any other.
async fn logged(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    agent: Agent,
    new: LogCall,
) -> Result<Ticket, Fault> {
    let person = ticket::caller(tx, system, &new.name, &new.email, new.lang).await?;
    let told = NewTicket {
        description: new.description,
        impact: new.impact,
        context: Context::default(),
        attachments: vec![],
        shared: None,
        incident: None,
        lang: new.lang,
    };
    let filing = Filing {
        logged_by: Some(agent.card),
        ..Filing::new(told, new.channel)?
    };
    let (leaked, now) = (filing.leaked, desk.world.now());
    let reporter = Reporter {
        system: system.id.clone(),
        person,
    };
    let ticket = ticket::file(tx, desk, system, &reporter, filing, now).await?;
    if leaked {
        let (login, why) = (&reporter.person.login, Why::FoundInText);
        rotation::open(tx, desk, &ticket, login, why, Actor::Desk, now).await?;
    }
    Ok(ticket)
}
