//! Whether the warranty covers a ticket, by which clause, and on which facts that rests (1.1, 1.2).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::data::{Cause, ClauseId, Policy};
use super::impact::{Impact, Kind, Severity};
use super::incident::IncidentKind;
use crate::DateTime;

/// What a verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// What the person can't do.
    pub impact: Impact,
    /// The day the system was activated, in its own zone; `None` when nobody knows.
    pub activated_on: Option<NaiveDate>,
    /// The day its version was released.
    pub released_on: Option<NaiveDate>,
    /// Today, in the system's own zone.
    pub today: NaiveDate,
    /// Unassessed modules that change the screen the person is on.
    pub unassessed: Vec<Module<'a>>,
    /// Maintenance that runs at this moment ends then (2.2): what is unstable meanwhile is no incident.
    pub maintenance_until: Option<DateTime>,
    /// The kind of security incident, where it is one.
    pub incident: Option<IncidentKind>,
}

/// A module that nobody assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Module<'a> {
    /// Its name.
    pub name: &'a str,
    /// Who made it, as it says of itself.
    pub maker: &'a str,
}

/// Whether the warranty covers a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// In warranty, as far as the facts go.
    Covered,
    /// Not in warranty.
    Excluded,
    /// The facts do not say; an agent rules.
    Undecided,
}

impl Cover {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Cover::Covered => "covered",
            Cover::Excluded => "excluded",
            Cover::Undecided => "undecided",
        }
    }
}

/// Why a verdict is what it is. Each has a sentence in the language files under `verdict.<because>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Because {
    /// The free warranty still runs.
    WithinWarranty {
        /// Its last day, in the system's zone.
        until: NaiveDate,
    },
    /// The free warranty has ended.
    WarrantyEnded {
        /// Its last day, in the system's zone.
        on: NaiveDate,
    },
    /// The version's life cycle has ended.
    LifecycleEnded {
        /// Its last day, in the system's zone.
        on: NaiveDate,
    },
    /// A module that nobody assessed changes this screen.
    UnassessedModule {
        /// Its name.
        module: String,
        /// Who made it, as it says of itself.
        #[serde(default)]
        maker: String,
    },
    /// Maintenance runs: what is unstable meanwhile is no incident (2.2, 2.3a).
    DuringMaintenance {
        /// When it ends.
        until: DateTime,
    },
    /// A question is answered, but is not a matter of warranty.
    Question,
    /// Nobody knows when the system was activated.
    ActivationUnknown,
    /// An agent ruled so, with reasons.
    AgentRuled {
        /// The cause the agent found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<Cause>,
        /// The reasons given.
        why: String,
    },
}

impl Because {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Because::WithinWarranty { .. } => "within_warranty",
            Because::WarrantyEnded { .. } => "warranty_ended",
            Because::LifecycleEnded { .. } => "lifecycle_ended",
            Because::UnassessedModule { .. } => "unassessed_module",
            Because::DuringMaintenance { .. } => "during_maintenance",
            Because::Question => "question",
            Because::ActivationUnknown => "activation_unknown",
            Because::AgentRuled { .. } => "agent_ruled",
        }
    }
}

/// What the policy says about a ticket: a forecast until an agent rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Verdict {
    /// Covered or not.
    pub cover: Cover,
    /// By which clause.
    pub clause: ClauseId,
    /// On which facts it rests.
    pub because: Vec<Because>,
    /// Whether an agent ruled; before that it is a forecast.
    #[serde(rename = "final")]
    pub ruled: bool,
}

impl Policy {
    /// What the policy says, on these facts. The duty to investigate a security incident (2.3b) knows
    /// no warranty, so that facts which would exclude another error leave this one to an agent.
    #[must_use]
    pub fn judge(&self, facts: &Facts<'_>) -> Verdict {
        let verdict = self.warranted(facts);
        if facts.impact.kind() == Kind::Security && verdict.cover == Cover::Excluded {
            return Verdict {
                cover: Cover::Undecided,
                clause: self.incident_duty_clause.clone(),
                ..verdict
            };
        }
        verdict
    }

    /// What the warranty says, whatever kind of error it is.
    fn warranted(&self, facts: &Facts<'_>) -> Verdict {
        if facts.impact.kind() == Kind::Question {
            let clause = &self.response_for(Severity::Normal).within.clause;
            return forecast(Cover::Undecided, clause, vec![Because::Question]);
        }
        if let Some(until) = facts.maintenance_until.filter(|_| facts.is_down()) {
            let because = vec![Because::DuringMaintenance { until }];
            return forecast(Cover::Undecided, &self.maintenance.clause, because);
        }
        if let Some(exclusion) = self.excludes(Cause::UnassessedModule)
            && !facts.unassessed.is_empty()
        {
            let because = facts.unassessed.iter().map(Because::from).collect();
            return forecast(Cover::Excluded, &exclusion.clause, because);
        }
        let lived = facts.released_on.map(|day| self.lifecycle_until(day));
        if let Some(on) = lived.filter(|&last| facts.today > last) {
            let because = vec![Because::LifecycleEnded { on }];
            return forecast(Cover::Excluded, &self.lifecycle.clause, because);
        }
        let (cover, clause, because) = match facts.activated_on {
            None => (
                Cover::Undecided,
                &self.warranty.clause,
                Because::ActivationUnknown,
            ),
            Some(day) => match self.warranty_until(day) {
                on if facts.today > on => (
                    Cover::Excluded,
                    &self.warranty.clause,
                    Because::WarrantyEnded { on },
                ),
                until => (
                    Cover::Covered,
                    &self.cover_clause,
                    Because::WithinWarranty { until },
                ),
            },
        };
        forecast(cover, clause, vec![because])
    }
}

fn forecast(cover: Cover, clause: &str, because: Vec<Because>) -> Verdict {
    Verdict {
        cover,
        clause: clause.to_owned(),
        because,
        ruled: false,
    }
}

impl Facts<'_> {
    /// Whether it is what maintenance does to a system: it does not open, or is unstable.
    fn is_down(&self) -> bool {
        self.impact == Impact::Stopped || self.incident == Some(IncidentKind::Unstable)
    }
}

impl From<&Module<'_>> for Because {
    fn from(module: &Module<'_>) -> Self {
        Because::UnassessedModule {
            module: module.name.to_owned(),
            maker: module.maker.to_owned(),
        }
    }
}
