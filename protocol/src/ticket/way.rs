//! By which way agents looked into the customer's system for a ticket (3.3b).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DateTime;

/// A way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Nobody had to.
    None,
    /// By a support account that ends by itself.
    SupportAccount,
    /// By the customer's own account: its password must change afterwards.
    OwnAccount,
}

impl Way {
    /// All of them, the narrowest first.
    pub const ALL: [Way; 3] = [Way::None, Way::SupportAccount, Way::OwnAccount];

    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Way::None => "none",
            Way::SupportAccount => "support_account",
            Way::OwnAccount => "own_account",
        }
    }
}

/// Which way was chosen, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WayChosen {
    /// Which.
    pub way: Way,
    /// Why.
    pub why: String,
    /// When.
    pub at: DateTime,
    /// By which agent.
    pub by: String,
}
