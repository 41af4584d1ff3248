//! No solution in time: what is planned, what the customer chose, and how a third party's work is
//! settled (3.1b).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Money, WhyNot};
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

impl Plan {
    /// The customer chooses, once. A third party's work is settled on papers, which are awaited then.
    ///
    /// # Errors
    /// When they chose before.
    pub fn choose(&mut self, choice: Choice, by: String, at: DateTime) -> Result<(), WhyNot> {
        if self.chosen.is_some() {
            return Err(WhyNot::AlreadySo);
        }
        self.chosen = Some(Chosen { choice, at, by });
        self.settlement = (choice == Choice::ThirdParty).then(Settlement::default);
        Ok(())
    }

    /// Whether a new plan may take its place. Once the customer has a third party at work, what the
    /// vendor owes for it cannot be planned away.
    #[must_use]
    pub fn may_be_replaced(&self) -> bool {
        self.settlement
            .as_ref()
            .is_none_or(|papers| matches!(papers.state, SettlementState::Settled { .. }))
    }
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

    /// The customer sent invoice and documents.
    ///
    /// # Errors
    /// Why not.
    pub fn submit(self, by: String, at: DateTime) -> Result<Self, WhyNot> {
        if self.takes_documents() {
            Ok(SettlementState::Submitted { at, by })
        } else {
            Err(WhyNot::AlreadySo)
        }
    }

    /// Something is missing or not valid: they go back.
    ///
    /// # Errors
    /// Why not.
    pub fn send_back(self, why: String, at: DateTime) -> Result<Self, WhyNot> {
        self.checked()?;
        Ok(SettlementState::Returned { at, why })
    }

    /// They are in order.
    ///
    /// # Errors
    /// Why not.
    pub fn accept(self, by: String, at: DateTime) -> Result<Self, WhyNot> {
        self.checked()?;
        Ok(SettlementState::Accepted { at, by })
    }

    /// Paid.
    ///
    /// # Errors
    /// Why not: only what is in order is paid, and once.
    pub fn settle(self, reference: String, at: DateTime) -> Result<Self, WhyNot> {
        match self {
            SettlementState::Accepted { .. } => Ok(SettlementState::Settled { at, reference }),
            SettlementState::Settled { .. } => Err(WhyNot::AlreadySo),
            _ => Err(WhyNot::NotOver),
        }
    }

    /// Whether there is something to check.
    fn checked(&self) -> Result<(), WhyNot> {
        match self {
            SettlementState::Submitted { .. } => Ok(()),
            SettlementState::AwaitingDocuments | SettlementState::Returned { .. } => {
                Err(WhyNot::NotOver)
            }
            SettlementState::Accepted { .. } | SettlementState::Settled { .. } => {
                Err(WhyNot::AlreadySo)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> DateTime {
        DateTime::from_timestamp(hour * 3600, 0).unwrap()
    }

    fn plan() -> Plan {
        Plan {
            explanation: "It takes longer".into(),
            proposal: "A new release".into(),
            eta: at(100),
            at: at(1),
            by: "Linh".into(),
            chosen: None,
            settlement: None,
        }
    }

    #[test]
    fn clause_3_1b_is_chosen_once_and_a_third_party_opens_a_settlement() {
        let mut follow = plan();
        follow.choose(Choice::Follow, "Hoa".into(), at(2)).unwrap();
        assert_eq!(follow.settlement, None);
        assert!(follow.may_be_replaced());
        let again = follow.choose(Choice::ThirdParty, "Hoa".into(), at(3));
        assert_eq!(again, Err(WhyNot::AlreadySo));
        assert_eq!(follow.settlement, None);
        let mut third = plan();
        third
            .choose(Choice::ThirdParty, "Hoa".into(), at(2))
            .unwrap();
        let settlement = third.settlement.clone().unwrap();
        assert_eq!(settlement.state, SettlementState::AwaitingDocuments);
        assert!(!third.may_be_replaced());
    }

    /// Every step from every state: what is not named here as legal is refused.
    #[test]
    fn clause_3_1b_papers_go_only_their_way() {
        let states = [
            SettlementState::AwaitingDocuments,
            SettlementState::Submitted {
                at: at(1),
                by: "Hoa".into(),
            },
            SettlementState::Returned {
                at: at(2),
                why: "No invoice".into(),
            },
            SettlementState::Accepted {
                at: at(3),
                by: "Linh".into(),
            },
            SettlementState::Settled {
                at: at(4),
                reference: "UNC-7".into(),
            },
        ];
        let mut legal = Vec::new();
        for state in states {
            let from = state.as_str();
            let steps = [
                state.clone().submit("Hoa".into(), at(9)),
                state.clone().send_back("No invoice".into(), at(9)),
                state.clone().accept("Linh".into(), at(9)),
                state.clone().settle("UNC-7".into(), at(9)),
            ];
            legal.extend(steps.iter().flatten().map(|to| (from, to.as_str())));
        }
        let expected = vec![
            ("awaiting_documents", "submitted"),
            ("submitted", "returned"),
            ("submitted", "accepted"),
            ("returned", "submitted"),
            ("accepted", "settled"),
        ];
        assert_eq!(legal, expected);
    }
}
