//! What the person can't do, and how urgent and of which kind the policy holds it to be.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the person can't do, in their words: yields severity and kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// The system does not open, for anybody.
    Stopped,
    /// Business work cannot be done.
    Blocked,
    /// Something is wrong, but work goes on.
    Hindered,
    /// Data lost or changed without cause, or somebody got in.
    Security,
    /// A question or a wish.
    Question,
}

impl Impact {
    /// All of them, in the order in which people are asked.
    pub const ALL: [Impact; 5] = [
        Impact::Stopped,
        Impact::Blocked,
        Impact::Hindered,
        Impact::Security,
        Impact::Question,
    ];

    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Impact::Stopped => "stopped",
            Impact::Blocked => "blocked",
            Impact::Hindered => "hindered",
            Impact::Security => "security",
            Impact::Question => "question",
        }
    }

    /// How urgent the policy holds it to be (3.1a).
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Impact::Stopped | Impact::Blocked | Impact::Security => Severity::Critical,
            Impact::Hindered | Impact::Question => Severity::Normal,
        }
    }

    /// What kind of request it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Impact::Stopped | Impact::Blocked | Impact::Hindered => Kind::Incident,
            Impact::Security => Kind::Security,
            Impact::Question => Kind::Question,
        }
    }
}

/// Severity as clause 3.1a divides it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Security incidents, a stopped system, business work impossible.
    Critical,
    /// All other errors and incidents.
    Normal,
}

impl Severity {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Critical => "critical",
            Severity::Normal => "normal",
        }
    }
}

/// What kind of request it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something does not work.
    Incident,
    /// A security incident (2.3a).
    Security,
    /// A question or a wish.
    Question,
}
