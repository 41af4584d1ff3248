//! No solution in time: what is planned, what the customer chose, and how a third party's work is
//! settled (3.1b).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Money;
use crate::DateTime;
use crate::api::AttachmentView;

/// An explanation with a plan and an estimate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Plan {
    /// Why it is not solved yet.
    pub explanation: String,
    /// What will be done.
    pub proposal: String,
    /// When it will be solved, as estimated.
    pub eta: DateTime,
    /// When it was planned.
    pub at: DateTime,
    /// The agent who planned it.
    pub by: String,
    /// What the customer chose, once they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Chosen>,
    /// How a third party's work is settled, where one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<Settlement>,
}

/// What a customer can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Follow the vendor's plan.
    Follow,
    /// Have a third party do it; the vendor bears the cost on valid papers.
    ThirdParty,
}

impl Choice {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Choice::Follow => "follow",
            Choice::ThirdParty => "third_party",
        }
    }
}

/// What the customer chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Chosen {
    /// What.
    pub choice: Choice,
    /// When.
    pub at: DateTime,
    /// The approver who chose.
    pub by: String,
}

/// How a third party's work is settled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Settlement {
    /// What it cost, once the customer said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Who did it, and what the customer says about it.
    #[serde(default)]
    pub words: String,
    /// Invoice and documents.
    #[serde(default)]
    pub documents: Vec<AttachmentView>,
    /// Where it stands.
    #[serde(flatten)]
    pub state: SettlementState,
}

/// Where a settlement stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "settlement", rename_all = "snake_case")]
pub enum SettlementState {
    /// Invoice and documents are awaited from the customer.
    #[default]
    AwaitingDocuments,
    /// They are here and are checked.
    Submitted {
        /// When.
        at: DateTime,
        /// By whom.
        by: String,
    },
    /// Something is missing or not valid; the customer sends them again.
    Returned {
        /// When.
        at: DateTime,
        /// Why.
        why: String,
    },
    /// They are in order; the money is on its way.
    Accepted {
        /// When.
        at: DateTime,
        /// The agent who checked them.
        by: String,
    },
    /// Paid.
    Settled {
        /// When.
        at: DateTime,
        /// The payment's reference.
        reference: String,
    },
}

impl SettlementState {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            SettlementState::AwaitingDocuments => "awaiting_documents",
            SettlementState::Submitted { .. } => "submitted",
            SettlementState::Returned { .. } => "returned",
            SettlementState::Accepted { .. } => "accepted",
            SettlementState::Settled { .. } => "settled",
        }
    }

    /// Whether the customer may send documents.
    #[must_use]
    pub fn takes_documents(&self) -> bool {
        matches!(
            self,
            SettlementState::AwaitingDocuments | SettlementState::Returned { .. }
        )
    }
}
