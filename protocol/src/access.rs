//! A grant and its life: `Requested -> Approved -> Active -> Ended`, or `Denied`, `Lapsed`. A state
//! carries its facts; a transition consumes it; deciding needs an [`Approver`] in hand. Longer or
//! wider is a new approval. The host is the last authority: it enforces who, what and until when by
//! its own clock (trust rule 2).

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DateTime;
use crate::identity::{AgentCard, Approver, Person, Text};
use crate::ids::{AgentId, GrantId, SystemId, TicketId};

/// Name of a scope as the host offers it, such as `sales.read`.
pub type ScopeId = String;

/// Shortest grant, in minutes.
pub const MIN_MINUTES: u32 = 5;
/// What is proposed when nobody says otherwise: 8 hours.
pub const DEFAULT_MINUTES: u32 = 8 * 60;
/// Longest grant: 7 days. Longer means asking again.
pub const MAX_MINUTES: u32 = 7 * 24 * 60;
/// Longest reason, in characters.
pub const MAX_REASON: usize = 500;
/// An unanswered request lapses after this.
pub const LAPSES_AFTER: TimeDelta = TimeDelta::hours(72);
/// Longest life of an agent's assertion, in seconds (trust rule 3).
pub const ASSERTION_SECONDS: i64 = 60;

/// Which way something may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Not at all.
    No,
    /// Looked at.
    Read,
    /// Looked at and changed.
    Write,
}

/// What a grant effectively allows on one kind of thing, as the host computes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EffectiveRight {
    /// The host's name for the thing, such as `quotations`.
    pub object: String,
    /// The name people know.
    pub label: Text,
    /// Which way.
    pub right: Right,
}

/// A scope the host offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ScopeOffer {
    /// Its name.
    pub id: ScopeId,
    /// The name people know.
    pub label: Text,
    /// What it effectively allows and what not, thing by thing.
    pub effective: Vec<EffectiveRight>,
}

/// Public half of an ES256 key (RFC 7517, P-256).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Jwk {
    /// Always `EC`.
    pub kty: String,
    /// Always `P-256`.
    pub crv: String,
    /// base64url, no padding.
    pub x: String,
    /// base64url, no padding.
    pub y: String,
}

impl Jwk {
    /// RFC 7638 thumbprint input: the members in lexical order, nothing else.
    #[must_use]
    pub fn canonical(&self) -> String {
        format!(
            r#"{{"crv":"{}","kty":"{}","x":"{}","y":"{}"}}"#,
            self.crv, self.kty, self.x, self.y
        )
    }

    /// Whether it has the shape of a P-256 key (the curve point itself is checked where it is used).
    #[must_use]
    pub fn looks_valid(&self) -> bool {
        let coordinate = |text: &str| {
            text.len() == 43
                && text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        self.kty == "EC" && self.crv == "P-256" && coordinate(&self.x) && coordinate(&self.y)
    }
}

/// What an agent asks for. Signed by the desk as a JWS for the host (claims).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GrantRequest {
    /// The desk's public URL.
    pub iss: String,
    /// The system it is for.
    pub aud: SystemId,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// When it lapses, seconds since 1970.
    pub exp: i64,
    /// The token's id.
    pub jti: String,
    /// The grant it would become.
    pub grant: GrantId,
    /// On which ticket.
    pub ticket: TicketId,
    /// The ticket's reference, as people say it.
    pub reference: String,
    /// The ticket's subject.
    pub subject: String,
    /// Who asks.
    pub agent: AgentCard,
    /// With which key they will enter.
    pub agent_key: Jwk,
    /// Why.
    pub reason: String,
    /// At most these scopes.
    pub scopes: Vec<ScopeId>,
    /// At most this long.
    pub minutes: u32,
}

/// What was approved. Signed by the host as a JWS for the desk (claims); the host keeps it too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Approval {
    /// Which grant.
    pub grant: GrantId,
    /// On which ticket.
    pub ticket: TicketId,
    /// Who may enter.
    pub agent: AgentId,
    /// With the key of this RFC 7638 thumbprint.
    pub agent_key: String,
    /// Within these scopes.
    pub scopes: Vec<ScopeId>,
    /// Which is, effectively, this.
    pub effective: Vec<EffectiveRight>,
    /// From when.
    pub from: DateTime,
    /// Until when, by the host's clock.
    pub until: DateTime,
    /// Who approved.
    pub by: Person,
    /// Sign-in of the support account made for it.
    pub account: String,
    /// Where the agent enters.
    pub enter_url: String,
}

