//! The security incidents that the policy names (2.3a).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A kind of security incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// Data was lost or changed without apparent cause.
    DataLost,
    /// Somebody got in, or is suspected to have.
    Intrusion,
    /// The system operates unstably, outside of maintenance and upgrades.
    Unstable,
}

impl IncidentKind {
    /// All of them, in the order in which people are asked.
    pub const ALL: [IncidentKind; 3] = [
        IncidentKind::DataLost,
        IncidentKind::Intrusion,
        IncidentKind::Unstable,
    ];

    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            IncidentKind::DataLost => "data_lost",
            IncidentKind::Intrusion => "intrusion",
            IncidentKind::Unstable => "unstable",
        }
    }

    /// Names of the first steps of an investigation: what to secure, what to look at, whom to tell.
    /// Each has a sentence under `incident.step.<kind>.<name>`.
    #[must_use]
    pub fn first_steps(self) -> &'static [&'static str] {
        match self {
            IncidentKind::DataLost => &["secure", "scope", "cause", "stop", "tell"],
            IncidentKind::Intrusion => &["secure", "lock_out", "sign_ins", "outflow", "tell"],
            IncidentKind::Unstable => &["secure", "measure", "changes", "relieve", "tell"],
        }
    }

    /// Names of what the person should do at once. Each has a sentence under
    /// `incident.advice.<kind>.<name>`.
    #[must_use]
    pub fn advice(self) -> &'static [&'static str] {
        match self {
            IncidentKind::DataLost => &["stop", "time", "example", "recall"],
            IncidentKind::Intrusion => &["password", "admin", "time", "accounts"],
            IncidentKind::Unstable => &["save", "maintenance", "others", "time"],
        }
    }

    /// Names of what the person should not touch. Each has a sentence under
    /// `incident.leave.<kind>.<name>`.
    #[must_use]
    pub fn leave(self) -> &'static [&'static str] {
        match self {
            IncidentKind::DataLost => &["restore", "correct", "delete"],
            IncidentKind::Intrusion => &["server", "traces", "links"],
            IncidentKind::Unstable => &["twice", "restart", "import"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn clause_2_3_every_step_and_advice_has_a_sentence_in_both_languages() {
        for text in [
            include_str!("../../text/en.json"),
            include_str!("../../text/vi.json"),
        ] {
            let texts: BTreeMap<String, String> = serde_json::from_str(text).unwrap();
            for kind in IncidentKind::ALL {
                for (part, names) in [
                    ("step", kind.first_steps()),
                    ("advice", kind.advice()),
                    ("leave", kind.leave()),
                ] {
                    assert!(names.len() >= 3);
                    for name in names {
                        let key = format!("incident.{part}.{}.{name}", kind.as_str());
                        assert!(texts.contains_key(&key), "{key}");
                    }
                }
            }
        }
    }
}
