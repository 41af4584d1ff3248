//! Work outside of the policy: offered, and agreed on or not (3.2c).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Money;
use crate::DateTime;

/// An offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Offer {
    /// What would be done.
    pub text: String,
    /// For how much.
    pub price: Money,
    /// By when it would be done.
    pub ready_at: DateTime,
    /// When it was offered.
    pub at: DateTime,
    /// The agent who offered it.
    pub by: String,
    /// The answer, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<OfferAnswer>,
}

/// The answer to an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OfferAnswer {
    /// Whether it is agreed.
    pub agreed: bool,
    /// When.
    pub at: DateTime,
    /// The approver who answered.
    pub by: String,
    /// Their words; may be empty.
    #[serde(default)]
    pub words: String,
}
