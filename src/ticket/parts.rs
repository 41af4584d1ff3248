//! What hangs on a request beside its conversation, and in which order it is shown: first what waits
//! for the reader.

use deskside_protocol::api::TicketView;
use deskside_protocol::ticket::Awaits;

/// A part of a ticket's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Work outside of the policy.
    Offer,
    /// The plan, and the settlement of a third party's work.
    Plan,
    /// Recovery of lost data.
    Recovery,
    /// The investigation of an incident.
    Incident,
}

impl Part {
    /// All of them, in the order in which they stand when nothing waits.
    pub const ALL: [Part; 4] = [Part::Offer, Part::Plan, Part::Recovery, Part::Incident];

    /// The name in language keys and hooks.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Offer => "offer",
            Part::Plan => "plan",
            Part::Recovery => "recovery",
            Part::Incident => "incident",
        }
    }

    /// Where something that waits is done.
    #[must_use]
    pub fn of(awaits: Awaits) -> Self {
        match awaits {
            Awaits::Choice | Awaits::Papers => Part::Plan,
            Awaits::Offer => Part::Offer,
            Awaits::Recovery => Part::Recovery,
            Awaits::Answer => Part::Incident,
        }
    }

    fn is_in(self, ticket: &TicketView) -> bool {
        match self {
            Part::Offer => ticket.offer.is_some(),
            Part::Plan => ticket.plan.is_some(),
            Part::Recovery => ticket.recovery.is_some(),
            Part::Incident => ticket.investigation.is_some(),
        }
    }
}

/// Whether something in this part waits for the reader.
#[must_use]
pub fn waits(part: Part, ticket: &TicketView, approver: bool) -> bool {
    let theirs = |what: &&Awaits| approver || !what.needs_approver();
    let mut waiting = ticket.summary.awaits.iter().filter(theirs);
    waiting.any(|what| Part::of(*what) == part)
}

/// The parts there are, first what waits for the reader.
#[must_use]
pub fn parts(ticket: &TicketView, approver: bool) -> Vec<Part> {
    let mut parts = Part::ALL.to_vec();
    parts.retain(|part| part.is_in(ticket));
    parts.sort_by_key(|part| !waits(*part, ticket, approver));
    parts
}

/// What began to wait for the reader between two looks.
#[must_use]
pub fn news(before: &TicketView, now: &TicketView, approver: bool) -> Option<Awaits> {
    let theirs = |what: &Awaits| approver || !what.needs_approver();
    let known = &before.summary.awaits;
    let mut now = now.summary.awaits.iter().copied();
    now.find(|what| theirs(what) && !known.contains(what))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn ticket(awaits: &[Awaits]) -> TicketView {
        let mut ticket = crate::sample::ticket();
        ticket.summary.awaits = awaits.to_vec();
        ticket
    }

    #[test]
    fn what_waits_for_the_reader_comes_first() {
        let none = parts(&ticket(&[]), true);
        assert_eq!(none, Part::ALL);
        let waiting = ticket(&[Awaits::Recovery, Awaits::Answer]);
        let expected = [Part::Recovery, Part::Incident, Part::Offer, Part::Plan];
        assert_eq!(parts(&waiting, true), expected);
        assert_eq!(parts(&waiting, false)[0], Part::Incident);
    }

    #[test]
    fn papers_that_came_back_wait_at_the_plan() {
        assert!(waits(Part::Plan, &ticket(&[Awaits::Papers]), true));
        assert!(!waits(Part::Plan, &ticket(&[Awaits::Papers]), false));
    }

    #[test]
    fn only_what_is_new_is_news() {
        let (before, now) = (
            ticket(&[Awaits::Offer]),
            ticket(&[Awaits::Offer, Awaits::Answer]),
        );
        assert_eq!(news(&before, &now, true), Some(Awaits::Answer));
        assert_eq!(news(&now, &now, true), None);
    }
}