/// How a grant ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// Its time was over.
    Expired,
    /// Somebody of the system ended it.
    Revoked,
    /// The ticket closed.
    TicketClosed,
    /// The agent or the desk gave it back.
    Withdrawn,
}

impl EndReason {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            EndReason::Expired => "expired",
            EndReason::Revoked => "revoked",
            EndReason::TicketClosed => "ticket_closed",
            EndReason::Withdrawn => "withdrawn",
        }
    }
}

/// What the host did at the end, as proof that the support account is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sweep {
    /// The account that was switched off.
    pub account: String,
    /// Sessions ended.
    pub sessions: u32,
    /// Sign-ins during the grant.
    pub sign_ins: u32,
    /// Screens opened.
    pub screens: u32,
    /// Requests refused by the grant.
    pub refused: u32,
    /// Things found that could have outlived the grant, and removed.
    pub removed: Vec<String>,
}

/// Where a grant stands in its life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum GrantState {
    /// An agent asked.
    Requested {
        /// When it lapses unanswered.
        lapses_at: DateTime,
    },
    /// An approver said yes on the host's own page; nobody entered yet.
    Approved {
        /// What was approved.
        approval: Box<Approval>,
    },
    /// The agent is or was in.
    Active {
        /// What was approved.
        approval: Box<Approval>,
        /// First sign-in.
        since: DateTime,
        /// Last sign of life.
        seen_at: DateTime,
        /// What was last opened, as the host names it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        screen: Option<String>,
    },
    /// Over. Nothing leads out of here.
    Ended {
        /// What had been approved.
        approval: Box<Approval>,
        /// When.
        at: DateTime,
        /// How.
        why: EndReason,
        /// The host's proof; `None` until the host reported it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sweep: Option<Sweep>,
    },
    /// An approver said no.
    Denied {
        /// When.
        at: DateTime,
        /// Who.
        by: Person,
    },
    /// Nobody answered in time, or the ticket closed before anybody did.
    Lapsed {
        /// When.
        at: DateTime,
    },
}

/// The step does not lead on from the state the grant is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPossible;

