//! A support request and its life: `Open <-> AwaitingReporter -> Resolved -> Closed`, or
//! `Declined`; `Resolved` can be reopened. A state carries its facts; a transition consumes it.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DateTime;
use crate::policy::ClauseId;

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
    /// Say it is not covered.
    Decline,
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
            TicketState::Declined { .. } => "declined",
            TicketState::Resolved { .. } => "resolved",
            TicketState::Closed { .. } => "closed",
        }
    }

    /// Whether a clock of the desk may still run.
    #[must_use]
    pub fn with_desk(&self) -> bool {
        matches!(self, TicketState::Open)
    }

    /// Whether access may be asked for and used.
    #[must_use]
    pub fn live(&self) -> bool {
        matches!(
            self,
            TicketState::Open | TicketState::AwaitingReporter { .. }
        )
    }

    /// The one table of what is allowed: widget, console and desk ask it.
    ///
    /// # Errors
    /// Why it is not allowed.
    pub fn allows(&self, side: Side, action: Action, now: DateTime) -> Result<(), WhyNot> {
        use TicketState::{AwaitingReporter, Closed, Declined, Open, Resolved};
        match (action, self) {
            (Action::Write, Closed { .. }) => Err(WhyNot::Closed),
            (Action::Write, _) => Ok(()),
            (Action::AskAccess | Action::Decline | Action::Resolve | Action::Close, _)
                if side == Side::Reporter =>
            {
                Err(WhyNot::NotYours)
            }
            (Action::AskAccess, Open | AwaitingReporter { .. }) => Ok(()),
            (Action::AskAccess, _) => Err(WhyNot::Closed),
            (Action::Decline | Action::Resolve, Open | AwaitingReporter { .. }) => Ok(()),
            (Action::Resolve, Resolved { .. })
            | (Action::Decline, Declined { .. })
            | (Action::Close, Closed { .. }) => Err(WhyNot::AlreadySo),
            (Action::Decline | Action::Resolve, _) => Err(WhyNot::Closed),
            (Action::Close, Resolved { .. } | Declined { .. }) => Ok(()),
            (Action::Close, _) => Err(WhyNot::NotOver),
            (Action::Reopen, _) if side == Side::Agent => Err(WhyNot::NotYours),
            (Action::Reopen, Resolved { at } | Closed { at } | Declined { at, .. }) => {
                if now - *at <= REOPEN_FOR {
                    Ok(())
                } else {
                    Err(WhyNot::TooLate)
                }
            }
            (Action::Reopen, _) => Err(WhyNot::NotOver),
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

    /// An agent says it is done.
    ///
    /// # Errors
    /// Why not.
    pub fn resolve(self, now: DateTime) -> Result<Self, WhyNot> {
        self.allows(Side::Agent, Action::Resolve, now)?;
        Ok(TicketState::Resolved { at: now })
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
            .resolve(at(3))
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
        ] {
            assert_eq!(
                state.allows(Side::Reporter, action, at(1)),
                Err(WhyNot::NotYours)
            );
        }
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
