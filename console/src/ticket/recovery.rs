//! Restoring lost data, as plain structs: when it was lost and how much there is; then what came of it,
//! with proof (2.4).

use deskside::ticket::upload::Uploads;
use deskside_protocol::DateTime;
use deskside_protocol::api::{NewRecovery, NewRecoveryResult};
use deskside_protocol::problem::Code;

use crate::draft::{Faults, Form};

/// A recovery being proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposing {
    /// When data was lost.
    pub lost_at: Option<DateTime>,
    /// How much data there is, in megabytes, as typed; what the host said when empty.
    pub volume: String,
}

impl Proposing {
    /// The volume, where what was typed is one.
    #[must_use]
    pub fn volume_mb(&self) -> Option<u64> {
        let typed: String = self.volume.split_whitespace().collect();
        typed.parse().ok().filter(|&volume| volume > 0)
    }
}

impl Form for Proposing {
    type Body = NewRecovery;

    fn check(&self, now: DateTime) -> Result<NewRecovery, Faults> {
        let mut faults = Faults::default();
        let lost_at = faults.chosen("lost", self.lost_at.as_ref());
        if lost_at.is_some_and(|at| at > now) {
            faults.add("lost", Code::FieldInvalid);
        }
        let volume_mb = self.volume_mb();
        if volume_mb.is_none() && !self.volume.trim().is_empty() {
            faults.add("volume", Code::FieldInvalid);
        }
        faults.or(lost_at.map(|lost_at| NewRecovery { lost_at, volume_mb }))
    }
}

/// What came of a recovery, being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resulting {
    /// Whether the data is back.
    pub restored: Option<bool>,
    /// What was done and how it was checked.
    pub text: String,
    /// Proof.
    pub proof: Uploads,
}

impl Form for Resulting {
    type Body = NewRecoveryResult;

    fn check(&self, _now: DateTime) -> Result<NewRecoveryResult, Faults> {
        let mut faults = Faults::default();
        let restored = faults.chosen("restored", self.restored.as_ref());
        let text = faults.text("text", &self.text);
        if self.proof.busy() {
            faults.add("proof", Code::FieldInvalid);
        }
        let body = restored.map(|restored| NewRecoveryResult {
            restored,
            text,
            proof: self.proof.ids(),
        });
        faults.or(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn nothing_is_lost_in_the_future() {
        let now = DateTime::UNIX_EPOCH;
        let mut proposing = Proposing::default();
        assert_eq!(
            proposing.check(now).unwrap_err().of("lost"),
            Some(Code::FieldEmpty)
        );
        proposing.lost_at = Some(now + TimeDelta::hours(1));
        assert_eq!(
            proposing.check(now).unwrap_err().of("lost"),
            Some(Code::FieldInvalid)
        );
        proposing.lost_at = Some(now);
        assert_eq!(proposing.check(now).unwrap().volume_mb, None);
        proposing.volume = "lots".into();
        assert_eq!(
            proposing.check(now).unwrap_err().of("volume"),
            Some(Code::FieldInvalid)
        );
        proposing.volume = "12 400".into();
        assert_eq!(proposing.check(now).unwrap().volume_mb, Some(12_400));
    }

    #[test]
    fn a_result_waits_for_its_proof() {
        let now = DateTime::UNIX_EPOCH;
        let mut result = Resulting {
            restored: Some(true),
            text: "12,345 rows counted on both sides".into(),
            proof: Uploads::default(),
        };
        result.proof.add("a".into(), "count.txt".into(), 10);
        assert!(result.check(now).is_err());
        result.proof.remove("a");
        assert!(result.check(now).unwrap().restored);
    }
}