impl GrantState {
    /// An agent asks.
    #[must_use]
    pub fn requested(now: DateTime) -> Self {
        GrantState::Requested {
            lapses_at: now + LAPSES_AFTER,
        }
    }

    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            GrantState::Requested { .. } => "requested",
            GrantState::Approved { .. } => "approved",
            GrantState::Active { .. } => "active",
            GrantState::Ended { .. } => "ended",
            GrantState::Denied { .. } => "denied",
            GrantState::Lapsed { .. } => "lapsed",
        }
    }

    /// What was approved, where something was.
    #[must_use]
    pub fn approval(&self) -> Option<&Approval> {
        match self {
            GrantState::Approved { approval }
            | GrantState::Active { approval, .. }
            | GrantState::Ended { approval, .. } => Some(approval),
            _ => None,
        }
    }

    /// Whether the agent may be in at this moment.
    #[must_use]
    pub fn open_at(&self, now: DateTime) -> bool {
        match self {
            GrantState::Approved { approval } | GrantState::Active { approval, .. } => {
                approval.from <= now && now < approval.until
            }
            _ => false,
        }
    }

    /// Whether nothing leads on from here.
    #[must_use]
    pub fn over(&self) -> bool {
        matches!(
            self,
            GrantState::Ended { .. } | GrantState::Denied { .. } | GrantState::Lapsed { .. }
        )
    }

    /// The host reports that an approver approved.
    ///
    /// # Errors
    /// When nothing was asked, or the request lapsed.
    pub fn approve(self, approval: Approval) -> Result<Self, NotPossible> {
        match self {
            GrantState::Requested { lapses_at }
                if approval.from < lapses_at && approval.from < approval.until =>
            {
                Ok(GrantState::Approved {
                    approval: Box::new(approval),
                })
            }
            _ => Err(NotPossible),
        }
    }

    /// An approver says no.
    ///
    /// # Errors
    /// When nothing is asked.
    pub fn deny(self, by: &Approver, now: DateTime) -> Result<Self, NotPossible> {
        match self {
            GrantState::Requested { .. } => Ok(GrantState::Denied {
                at: now,
                by: by.person().clone(),
            }),
            _ => Err(NotPossible),
        }
    }

    /// The host reports a sign-in or a sign of life.
    ///
    /// # Errors
    /// When the grant is not open at that moment.
    pub fn seen(self, now: DateTime, screen: Option<String>) -> Result<Self, NotPossible> {
        if !self.open_at(now) {
            return Err(NotPossible);
        }
        match self {
            GrantState::Approved { approval } => Ok(GrantState::Active {
                approval,
                since: now,
                seen_at: now,
                screen,
            }),
            GrantState::Active {
                approval,
                since,
                seen_at,
                screen: last,
            } => Ok(GrantState::Active {
                approval,
                since,
                seen_at: seen_at.max(now),
                screen: screen.or(last),
            }),
            _ => Err(NotPossible),
        }
    }

    /// It ends. Requests that nobody answered lapse; what is over stays as it is, but may gain the
    /// host's proof.
    ///
    /// # Errors
    /// When it was over before and nothing is gained.
    pub fn end(
        self,
        now: DateTime,
        why: EndReason,
        proof: Option<Sweep>,
    ) -> Result<Self, NotPossible> {
        match self {
            GrantState::Requested { .. } => Ok(GrantState::Lapsed { at: now }),
            GrantState::Approved { approval } | GrantState::Active { approval, .. } => {
                Ok(GrantState::Ended {
                    approval,
                    at: now,
                    why,
                    sweep: proof,
                })
            }
            GrantState::Ended {
                approval,
                at,
                why,
                sweep: None,
            } if proof.is_some() => Ok(GrantState::Ended {
                approval,
                at,
                why,
                sweep: proof,
            }),
            _ => Err(NotPossible),
        }
    }

    /// What time alone does: requests lapse, grants expire.
    #[must_use]
    pub fn at(self, now: DateTime) -> Self {
        match self {
            GrantState::Requested { lapses_at } if now >= lapses_at => {
                GrantState::Lapsed { at: lapses_at }
            }
            GrantState::Approved { approval } | GrantState::Active { approval, .. }
                if now >= approval.until =>
            {
                GrantState::Ended {
                    at: approval.until,
                    approval,
                    why: EndReason::Expired,
                    sweep: None,
                }
            }
            state => state,
        }
    }
}

/// What an approver chose: never wider than what was asked. The host and the widget call the same
/// function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowed {
    /// Within these scopes.
    pub scopes: Vec<ScopeId>,
    /// This long.
    pub minutes: u32,
}

impl Narrowed {
    /// Takes what was chosen.
    ///
    /// # Errors
    /// When it is wider or longer than what was asked, or nothing at all.
    pub fn within(
        asked_scopes: &[ScopeId],
        asked_minutes: u32,
        scopes: Vec<ScopeId>,
        minutes: u32,
    ) -> Result<Self, NotPossible> {
        let fits = !scopes.is_empty()
            && scopes.iter().all(|scope| asked_scopes.contains(scope))
            && minutes >= MIN_MINUTES
            && minutes <= asked_minutes
            && minutes <= MAX_MINUTES;
        if fits {
            Ok(Self { scopes, minutes })
        } else {
            Err(NotPossible)
        }
    }
}

/// Claims of the assertion an agent's browser signs to enter (JWT, ES256, RFC 7523 shape).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssertionClaims {
    /// The agent.
    pub iss: AgentId,
    /// The host's enter URL: the one audience.
    pub aud: String,
    /// Which grant.
    pub grant: GrantId,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// Expires at; at most [`ASSERTION_SECONDS`] after `iat`.
    pub exp: i64,
    /// Used once.
    pub jti: String,
}

#[cfg(test)]
mod tests;
