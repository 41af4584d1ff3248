//! A support request and its life: `Open <-> AwaitingReporter -> Resolved -> Closed`; `Planned` when
//! there is no solution in time, `Agreement` while an offer waits for an answer, or `Declined`; what is
//! over can be reopened. A state carries its facts; a transition consumes it.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DateTime;
use crate::policy::ClauseId;

mod awaits;
mod clock;
mod incident;
mod money;
mod offer;
mod plan;
mod recovery;
mod timeline;
mod way;

pub use awaits::{Awaits, Pending};
pub use clock::{Clock, ClockKind, Stop, stopped_by};
pub use incident::{Incident, IncidentAnswer, IncidentAsk, IncidentReport, IncidentStep};
pub use money::Money;
pub use offer::{Offer, OfferAnswer};
pub use plan::{Choice, Chosen, Plan, Settlement, SettlementState};
pub use recovery::{Recovery, RecoveryDecision, RecoveryResult};
pub use timeline::{Happened, Moment};
pub use way::{Way, WayChosen};

/// How long a reporter can reopen a resolved or closed ticket.
pub const REOPEN_FOR: TimeDelta = TimeDelta::days(14);
/// Longest subject, in characters.
pub const MAX_SUBJECT: usize = 120;
/// Longest text of a message or description, in characters.
pub const MAX_TEXT: usize = 10_000;
/// At most this many files go with one message.
pub const MAX_ATTACHMENTS: usize = 10;
/// Largest file, in bytes.
pub const MAX_FILE: u64 = 25 * 1024 * 1024;

/// Where a ticket stands in its life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TicketState {
    /// With the desk.
    Open,
    /// An agent asked; the reporter's answer is awaited.
    AwaitingReporter {
        /// Since when.
        since: DateTime,
    },
    /// Not covered (3.1c), with the clause and the explanation.
    Declined {
        /// When.
        at: DateTime,
        /// By which clause.
        clause: ClauseId,
        /// The explanation.
        why: String,
    },
    /// No solution in time: explained, with a plan and an estimate (3.1b). What was planned and chosen
    /// stands in [`Plan`].
    Planned {
        /// Since when.
        since: DateTime,
        /// When it will be solved, as estimated.
        eta: DateTime,
    },
    /// Work outside of the policy was offered and waits for an answer (3.2c); see [`Offer`].
    Agreement {
        /// Since when.
        since: DateTime,
    },
    /// An agent says it is done.
    Resolved {
        /// When.
        at: DateTime,
    },
    /// Over.
    Closed {
        /// When.
        at: DateTime,
    },
}

/// What can be done to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Write a message.
    Write,
    /// Ask for access.
    AskAccess,
    /// Say whether the warranty covers it, for good.
    Rule,
    /// Say it is not covered.
    Decline,
    /// Explain, with a plan and an estimate (3.1b).
    Plan,
    /// Choose between the plan and a third party (3.1b).
    Choose,
    /// Offer work outside of the policy (3.2c).
    Offer,
    /// Agree to the offer, or not (3.2c).
    AnswerOffer,
    /// Investigate it as a security incident: name its kind, take steps, ask the customer (2.3b).
    Investigate,
    /// Write the final report of an incident, or a new one in its place (2.3b).
    Report,
    /// Propose to restore data from a backup, or say what came of it (2.4a).
    Recover,
    /// Approve that data is restored, or not (2.4a).
    DecideRecovery,
    /// Say it is done.
    Resolve,
    /// End it.
    Close,
    /// Take it up again.
    Reopen,
}

/// Who acts on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The reporter or a colleague of the same system.
    Reporter,
    /// The vendor's agent.
    Agent,
}

/// Why an action is not allowed. Each has a sentence under `why_not.<name>`: a disabled button says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// The ticket is closed.
    Closed,
    /// The ticket is not over yet.
    NotOver,
    /// It is already so.
    AlreadySo,
    /// The other side does this.
    NotYours,
    /// Too long ago.
    TooLate,
    /// An offer waits for an answer.
    Offered,
    /// A security incident has no final report yet.
    Unreported,
}

impl WhyNot {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            WhyNot::Closed => "closed",
            WhyNot::NotOver => "not_over",
            WhyNot::AlreadySo => "already_so",
            WhyNot::NotYours => "not_yours",
            WhyNot::TooLate => "too_late",
            WhyNot::Offered => "offered",
            WhyNot::Unreported => "unreported",
        }
    }
}

