//! Asking for access, as a plain struct: nothing wider than needed is preselected.

use deskside_protocol::access::{MAX_MINUTES, MAX_REASON, ScopeId};
use deskside_protocol::api::AskAccess;
use deskside_protocol::ticket::{TextFault, check_text};

use crate::draft::Phase;

/// How long can be asked for, in minutes.
pub const MINUTES: [u32; 8] = [30, 60, 120, 240, 480, 24 * 60, 3 * 24 * 60, MAX_MINUTES];
/// What is proposed: most trouble is found within two hours.
pub const PROPOSED: u32 = 120;

/// What is missing before it can be sent. Each has a sentence under `ask.missing.<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No scope is chosen.
    Scope,
    /// The approver is told no reason.
    Reason,
    /// The reason is too long.
    Shorter,
}

impl Missing {
    /// The name in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Missing::Scope => "scope",
            Missing::Reason => "reason",
            Missing::Shorter => "shorter",
        }
    }
}

/// A request for access being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    scopes: Vec<ScopeId>,
    /// How long.
    pub minutes: u32,
    reason: String,
    once: Option<String>,
    /// How far it is.
    pub phase: Phase,
}

impl Default for Ask {
    fn default() -> Self {
        Self {
            scopes: Vec::new(),
            minutes: PROPOSED,
            reason: String::new(),
            once: None,
            phase: Phase::Writing,
        }
    }
}

impl Ask {
    /// Takes a scope in or leaves it out.
    pub fn choose(&mut self, scope: &str, chosen: bool) {
        self.scopes.retain(|other| other != scope);
        if chosen {
            self.scopes.push(scope.to_owned());
        }
        self.changed();
    }

    /// Whether a scope is asked for.
    #[must_use]
    pub fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|other| other == scope)
    }

    /// For this long.
    pub fn last(&mut self, minutes: u32) {
        self.minutes = minutes.min(MAX_MINUTES);
        self.changed();
    }

    /// Why.
    pub fn because(&mut self, reason: String) {
        self.reason = reason;
        self.changed();
    }

    /// Why, as far as it is written.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// What would be asked for.
    ///
    /// # Errors
    /// What is missing.
    pub fn check(&self) -> Result<AskAccess, Missing> {
        if self.scopes.is_empty() {
            return Err(Missing::Scope);
        }
        let reason = check_text(&self.reason, MAX_REASON).map_err(|fault| match fault {
            TextFault::Empty => Missing::Reason,
            TextFault::TooLong => Missing::Shorter,
        })?;
        Ok(AskAccess {
            scopes: self.scopes.clone(),
            minutes: self.minutes,
            reason: reason.to_owned(),
        })
    }

    /// Sends it, if nothing is missing: what is asked, and the key that makes it count once.
    pub fn send(&mut self, fresh: impl FnOnce() -> String) -> Option<(AskAccess, String)> {
        if self.phase == Phase::Sending {
            return None;
        }
        let asked = self.check().ok()?;
        self.phase = Phase::Sending;
        Some((asked, self.once.get_or_insert_with(fresh).clone()))
    }

    fn changed(&mut self) {
        self.once = None;
        if matches!(self.phase, Phase::Failed(_)) {
            self.phase = Phase::Writing;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskside_protocol::problem::Code;

    #[test]
    fn nothing_is_chosen_before_somebody_chooses() {
        let mut ask = Ask::default();
        assert_eq!(ask.check(), Err(Missing::Scope));
        ask.choose("sales.read", true);
        assert_eq!(ask.check(), Err(Missing::Reason));
        ask.because("x".repeat(MAX_REASON + 1));
        assert_eq!(ask.check(), Err(Missing::Shorter));
        ask.because("To see the quotation that fails".into());
        let (asked, _) = ask.send(|| "k".into()).unwrap();
        assert_eq!((asked.scopes.len(), asked.minutes), (1, PROPOSED));
    }

    #[test]
    fn a_scope_is_asked_for_once_and_can_be_taken_back() {
        let mut ask = Ask::default();
        ask.choose("a", true);
        ask.choose("a", true);
        assert!(ask.has("a"));
        ask.choose("a", false);
        assert!(!ask.has("a"));
    }

    #[test]
    fn a_failed_request_goes_again_under_the_same_key() {
        let mut ask = Ask::default();
        ask.choose("a", true);
        ask.because("why".into());
        let first = ask.send(|| "one".into()).unwrap();
        ask.phase = Phase::Failed(Code::Offline);
        assert_eq!(ask.send(|| "two".into()).unwrap(), first);
    }
}
