//! Recovery of lost data from the vendor's backups (2.4): proposed, approved by the customer's admin,
//! done and proven.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DateTime;
use crate::api::AttachmentView;

/// A recovery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recovery {
    /// When data was lost.
    pub lost_at: DateTime,
    /// The backup to be restored: the nearest before the loss that still exists.
    pub restore_point: DateTime,
    /// How much data, in megabytes.
    pub volume_mb: u64,
    /// How long it will take, as estimated from the volume.
    pub estimate_minutes: u32,
    /// When it was proposed.
    pub at: DateTime,
    /// By which agent.
    pub by: String,
    /// What the customer's admin decided, once they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<RecoveryDecision>,
    /// What came of it, once it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<RecoveryResult>,
}

/// What the customer's admin decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecoveryDecision {
    /// Whether it may be done.
    pub approved: bool,
    /// When.
    pub at: DateTime,
    /// Who.
    pub by: String,
}

/// What came of a recovery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecoveryResult {
    /// Whether the data is back.
    pub restored: bool,
    /// What was done and how it was checked.
    pub text: String,
    /// Proof: logs, pictures, counts.
    #[serde(default)]
    pub proof: Vec<AttachmentView>,
    /// When.
    pub at: DateTime,
    /// By which agent.
    pub by: String,
}
