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
}
