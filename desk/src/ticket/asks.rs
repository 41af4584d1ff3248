//! What the customer is asked in the investigation of an incident, and whether they answered (2.3b).

use deskside_protocol::DateTime;
use deskside_protocol::api::Words;
use deskside_protocol::identity::{AgentCard, Person};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Action, Happened, IncidentAnswer, IncidentAsk, MAX_TEXT, Side};

use super::incident::MOST;
use super::{Ticket, note, wrong_state};
use crate::audit::Actor;
use crate::context::clean_text;
use crate::desk::Desk;
use crate::mail::{Recipient, letters, post};
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;

/// An agent asks the customer: the reporter and those who may approve are written to, and any of
/// them may answer.
///
/// # Errors
/// When the ticket is no incident or over, or the text is empty or too long.
pub async fn ask(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    Words { text }: Words,
    now: DateTime,
) -> Result<(), Fault> {
    let incident = ticket.investigated(now)?;
    if incident.asks.len() >= MOST {
        return Err(Fault::of(Code::TooMany));
    }
    let text = clean_text(&text, MAX_TEXT, "text")?.kept;
    incident.asks.push(IncidentAsk {
        text: text.clone(),
        at: now,
        by: agent.name.clone(),
        answer: None,
    });
    // A question is a word of a person: it answers the reporter, and the next word is theirs.
    let asked = ticket.state.clone().written(Side::Agent, true, now);
    ticket.state = asked.map_err(wrong_state)?;
    ticket.acted(Action::Write, agent, now);
    ticket.keep(tx).await?;
    for to in ticket.circle(system) {
        let letter = letters::incident_asked(desk, &to, ticket, system, agent, &text);
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    let detail = [("text", text)];
    let actor = Actor::Agent(agent);
    note(tx, ticket, now, actor, Happened::IncidentAsked, &detail).await
}

/// Somebody of the system answers a question, once; the ticket is the desk's again, and its agent is
/// written to. Says whether a credential had slipped through; it is masked by now.
///
/// # Errors
/// When there is no such question, or it is answered already, or the ticket is closed.
pub async fn answer(
    tx: &mut Tx,
    desk: &Desk,
    ticket: &mut Ticket,
    person: &Person,
    number: usize,
    Words { text }: Words,
    now: DateTime,
) -> Result<bool, Fault> {
    let over = !ticket.state.live();
    let answered = ticket.state.clone().written(Side::Reporter, false, now);
    let asks = &mut ticket.incident()?.asks;
    let ask = asks.get_mut(number).ok_or_else(Fault::nothing)?;
    if ask.answer.is_some() {
        return Err(Fault::of(Code::WrongState));
    }
    let text = clean_text(&text, MAX_TEXT, "text")?;
    ask.answer = Some(IncidentAnswer {
        text: text.kept.clone(),
        at: now,
        by: person.name.clone(),
    });
    let asked = ask.text.clone();
    ticket.state = answered.map_err(wrong_state)?;
    ticket.updated_at = now;
    if over && ticket.state.live() {
        ticket.taken_up(tx, desk, now).await?;
    }
    ticket.keep(tx).await?;
    if let Some(to) = ticket.assignee.as_ref().map(Recipient::from) {
        let system = System::load(tx, &ticket.system).await?;
        let words = (asked.as_str(), text.kept.as_str());
        let letter = letters::incident_answered(desk, &to, ticket, &system, person, words);
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    let detail = [("text", asked)];
    let actor = Actor::Person(person);
    note(tx, ticket, now, actor, Happened::IncidentAnswered, &detail).await?;
    Ok(text.leaked)
}
