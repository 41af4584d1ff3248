//! What of a ticket waits for somebody of the customer: one rule, by which the desk marks lists and
//! the widget puts first what waits.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Incident, Offer, Plan, Recovery, SettlementState, TicketState};

/// Something that waits for the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Awaits {
    /// A plan, or a third party (3.1b).
    Choice,
    /// An offer is agreed on, or not (3.2c).
    Offer,
    /// A recovery is approved, or not (2.4).
    Recovery,
    /// Invoice and documents came back, and are sent again (3.1b).
    Papers,
    /// A question about a security incident is answered (2.3b).
    Answer,
}

impl Awaits {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Awaits::Choice => "choice",
            Awaits::Offer => "offer",
            Awaits::Recovery => "recovery",
            Awaits::Papers => "papers",
            Awaits::Answer => "answer",
        }
    }

    /// Whether only an approver can do it; a question can be answered by whoever filed the ticket.
    #[must_use]
    pub fn needs_approver(self) -> bool {
        self != Awaits::Answer
    }
}

/// What hangs on a ticket, as far as something of it may wait for the customer.
#[derive(Clone, Copy, Debug)]
pub struct Pending<'a> {
    /// Where it stands.
    pub state: &'a TicketState,
    /// The plan.
    pub plan: Option<&'a Plan>,
    /// The offer.
    pub offer: Option<&'a Offer>,
    /// The investigation.
    pub investigation: Option<&'a Incident>,
    /// The recovery.
    pub recovery: Option<&'a Recovery>,
}

impl Pending<'_> {
    /// All that waits for the customer.
    #[must_use]
    pub fn awaits(&self) -> Vec<Awaits> {
        let live = self.state.live();
        let planned = matches!(self.state, TicketState::Planned { .. });
        let offered = matches!(self.state, TicketState::Agreement { .. });
        let papers = self.plan.and_then(|plan| plan.settlement.as_ref());
        let returned = |state: &SettlementState| matches!(state, SettlementState::Returned { .. });
        let waits = [
            (
                Awaits::Choice,
                planned && self.plan.is_some_and(|plan| plan.chosen.is_none()),
            ),
            (
                Awaits::Offer,
                offered && self.offer.is_some_and(|offer| offer.answer.is_none()),
            ),
            (
                Awaits::Recovery,
                live && self.recovery.is_some_and(|one| one.decision.is_none()),
            ),
            (
                Awaits::Papers,
                papers.is_some_and(|papers| returned(&papers.state)),
            ),
            (
                Awaits::Answer,
                live && self
                    .investigation
                    .is_some_and(|incident| incident.asks.iter().any(|ask| ask.answer.is_none())),
            ),
        ];
        let waiting = waits.into_iter().filter(|(_, waits)| *waits);
        waiting.map(|(what, _)| what).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DateTime;
    use crate::policy::IncidentKind;
    use crate::ticket::{Choice, Chosen, IncidentAsk, Settlement};

    fn at(hour: i64) -> DateTime {
        DateTime::from_timestamp(hour * 3600, 0).unwrap()
    }

    fn plan(chosen: Option<Choice>) -> Plan {
        Plan {
            explanation: String::new(),
            proposal: String::new(),
            eta: at(9),
            at: at(1),
            by: String::new(),
            chosen: chosen.map(|choice| Chosen {
                choice,
                at: at(2),
                by: String::new(),
            }),
            settlement: None,
        }
    }

    fn of(state: &TicketState, plan: Option<&Plan>, incident: Option<&Incident>) -> Vec<Awaits> {
        let pending = Pending {
            state,
            plan,
            offer: None,
            investigation: incident,
            recovery: None,
        };
        pending.awaits()
    }

    #[test]
    fn a_plan_waits_until_it_is_chosen() {
        let planned = TicketState::Planned {
            since: at(1),
            eta: at(9),
        };
        assert_eq!(of(&planned, Some(&plan(None)), None), [Awaits::Choice]);
        let chosen = plan(Some(Choice::Follow));
        assert_eq!(of(&planned, Some(&chosen), None), []);
        let closed = TicketState::Closed { at: at(3) };
        assert_eq!(of(&closed, Some(&plan(None)), None), []);
    }

    #[test]
    fn papers_wait_only_when_they_came_back() {
        let state = TicketState::Open;
        let mut plan = plan(Some(Choice::ThirdParty));
        plan.settlement = Some(Settlement::default());
        assert_eq!(of(&state, Some(&plan), None), []);
        let returned = SettlementState::Returned {
            at: at(4),
            why: "No invoice".into(),
        };
        plan.settlement = Some(Settlement {
            state: returned,
            ..Settlement::default()
        });
        assert_eq!(of(&state, Some(&plan), None), [Awaits::Papers]);
        assert!(Awaits::Papers.needs_approver() && !Awaits::Answer.needs_approver());
    }

    #[test]
    fn a_question_waits_until_it_is_answered() {
        let mut incident = Incident::new(IncidentKind::Unstable);
        assert_eq!(of(&TicketState::Open, None, Some(&incident)), []);
        incident.asks.push(IncidentAsk {
            text: "Since when?".into(),
            at: at(1),
            by: String::new(),
            answer: None,
        });
        let waits = of(&TicketState::Open, None, Some(&incident));
        assert_eq!(waits, [Awaits::Answer]);
    }
}
