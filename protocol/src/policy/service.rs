//! What the policy promises a system beside single tickets, as its people are shown it: terms,
//! maintenance, availability, backups.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::data::{BackupRule, ClauseId, Policy};
use super::reckoning::Span;
use crate::DateTime;
use crate::identity::Text;
use crate::ids::MaintenanceId;

/// Which term it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// The free warranty (1.2a).
    Warranty,
    /// The life cycle of the version (1.2b).
    Lifecycle,
}

impl TermKind {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TermKind::Warranty => "warranty",
            TermKind::Lifecycle => "lifecycle",
        }
    }
}

/// A term of a system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TermView {
    /// Which.
    pub kind: TermKind,
    /// The day it began: activation or release.
    pub began_on: NaiveDate,
    /// Its last day, in the system's zone.
    pub ends_on: NaiveDate,
    /// Days left after today; negative when it is over.
    pub days_left: i64,
    /// Where it stands.
    pub clause: ClauseId,
}

impl Policy {
    /// The terms of a system on a day in its own zone, as far as its dates are known.
    #[must_use]
    pub fn terms(
        &self,
        activated_on: Option<NaiveDate>,
        released_on: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Vec<TermView> {
        let term = |kind, began_on: NaiveDate, ends_on: NaiveDate, clause: &ClauseId| TermView {
            kind,
            began_on,
            ends_on,
            days_left: i64::from(ends_on.num_days_from_ce() - today.num_days_from_ce()),
            clause: clause.clone(),
        };
        let warranty = activated_on.map(|day| {
            let ends = self.warranty_until(day);
            term(TermKind::Warranty, day, ends, &self.warranty.clause)
        });
        let lifecycle = released_on.map(|day| {
            let ends = self.lifecycle_until(day);
            term(TermKind::Lifecycle, day, ends, &self.lifecycle.clause)
        });
        warranty.into_iter().chain(lifecycle).collect()
    }
}

/// Where a maintenance window stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MaintenanceState {
    /// It will be.
    Planned,
    /// It will not be.
    Cancelled,
}

impl MaintenanceState {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            MaintenanceState::Planned => "planned",
            MaintenanceState::Cancelled => "cancelled",
        }
    }
}

/// A maintenance window (2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MaintenanceView {
    /// Which one.
    pub id: MaintenanceId,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// What is done, in words for people.
    pub text: Text,
    /// Where it stands.
    pub state: MaintenanceState,
    /// When people were told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_at: Option<DateTime>,
}

/// How much of a month a system could be used, measured from outside of maintenance (2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Availability {
    /// The first day of the month.
    pub month: NaiveDate,
    /// Seconds in which it was looked at, without maintenance.
    pub measured: u64,
    /// Seconds of those in which it answered.
    pub up: u64,
    /// Seconds of maintenance.
    pub maintenance: u64,
    /// Stretches in which it did not answer, oldest first; the last may still go on.
    pub outages: Vec<Span>,
}

/// Backups of a system (2.4a).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BackupView {
    /// The rule.
    pub rule: BackupRule,
    /// The newest moments that can be restored, newest first.
    pub points: Vec<DateTime>,
}

/// Answer of `GET /api/service`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ServiceView {
    /// The plan the customer booked, where they booked one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// Terms.
    pub terms: Vec<TermView>,
    /// Maintenance that runs or is to come, the next first.
    pub maintenance: Vec<MaintenanceView>,
    /// Availability, the newest month first.
    pub availability: Vec<Availability>,
    /// Backups, where the vendor makes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<BackupView>,
}
