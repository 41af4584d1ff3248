//! Work outside of the policy: an agent offers it, somebody who decides for the customer agrees or
//! does not, and both is written down (3.2c).

use deskside_protocol::DateTime;
use deskside_protocol::api::{AnswerOffer, NewOffer};
use deskside_protocol::identity::{AgentCard, Approver};
use deskside_protocol::policy::{Cause, Cover};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Action, Happened, MAX_TEXT, Offer, OfferAnswer};

use super::planning::in_future;
use super::ruling::ruled;
use super::{Decision, Ticket, note, wrong_state};
use crate::audit::Actor;
use crate::context::clean_text;
use crate::desk::Desk;
use crate::mail::{letters, post};
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;

/// An agent offers work. With it the ticket is ruled to be outside of the policy, unless it was ruled
/// out by another clause before. A new offer takes the place of the one before.
///
/// # Errors
/// When a text or the price is no such thing, the work would be ready in the past, or the state does
/// not allow it.
pub async fn offer(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    new: NewOffer,
    now: DateTime,
) -> Result<(), Fault> {
    if !new.price.is_valid() {
        return Err(Fault::on(Code::FieldInvalid, "price"));
    }
    let offer = Offer {
        text: clean_text(&new.text, MAX_TEXT, "text")?.kept,
        price: new.price,
        ready_at: in_future(new.ready_at, "ready_at", now)?,
        at: now,
        by: agent.name.clone(),
        answer: None,
    };
    let policy = ticket.policy(&desk.rules);
    ticket.state = ticket.state.clone().offer(now).map_err(wrong_state)?;
    let verdict = &ticket.verdict;
    if !(verdict.ruled && verdict.cover == Cover::Excluded) {
        let (clause, why) = (policy.out_of_scope_clause.clone(), offer.text.clone());
        ticket.verdict = ruled(Cover::Excluded, clause, Cause::OutOfScope, why);
    }
    ticket.offer = Some(offer.clone());
    ticket.acted(Action::Offer, agent, now);
    ticket.keep(tx).await?;
    let words = [
        ("price", offer.price.to_string()),
        ("text", offer.text.clone()),
        ("ready_at", offer.ready_at.to_rfc3339()),
    ];
    let (actor, what) = (Actor::Agent(agent), Happened::Offered);
    note(tx, ticket, now, actor, what, &words).await?;
    for to in ticket.circle(system) {
        let letter = letters::offered(&desk.texts, &to, ticket, system, &offer, &policy);
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    Ok(())
}

/// Somebody who decides for the customer answers the offer. No clock starts again: agreed work is no
/// error under 3.1, and when it is ready stands in the offer.
///
/// # Errors
/// When no offer waits for an answer, or not that one.
pub async fn answer_offer(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    approver: &Approver,
    decision: Decision<AnswerOffer>,
    now: DateTime,
) -> Result<(), Fault> {
    let answer = &decision.what;
    let words = match answer.words.trim() {
        "" => String::new(),
        words => clean_text(words, MAX_TEXT, "words")?.kept,
    };
    let (policy, person) = (ticket.policy(&desk.rules), approver.person());
    let why = desk.texts.say(ticket.lang, "offer.not_agreed", &[]);
    let clause = policy.out_of_scope_clause.clone();
    let state = ticket.state.clone();
    ticket.state = state
        .answer_offer(answer.agreed, clause, why, now)
        .map_err(wrong_state)?;
    let offer = ticket
        .offer
        .as_mut()
        .filter(|offer| decision.is_on(offer.at))
        .ok_or_else(|| Fault::of(Code::WrongState))?;
    offer.answer = Some(OfferAnswer {
        agreed: answer.agreed,
        at: now,
        by: person.name.clone(),
        words: words.clone(),
    });
    let offer = offer.clone();
    ticket.updated_at = now;
    ticket.keep(tx).await?;
    let what = if answer.agreed {
        Happened::OfferAgreed
    } else {
        Happened::OfferRefused
    };
    let said = [("words", words), ("price", offer.price.to_string())];
    note(tx, ticket, now, Actor::Person(person), what, &said).await?;
    let agents = ticket.hands(tx).await?.into_iter();
    for to in agents.chain(ticket.circle_of(person)) {
        let letter = letters::offer_answered(&desk.texts, &to, ticket, system, &offer, &policy);
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    Ok(())
}
