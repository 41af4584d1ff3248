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
    use crate::policy::{Because, Cover, Facts, Impact, Policy};
    use rstest::rstest;
    use std::collections::BTreeMap;

    #[rstest]
    #[case(IncidentKind::Unstable, true)]
    // What is lost, or who got in, is an incident at any time.
    #[case(IncidentKind::DataLost, false)]
    #[case(IncidentKind::Intrusion, false)]
    fn clause_2_3a_what_is_unstable_in_maintenance_is_part_of_it(
        #[case] kind: IncidentKind,
        #[case] part_of_it: bool,
    ) {
        let policy = include_str!("../../../policy/VIIN.WTS.POL.080423.json");
        let policy: Policy = serde_json::from_str(policy).unwrap();
        let until = "2026-11-22T18:00:00Z".parse().unwrap();
        let facts = |maintenance_until| Facts {
            impact: Impact::Security,
            activated_on: Some("2026-11-01".parse().unwrap()),
            released_on: None,
            today: "2026-11-22".parse().unwrap(),
            unassessed: vec![],
            maintenance_until,
            incident: Some(kind),
        };
        let verdict = policy.judge(&facts(Some(until)));
        let told = verdict.because == [Because::DuringMaintenance { until }];
        assert_eq!(told && verdict.clause == "2.2", part_of_it);
        assert_eq!(policy.judge(&facts(None)).cover, Cover::Covered);
    }

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
