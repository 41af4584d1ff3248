//! By which way agents look into the customer's system, for both sides to see (3.3b).

use deskside_protocol::DateTime;
use deskside_protocol::identity::AgentCard;
use deskside_protocol::ticket::{Action, Happened, MAX_TEXT, Side, Way, WayChosen};

use super::{Ticket, note, wrong_state};
use crate::audit::Actor;
use crate::context::clean_text;
use crate::problem::Fault;
use crate::store::Tx;

/// An agent says which way, with the reason; also afterwards, because what was done must be said as
/// long as anybody may write. What follows from it for access and credentials hangs on other rooms:
/// see [`crate::api`].
///
/// # Errors
/// When the reason is empty or too long, or the ticket is closed.
pub async fn choose_way(
    tx: &mut Tx,
    ticket: &mut Ticket,
    agent: &AgentCard,
    way: Way,
    why: &str,
    now: DateTime,
) -> Result<(), Fault> {
    let state = &ticket.state;
    state
        .allows(Side::Agent, Action::Write, now)
        .map_err(wrong_state)?;
    let why = clean_text(why, MAX_TEXT, "why")?.kept;
    ticket.way = Some(WayChosen {
        way,
        why: why.clone(),
        at: now,
        by: agent.name.clone(),
    });
    ticket.acted(Action::AskAccess, agent, now);
    ticket.keep(tx).await?;
    let chosen = [("way", way.as_str().to_owned()), ("why", why)];
    let (actor, what) = (Actor::Agent(agent), Happened::WayChosen);
    note(tx, ticket, now, actor, what, &chosen).await
}
