//! An agent asks; an approver may say no at once. Saying yes happens on the host's own page, and
//! there is no way to say it here (trust rule 4).

use deskside_protocol::DateTime;
use deskside_protocol::access::{
    GrantRequest, GrantState, LAPSES_AFTER, MAX_MINUTES, MAX_REASON, MIN_MINUTES, ScopeOffer,
};
use deskside_protocol::api::{AskAccess, LiveKind};
use deskside_protocol::audit::Step;
use deskside_protocol::host::DeskFact;
use deskside_protocol::identity::{AgentCard, Approver};
use deskside_protocol::ids::GrantId;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Action, Side};

use super::{Grant, wrong_state};
use crate::audit::{self, Actor};
use crate::context::clean_text;
use crate::desk::Desk;
use crate::host::events;
use crate::identity::key_of;
use crate::jws;
use crate::mail::{Recipient, letters, post};
use crate::problem::Fault;
use crate::store::{Stored, Tx, ms};
use crate::system::System;
use crate::ticket::Ticket;

/// An agent asks for access on a ticket: signed for the host, and approvers are written to.
///
/// # Errors
/// When something is asked for that the host does not offer, another request is open, the ticket's
/// state does not allow it, or the agent has no key to enter with.
pub async fn ask(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &Ticket,
    agent: &AgentCard,
    new: &AskAccess,
    now: DateTime,
) -> Result<Grant, Fault> {
    ticket
        .state
        .allows(Side::Agent, Action::AskAccess, now)
        .map_err(|_| Fault::of(Code::WrongState))?;
    let reason = clean_text(&new.reason, MAX_REASON, "reason")?.kept;
    let scopes = offered(system, &new.scopes)?;
    if !(MIN_MINUTES..=MAX_MINUTES).contains(&new.minutes) {
        return Err(Fault::on(Code::FieldInvalid, "minutes"));
    }
    let agent_key = key_of(tx, &agent.id)
        .await?
        .ok_or_else(|| Fault::on(Code::WrongState, "key"))?;
    let before = Grant::of_ticket(tx, &system.id, &ticket.id, now).await?;
    if before
        .iter()
        .any(|grant| matches!(grant.state, GrantState::Requested { .. }))
    {
        return Err(Fault::of(Code::AlreadyAsked));
    }
    let id = GrantId::from_random(desk.world.random());
    let request = jws::signed(
        &desk.key,
        &GrantRequest {
            iss: desk.settings.public_url.clone(),
            aud: system.id.clone(),
            iat: now.timestamp(),
            exp: (now + LAPSES_AFTER).timestamp(),
            jti: desk.world.secret(),
            grant: id.clone(),
            ticket: ticket.id.clone(),
            reference: ticket.reference.clone(),
            subject: ticket.subject.clone(),
            agent: agent.clone(),
            agent_key: agent_key.clone(),
            reason: reason.clone(),
            scopes: scopes.iter().map(|scope| scope.id.clone()).collect(),
            minutes: new.minutes,
        },
    )?;
    let grant = Grant {
        system: system.id.clone(),
        id,
        ticket: ticket.id.clone(),
        reference: ticket.reference.clone(),
        reporter: ticket.reporter.id.clone(),
        agent: agent.clone(),
        agent_key,
        reason,
        scopes,
        minutes: new.minutes,
        asked_at: now,
        request,
        state: GrantState::requested(now),
    };
    insert(tx, &grant).await?;
    let scopes: Vec<&str> = grant.scopes.iter().map(|scope| scope.id.as_str()).collect();
    audit::append(
        tx,
        &grant.system,
        now,
        Actor::Agent(agent),
        Step::AccessAsked,
        grant.id.as_str(),
        &[
            ("reference", grant.reference.clone()),
            ("scopes", scopes.join(", ")),
            ("minutes", grant.minutes.to_string()),
            ("reason", grant.reason.clone()),
        ],
    )
    .await?;
    let fact = DeskFact::GrantRequested {
        request: grant.request.clone(),
    };
    events::append(tx, &grant.system, fact, now).await?;
    for approver in &system.approvers {
        let to = Recipient::from(approver);
        let letter = letters::access_asked(&desk.texts, &to, &grant, system);
        post(tx, desk, &grant.system, &to, &letter).await?;
    }
    Ok(grant)
}

/// The scopes asked for, as the host offers them.
fn offered(system: &System, asked: &[String]) -> Result<Vec<ScopeOffer>, Fault> {
    let mut scopes: Vec<ScopeOffer> = Vec::with_capacity(asked.len());
    for id in asked {
        let offer = system.scopes.iter().find(|offer| offer.id == *id);
        match offer {
            Some(offer) if !scopes.contains(offer) => scopes.push(offer.clone()),
            Some(_) => {}
            None => return Err(Fault::on(Code::FieldInvalid, "scopes")),
        }
    }
    if scopes.is_empty() {
        return Err(Fault::on(Code::FieldEmpty, "scopes"));
    }
    Ok(scopes)
}

async fn insert(tx: &mut Tx, grant: &Grant) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO grants (system, id, ticket, agent, agent_key, reason, scopes, minutes,
         asked_at, request, state, state_name, turns_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(grant.system.as_str())
    .bind(grant.id.as_str())
    .bind(grant.ticket.as_str())
    .bind(grant.agent.id.as_str())
    .bind(Stored(&grant.agent_key))
    .bind(&grant.reason)
    .bind(Stored(&grant.scopes))
    .bind(i64::from(grant.minutes))
    .bind(ms(grant.asked_at))
    .bind(&grant.request)
    .bind(Stored(&grant.state))
    .bind(grant.state.as_str())
    .bind(grant.turns_at().map(ms))
    .execute(&mut **tx)
    .await?;
    grant
        .place()
        .announce(tx, LiveKind::Grant, grant.id.as_str(), None);
    Ok(())
}

/// An approver says no, here or on the host's page. The host is told in the first case.
///
/// # Errors
/// When nothing is asked any more.
pub async fn deny(
    tx: &mut Tx,
    grant: &mut Grant,
    approver: &Approver,
    on_host: bool,
    now: DateTime,
) -> Result<(), Fault> {
    grant.state = grant
        .state
        .clone()
        .deny(approver, now)
        .map_err(wrong_state)?;
    grant.keep(tx).await?;
    audit::append(
        tx,
        &grant.system,
        now,
        Actor::Person(approver.person()),
        Step::AccessDenied,
        grant.id.as_str(),
        &[("reference", grant.reference.clone())],
    )
    .await?;
    if !on_host {
        let fact = DeskFact::GrantDropped {
            grant: grant.id.clone(),
        };
        events::append(tx, &grant.system, fact, now).await?;
    }
    Ok(())
}