impl TicketState {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            TicketState::Open => "open",
            TicketState::AwaitingReporter { .. } => "awaiting_reporter",
            TicketState::Planned { .. } => "planned",
            TicketState::Agreement { .. } => "agreement",
            TicketState::Declined { .. } => "declined",
            TicketState::Resolved { .. } => "resolved",
            TicketState::Closed { .. } => "closed",
        }
    }

    /// Whether a clock of the desk may still run.
    #[must_use]
    pub fn with_desk(&self) -> bool {
        matches!(self, TicketState::Open | TicketState::Planned { .. })
    }

    /// Whether access may be asked for and used.
    #[must_use]
    pub fn live(&self) -> bool {
        matches!(
            self,
            TicketState::Open | TicketState::AwaitingReporter { .. } | TicketState::Planned { .. }
        )
    }

    /// The one table of what is allowed: widget, console and desk ask it.
    ///
    /// # Errors
    /// Why it is not allowed.
    pub fn allows(&self, side: Side, action: Action, now: DateTime) -> Result<(), WhyNot> {
        use TicketState::{Agreement, AwaitingReporter, Closed, Declined, Open, Planned, Resolved};
        let theirs = matches!(
            action,
            Action::Reopen | Action::Choose | Action::AnswerOffer | Action::DecideRecovery
        );
        if action != Action::Write && theirs != (side == Side::Reporter) {
            return Err(WhyNot::NotYours);
        }
        match (action, self) {
            (Action::Write, Closed { .. }) => Err(WhyNot::Closed),
            (Action::Write, _) => Ok(()),
            (
                Action::AskAccess | Action::Rule | Action::Plan | Action::Resolve,
                Open | AwaitingReporter { .. } | Planned { .. },
            )
            | (
                Action::Decline | Action::Offer,
                Open | AwaitingReporter { .. } | Planned { .. } | Agreement { .. },
            )
            | (
                Action::Investigate | Action::Report | Action::Recover | Action::DecideRecovery,
                Open | AwaitingReporter { .. } | Planned { .. },
            )
            | (Action::Report, Resolved { .. })
            | (Action::Offer | Action::Rule, Declined { .. })
            | (Action::Choose, Planned { .. })
            | (Action::AnswerOffer, Agreement { .. })
            | (Action::Close, Resolved { .. } | Declined { .. }) => Ok(()),
            (Action::Resolve, Resolved { .. })
            | (Action::Decline, Declined { .. })
            | (Action::Close, Closed { .. }) => Err(WhyNot::AlreadySo),
            (Action::Choose | Action::AnswerOffer, Open | AwaitingReporter { .. }) => {
                Err(WhyNot::AlreadySo)
            }
            (_, Agreement { .. }) if action != Action::Reopen => Err(WhyNot::Offered),
            (Action::Close, _) => Err(WhyNot::NotOver),
            (Action::Reopen, Resolved { at } | Closed { at } | Declined { at, .. }) => {
                if now - *at <= REOPEN_FOR {
                    Ok(())
                } else {
                    Err(WhyNot::TooLate)
                }
            }
            (Action::Reopen, _) => Err(WhyNot::NotOver),
            (_, _) => Err(WhyNot::Closed),
        }
    }

    /// A message was written: an agent's question hands the ticket to the reporter, a reporter's
    /// word hands it back, and takes up again what was resolved.
    ///
    /// # Errors
    /// Why nobody may write.
    pub fn written(self, side: Side, awaits_reporter: bool, now: DateTime) -> Result<Self, WhyNot> {
        self.allows(side, Action::Write, now)?;
        Ok(match (side, self) {
            (Side::Agent, TicketState::Open | TicketState::AwaitingReporter { .. })
                if awaits_reporter =>
            {
                TicketState::AwaitingReporter { since: now }
            }
            (
                Side::Reporter,
                TicketState::AwaitingReporter { .. }
                | TicketState::Resolved { .. }
                | TicketState::Declined { .. },
            ) => TicketState::Open,
            (_, state) => state,
        })
    }

    /// An agent says it is done; an incident has been reported on by then.
    ///
    /// # Errors
    /// Why not.
    pub fn resolve(self, incident: Option<&Incident>, now: DateTime) -> Result<Self, WhyNot> {
        self.allows_on(incident, Side::Agent, Action::Resolve, now)?;
        Ok(TicketState::Resolved { at: now })
    }

    /// An agent says it is covered: nothing changes, but what was declined is taken up again.
    ///
    /// # Errors
    /// Why not.
    pub fn cover(self, now: DateTime) -> Result<Self, WhyNot> {
        self.allows(Side::Agent, Action::Rule, now)?;
        Ok(match self {
            TicketState::Declined { .. } => TicketState::Open,
            state => state,
        })
    }

    /// An agent says it is not covered.
    ///
    /// # Errors
    /// Why not.
    pub fn decline(self, clause: ClauseId, why: String, now: DateTime) -> Result<Self, WhyNot> {
        self.allows(Side::Agent, Action::Decline, now)?;
        Ok(TicketState::Declined {
            at: now,
            clause,
            why,
        })
    }

    /// There is no solution in time: an agent explained, with a plan and an estimate.
    ///
    /// # Errors
    /// Why not.
    pub fn plan(self, eta: DateTime, now: DateTime) -> Result<Self, WhyNot> {
        self.allows(Side::Agent, Action::Plan, now)?;
        let since = match self {
            TicketState::Planned { since, .. } => since,
            _ => now,
        };
        Ok(TicketState::Planned { since, eta })
    }

    /// An agent offered work outside of the policy.
    ///
    /// # Errors
    /// Why not.
    pub fn offer(self, now: DateTime) -> Result<Self, WhyNot> {
        self.allows(Side::Agent, Action::Offer, now)?;
        Ok(TicketState::Agreement { since: now })
    }

    /// The offer was answered: agreed work goes on, what was not agreed on is declined by this clause.
    ///
    /// # Errors
    /// Why not.
    pub fn answer_offer(
        self,
        agreed: bool,
        clause: ClauseId,
        why: String,
        now: DateTime,
    ) -> Result<Self, WhyNot> {
        self.allows(Side::Reporter, Action::AnswerOffer, now)?;
        Ok(if agreed {
            TicketState::Open
        } else {
            TicketState::Declined {
                at: now,
                clause,
                why,
            }
        })
    }

    /// An agent ends it.
    ///
    /// # Errors
    /// Why not.
    pub fn close(self, now: DateTime) -> Result<Self, WhyNot> {
        self.allows(Side::Agent, Action::Close, now)?;
        Ok(TicketState::Closed { at: now })
    }

    /// The reporter takes it up again.
    ///
    /// # Errors
    /// Why not.
    pub fn reopen(self, now: DateTime) -> Result<Self, WhyNot> {
        self.allows(Side::Reporter, Action::Reopen, now)?;
        Ok(TicketState::Open)
    }
}

