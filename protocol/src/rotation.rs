//! A duty to change a credential that was shared: open until the host confirms it. A click alone
//! confirms nothing.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DateTime;
use crate::identity::Person;
use crate::ids::SystemId;

/// Why a credential must change. Has a sentence under `rotation.why.<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The reporter said that it was shared.
    Declared,
    /// It was found in what somebody wrote.
    FoundInText,
    /// An agent said that it was shared.
    AgentSaid,
    /// Agents looked into the system by the customer's own account (3.3b).
    OwnAccount,
}

impl Why {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Declared => "declared",
            Why::FoundInText => "found_in_text",
            Why::AgentSaid => "agent_said",
            Why::OwnAccount => "own_account",
        }
    }
}

/// Where a rotation stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RotationState {
    /// Somebody must change it.
    Open,
    /// The host saw it change after it was shared.
    Confirmed {
        /// When it changed, by the host's clock.
        changed_at: DateTime,
    },
    /// Somebody with the right to do so let it be, by name and with a reason.
    Waived {
        /// Who.
        by: Person,
        /// Why.
        reason: String,
        /// When.
        at: DateTime,
    },
}

/// What the host says about a credential. Signed by the host as a JWS for the desk (claims).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RotationEvidence {
    /// The system whose host signed.
    pub iss: SystemId,
    /// The desk's public URL.
    pub aud: String,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// Expires at, seconds since 1970.
    pub exp: i64,
    /// The token's id.
    pub jti: String,
    /// Whose credential.
    pub login: String,
    /// When it last changed, by the host's clock; `None` when it never did.
    pub changed_at: Option<DateTime>,
}

/// Evidence does not confirm the rotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotConfirmed {
    /// It has not changed since it was shared.
    NotChanged,
    /// The evidence is about another credential.
    OtherCredential,
    /// The rotation is not open.
    NotOpen,
}

impl RotationState {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            RotationState::Open => "open",
            RotationState::Confirmed { .. } => "confirmed",
            RotationState::Waived { .. } => "waived",
        }
    }

    /// The host's evidence ends it, if the credential changed after it was shared.
    ///
    /// # Errors
    /// Why it does not.
    pub fn confirm(
        self,
        login: &str,
        shared_at: DateTime,
        evidence: &RotationEvidence,
    ) -> Result<Self, NotConfirmed> {
        if self != RotationState::Open {
            return Err(NotConfirmed::NotOpen);
        }
        if evidence.login != login {
            return Err(NotConfirmed::OtherCredential);
        }
        match evidence.changed_at {
            Some(changed_at) if changed_at > shared_at => {
                Ok(RotationState::Confirmed { changed_at })
            }
            _ => Err(NotConfirmed::NotChanged),
        }
    }
}

/// When the `n`-th reminder (0, 1, 2 ...) is due, counted from when reminding began: at once, after
/// 24 and 72 hours, then weekly.
#[must_use]
pub fn reminder_after(n: u32) -> TimeDelta {
    match n {
        0 => TimeDelta::zero(),
        1 => TimeDelta::hours(24),
        2 => TimeDelta::hours(72),
        more => TimeDelta::hours(72) + TimeDelta::weeks(i64::from(more) - 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> DateTime {
        DateTime::from_timestamp(hour * 3600, 0).unwrap()
    }

    fn evidence(login: &str, changed_at: Option<DateTime>) -> RotationEvidence {
        RotationEvidence {
            iss: SystemId("sys_1".into()),
            aud: String::new(),
            iat: 0,
            exp: 0,
            jti: String::new(),
            login: login.into(),
            changed_at,
        }
    }

    #[test]
    fn only_a_change_after_sharing_confirms() {
        let confirm =
            |login, changed| RotationState::Open.confirm("tuan", at(10), &evidence(login, changed));
        assert_eq!(confirm("tuan", None), Err(NotConfirmed::NotChanged));
        assert_eq!(confirm("tuan", Some(at(10))), Err(NotConfirmed::NotChanged));
        assert_eq!(
            confirm("lan", Some(at(11))),
            Err(NotConfirmed::OtherCredential)
        );
        let confirmed = confirm("tuan", Some(at(11))).unwrap();
        assert_eq!(confirmed, RotationState::Confirmed { changed_at: at(11) });
        assert_eq!(
            confirmed.confirm("tuan", at(10), &evidence("tuan", Some(at(12)))),
            Err(NotConfirmed::NotOpen)
        );
    }

    #[test]
    fn reminders_at_0_24_72_hours_then_weekly() {
        let hours: Vec<i64> = (0..5).map(|n| reminder_after(n).num_hours()).collect();
        assert_eq!(hours, vec![0, 24, 72, 72 + 168, 72 + 336]);
    }
}
