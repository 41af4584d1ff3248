//! The queue as a plain struct: the desk orders it by the next clock that runs out, and this keeps
//! that order whatever is filtered or searched.

use deskside_protocol::DateTime;
use deskside_protocol::api::TicketSummary;
use deskside_protocol::ids::{AgentId, TicketId};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::TicketState;

/// Which tickets are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Filter {
    /// Taken by this agent and not over.
    Mine,
    /// With the desk.
    #[default]
    Open,
    /// The reporter's answer is awaited, or the customer's to an offer.
    Waiting,
    /// Every one.
    All,
}

impl Filter {
    /// All of them, in the order shown.
    pub const ALL: [Filter; 4] = [Filter::Mine, Filter::Open, Filter::Waiting, Filter::All];

    /// The name in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Filter::Mine => "mine",
            Filter::Open => "open",
            Filter::Waiting => "waiting",
            Filter::All => "all",
        }
    }

    fn takes(self, ticket: &TicketSummary, me: Option<&AgentId>) -> bool {
        use TicketState::{Agreement, AwaitingReporter, Closed, Declined, Resolved};
        let state = &ticket.state;
        let assignee = ticket.assignee.as_ref().map(|agent| &agent.id);
        match self {
            Filter::Mine => {
                let over = matches!(state, Resolved { .. } | Closed { .. } | Declined { .. });
                !over && me.is_some() && assignee == me
            }
            Filter::Open => state.with_desk(),
            Filter::Waiting => matches!(state, AwaitingReporter { .. } | Agreement { .. }),
            Filter::All => true,
        }
    }
}

/// How far the queue is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// The desk has not said yet.
    #[default]
    Waiting,
    /// It is here.
    Here,
    /// The desk could not be asked; what was here before still is.
    Failed(Code),
}

/// The queue and how it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// How far it is.
    pub phase: Phase,
    tickets: Vec<TicketSummary>,
    filter: Filter,
    search: String,
    me: Option<AgentId>,
}

impl Queue {
    /// Whose tickets are mine.
    pub fn belong_to(&mut self, me: &AgentId) {
        self.me = Some(me.clone());
    }

    /// Takes what the desk says now.
    pub fn replace(&mut self, tickets: Vec<TicketSummary>) {
        self.tickets = tickets;
        self.phase = Phase::Here;
    }

    /// The desk could not be asked.
    pub fn failed(&mut self, code: Code) {
        self.phase = Phase::Failed(code);
    }

    /// The ticket, as the list knows it.
    #[must_use]
    pub fn find(&self, id: &TicketId) -> Option<&TicketSummary> {
        self.tickets.iter().find(|ticket| ticket.id == *id)
    }

    /// Shows others.
    pub fn filter_by(&mut self, filter: Filter) {
        self.filter = filter;
    }

    /// Shows those whose reference, subject, customer or reporter hold every word.
    pub fn search_for(&mut self, words: &str) {
        self.search = words.to_lowercase();
    }

    /// Which are shown.
    #[must_use]
    pub fn filter(&self) -> Filter {
        self.filter
    }

    /// Whether somebody searches.
    #[must_use]
    pub fn searching(&self) -> bool {
        !self.search.trim().is_empty()
    }

    /// What is shown, in the desk's order.
    #[must_use]
    pub fn shown(&self) -> Vec<TicketSummary> {
        let matching = |ticket: &&TicketSummary| {
            self.filter.takes(ticket, self.me.as_ref()) && found(ticket, &self.search)
        };
        self.tickets.iter().filter(matching).cloned().collect()
    }

    /// How many a filter would show.
    #[must_use]
    pub fn count(&self, filter: Filter) -> usize {
        let takes = |ticket: &&TicketSummary| filter.takes(ticket, self.me.as_ref());
        self.tickets.iter().filter(takes).count()
    }

    /// How many answers are late at this moment.
    #[must_use]
    pub fn late(&self, now: DateTime) -> usize {
        let late = |ticket: &&TicketSummary| ticket.late(now);
        self.tickets.iter().filter(late).count()
    }

    /// The ticket shown `by` places further on from this one; the first when none is given or it
    /// is not shown. Stops at both ends.
    #[must_use]
    pub fn step(&self, from: Option<&TicketId>, by: isize) -> Option<TicketId> {
        let shown = self.shown();
        let last = shown.len().checked_sub(1)?;
        let place = from.and_then(|id| shown.iter().position(|ticket| ticket.id == *id));
        let to = place.map_or(0, |place| place.saturating_add_signed(by).min(last));
        shown.get(to).map(|ticket| ticket.id.clone())
    }
}

fn found(ticket: &TicketSummary, search: &str) -> bool {
    let TicketSummary {
        reference,
        subject,
        system,
        reporter,
        ..
    } = ticket;
    let all = [reference, subject, &system.name, &reporter.name].map(|text| text.to_lowercase());
    search
        .split_whitespace()
        .all(|word| all.iter().any(|text| text.contains(word)))
}

#[cfg(test)]
mod tests;
