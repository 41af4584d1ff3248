//! The clocks of what the policy promises for a ticket (3.1): they start at receipt and stop at what a
//! person did; an automatic mail stops nothing.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Action;
use crate::DateTime;
use crate::policy::Due;

/// What a clock waits for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// A person's answer (3.1a).
    Answer,
    /// A ruling on the warranty: what is not covered must be told in this time (3.1c).
    Notice,
    /// A solution, or else an explanation with a plan and an estimate (3.1b).
    Solution,
}

impl ClockKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [ClockKind; 3] = [ClockKind::Answer, ClockKind::Notice, ClockKind::Solution];

    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ClockKind::Answer => "answer",
            ClockKind::Notice => "notice",
            ClockKind::Solution => "solution",
        }
    }
}

/// How a clock stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// What was promised was done.
    Kept,
    /// It became moot: what it waited for cannot happen any more, through nobody's fault.
    Moot,
}

/// A clock of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Clock {
    /// What it waits for.
    pub kind: ClockKind,
    /// When it started: at receipt, or when the ticket was taken up again.
    pub started_at: DateTime,
    /// By when, and by which clause.
    pub due: Due,
    /// When it stopped; `None` while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<DateTime>,
    /// How it stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop>,
    /// When somebody was warned that it runs out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_at: Option<DateTime>,
    /// When it was told that the promise is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breached_at: Option<DateTime>,
}

impl Clock {
    /// A clock that starts now.
    #[must_use]
    pub fn start(kind: ClockKind, started_at: DateTime, due: Due) -> Self {
        Self {
            kind,
            started_at,
            due,
            stopped_at: None,
            stop: None,
            warned_at: None,
            breached_at: None,
        }
    }

    /// Whether it runs.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.stopped_at.is_none()
    }

    /// Whether the promise was or is broken at this moment. What became moot in time is not.
    #[must_use]
    pub fn late(&self, now: DateTime) -> bool {
        self.stopped_at.unwrap_or(now) > self.due.at
    }
}

/// Which clocks an agent's act stops, and how: the one table of it. A ruling that covers makes the
/// notice moot; one that excludes is a [`Action::Decline`].
#[must_use]
pub fn stopped_by(action: Action) -> &'static [(ClockKind, Stop)] {
    use ClockKind::{Answer, Notice, Solution};
    use Stop::{Kept, Moot};
    match action {
        Action::Write | Action::Report | Action::Recover => &[(Answer, Kept)],
        Action::Rule => &[(Notice, Moot)],
        Action::Decline => &[(Answer, Kept), (Notice, Kept), (Solution, Moot)],
        Action::Plan => &[(Answer, Kept), (Solution, Kept)],
        Action::Offer => &[(Answer, Kept), (Notice, Kept), (Solution, Moot)],
        Action::Resolve => &[(Answer, Kept), (Notice, Moot), (Solution, Kept)],
        Action::AskAccess
        | Action::Choose
        | Action::AnswerOffer
        | Action::Investigate
        | Action::DecideRecovery
        | Action::Close
        | Action::Reopen => &[],
    }
}