/// What the reporter said about a credential somebody shared over this trouble (3.3b).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SharedCredential {
    /// Whose sign-in it is, as typed in the host.
    pub login: String,
}

/// Text people wrote is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFault {
    /// Nothing in it.
    Empty,
    /// Longer than the limit.
    TooLong,
}

/// Checks a text and gives it back without white space around it. Runs in widget and desk alike.
///
/// # Errors
/// What is wrong with it.
pub fn check_text(text: &str, max: usize) -> Result<&str, TextFault> {
    let text = text.trim();
    if text.is_empty() {
        Err(TextFault::Empty)
    } else if text.chars().count() > max {
        Err(TextFault::TooLong)
    } else {
        Ok(text)
    }
}

/// The first line of a description, as subject.
#[must_use]
pub fn subject_of(description: &str) -> String {
    let line = description.trim().lines().next().unwrap_or_default().trim();
    if line.chars().count() <= MAX_SUBJECT {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MAX_SUBJECT - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn at(hour: i64) -> DateTime {
        DateTime::from_timestamp(hour * 3600, 0).unwrap()
    }

    #[test]
    fn a_whole_life() {
        let state = TicketState::Open.written(Side::Agent, true, at(1)).unwrap();
        assert_eq!(state, TicketState::AwaitingReporter { since: at(1) });
        let state = state
            .written(Side::Reporter, false, at(2))
            .unwrap()
            .resolve(None, at(3))
            .unwrap();
        let state = state.close(at(4)).unwrap();
        assert_eq!(
            state.allows(Side::Reporter, Action::Write, at(5)),
            Err(WhyNot::Closed)
        );
        assert_eq!(state.clone().reopen(at(5)).unwrap(), TicketState::Open);
        assert_eq!(state.reopen(at(4 + 14 * 24 + 1)), Err(WhyNot::TooLate));
    }

    #[rstest]
    #[case(TicketState::Open)]
    #[case(TicketState::Resolved { at: at(0) })]
    fn a_reporter_can_never_do_what_agents_do(#[case] state: TicketState) {
        for action in [
            Action::AskAccess,
            Action::Decline,
            Action::Resolve,
            Action::Close,
            Action::Investigate,
            Action::Report,
            Action::Recover,
        ] {
            assert_eq!(
                state.allows(Side::Reporter, action, at(1)),
                Err(WhyNot::NotYours)
            );
        }
    }

    /// Everything that is allowed, by state and side; all that is not named here is refused.
    #[test]
    fn the_table_of_what_is_allowed() {
        let (since, eta) = (at(1), at(50));
        let (clause, why) = ("1.1b".to_owned(), String::new());
        let states = [
            TicketState::Open,
            TicketState::AwaitingReporter { since },
            TicketState::Planned { since, eta },
            TicketState::Agreement { since },
            TicketState::Declined {
                at: since,
                clause,
                why,
            },
            TicketState::Resolved { at: since },
            TicketState::Closed { at: since },
        ];
        use Action::{
            AnswerOffer, AskAccess, Choose, Close, Decline, Offer, Plan, Reopen, Resolve, Rule,
            Write,
        };
        let all = [
            Write,
            AskAccess,
            Rule,
            Decline,
            Plan,
            Choose,
            Offer,
            AnswerOffer,
            Resolve,
            Close,
            Reopen,
        ];
        let live = vec![Write, AskAccess, Rule, Decline, Plan, Offer, Resolve];
        let allowed = [
            (live.clone(), vec![Write]),
            (live.clone(), vec![Write]),
            (live, vec![Write, Choose]),
            (vec![Write, Decline, Offer], vec![Write, AnswerOffer]),
            (vec![Write, Rule, Offer, Close], vec![Write, Reopen]),
            (vec![Write, Close], vec![Write, Reopen]),
            (vec![], vec![Reopen]),
        ];
        for (state, (agents, reporters)) in states.iter().zip(allowed) {
            for (side, expected) in [(Side::Agent, agents), (Side::Reporter, reporters)] {
                let may = |action: &Action| state.allows(side, *action, at(2)).is_ok();
                let found: Vec<Action> = all.into_iter().filter(may).collect();
                assert_eq!(found, expected, "{side:?} on {}", state.as_str());
            }
        }
    }

    #[test]
    fn clause_2_3b_an_incident_is_not_done_before_its_report() {
        let mut incident = Incident::new(crate::policy::IncidentKind::Intrusion);
        let resolve = |incident: &Incident| TicketState::Open.resolve(Some(incident), at(1));
        assert_eq!(resolve(&incident), Err(WhyNot::Unreported));
        let declined =
            TicketState::Open.allows_on(Some(&incident), Side::Agent, Action::Decline, at(1));
        assert_eq!(declined, Ok(()), "what is none can be told to be none");
        incident.report = Some(IncidentReport {
            text: "A password was guessed.".into(),
            at: at(1),
            by: "Linh".into(),
        });
        assert_eq!(resolve(&incident), Ok(TicketState::Resolved { at: at(1) }));
    }

    #[test]
    fn clause_2_4a_only_the_customer_decides_on_a_recovery() {
        let decide = |side| TicketState::Open.allows(side, Action::DecideRecovery, at(1));
        assert_eq!(decide(Side::Agent), Err(WhyNot::NotYours));
        assert_eq!(decide(Side::Reporter), Ok(()));
    }

    #[test]
    fn an_open_ticket_is_not_closed_without_an_answer() {
        assert_eq!(TicketState::Open.close(at(1)), Err(WhyNot::NotOver));
    }

    #[test]
    fn subjects_are_short() {
        assert_eq!(subject_of("  Quotation fails\nmore"), "Quotation fails");
        assert_eq!(subject_of(&"á".repeat(500)).chars().count(), MAX_SUBJECT);
    }
}
