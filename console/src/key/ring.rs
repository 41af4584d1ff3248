//! Which key this browser holds, and which one the desk knows.

use deskside_protocol::access::Approval;
use deskside_protocol::ids::AgentId;

/// How it stands with this browser's key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Ring {
    /// Being looked up.
    #[default]
    Looking,
    /// The desk knows this browser's key, by its thumbprint.
    Known(String),
    /// The desk knows the key of another browser: new requests would name that one.
    Elsewhere {
        /// Thumbprint of this browser's key.
        ours: String,
    },
    /// This browser cannot keep a key.
    Unkept,
}

/// Why an agent cannot enter from here. Each has a sentence under `enter.cannot.<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// It was approved for a colleague.
    NotYours,
    /// It was approved for a key that another browser holds.
    OtherBrowser,
    /// The key is still being looked up.
    NotYet,
}

impl Cannot {
    /// The name in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Cannot::NotYours => "not_yours",
            Cannot::OtherBrowser => "other_browser",
            Cannot::NotYet => "not_yet",
        }
    }
}

impl Ring {
    /// How it stands, from this browser's thumbprint and the one the desk knows.
    #[must_use]
    pub fn new(ours: String, desks: Option<&str>) -> Self {
        if desks == Some(&ours) {
            Ring::Known(ours)
        } else {
            Ring::Elsewhere { ours }
        }
    }

    /// Thumbprint of this browser's key.
    #[must_use]
    pub fn thumbprint(&self) -> Option<&str> {
        match self {
            Ring::Known(ours) | Ring::Elsewhere { ours } => Some(ours),
            Ring::Looking | Ring::Unkept => None,
        }
    }

    /// Whether this agent can enter from this browser.
    ///
    /// # Errors
    /// Why not.
    pub fn opens(&self, agent: &AgentId, approval: &Approval) -> Result<(), Cannot> {
        if approval.agent != *agent {
            return Err(Cannot::NotYours);
        }
        match self.thumbprint() {
            Some(ours) if ours == approval.agent_key => Ok(()),
            None if *self == Ring::Looking => Err(Cannot::NotYet),
            _ => Err(Cannot::OtherBrowser),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::jwt::tests::approval;

    #[test]
    fn only_the_approved_key_in_the_approved_hands_opens() {
        let mut approval = approval();
        approval.agent_key = "ours".into();
        let (agent, other) = (approval.agent.clone(), AgentId("agt_2".into()));
        let ring = Ring::new("ours".into(), Some("theirs"));
        assert_eq!(ring.opens(&agent, &approval), Ok(()));
        assert_eq!(ring.opens(&other, &approval), Err(Cannot::NotYours));
        let other = Ring::new("theirs".into(), Some("theirs"));
        assert_eq!(other, Ring::Known("theirs".into()));
        assert_eq!(other.opens(&agent, &approval), Err(Cannot::OtherBrowser));
        assert_eq!(Ring::Looking.opens(&agent, &approval), Err(Cannot::NotYet));
    }
}
