//! A policy as the vendor writes it down: one file a version.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::impact::Severity;
use super::incident::IncidentKind;
use crate::identity::{Lang, Text};

/// The number of a clause as the policy prints it, such as `3.1a`.
pub type ClauseId = String;

/// One version of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The vendor's number for it, such as `VIIN.WTS.POL.080423`.
    pub id: String,
    /// Who promises, as people know them.
    pub vendor: String,
    /// From when it holds.
    pub effective_from: NaiveDate,
    /// Clause of what is covered (1.1a).
    pub cover_clause: ClauseId,
    /// What the warranty excludes (1.1b, 2.1).
    pub exclusions: Vec<Exclusion>,
    /// How long the free warranty runs from activation (1.2a).
    pub warranty: Term,
    /// How long a version is supported from its release (1.2b).
    pub lifecycle: Term,
    /// How soon an answer is due, by severity (3.1a).
    pub response: Vec<Response>,
    /// What is promised when there is no solution in that time (3.1b).
    pub unsolved_clause: ClauseId,
    /// How soon the notice is due that something is not covered (3.1c).
    pub not_covered_notice: Hours,
    /// Ways to reach the vendor, and which of them are free (3.2a, 3.2b).
    pub channels: Vec<ChannelRule>,
    /// Clause of work outside of the policy, which is agreed on (3.2c).
    pub out_of_scope_clause: ClauseId,
    /// Maintenance and upgrades (2.2).
    pub maintenance: MaintenanceRule,
    /// Which security incidents it names (2.3a).
    pub incidents: Vec<IncidentRule>,
    /// What the vendor does about them (2.3b).
    pub incident_duty_clause: ClauseId,
    /// Automatic backups, where the vendor makes them (2.4a); a plan may say otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<BackupRule>,
    /// How recovery is promised (2.4b).
    pub recovery_clause: ClauseId,
    /// What agents may look at (3.3a).
    pub privacy_clause: ClauseId,
    /// The clause about changing shared credentials (3.3b).
    pub credentials_clause: ClauseId,
    /// Calendars of working hours that clocks may count in.
    #[serde(default)]
    pub calendars: Vec<Calendar>,
    /// What plans change.
    #[serde(default)]
    pub plans: Vec<Plan>,
    /// The text of every clause.
    pub clauses: Vec<Clause>,
}

/// A length of calendar time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Length {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// What calendar time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Calendar months; a day that the last month does not have becomes its last day.
    Months,
    /// Calendar years; 29 February becomes the 28th where the last year has none.
    Years,
}

/// A promise that runs from one day to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Term {
    /// How long.
    pub length: Length,
    /// Where it stands.
    pub clause: ClauseId,
}

/// How hours are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "in", rename_all = "snake_case")]
pub enum Counted {
    /// Every hour counts.
    #[default]
    Elapsed,
    /// Only working hours count.
    Working {
        /// Of this calendar.
        calendar: String,
    },
}

/// Hours from receipt, and the clause they come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hours {
    /// How many.
    pub hours: u32,
    /// How they are counted.
    #[serde(default)]
    pub counted: Counted,
    /// Where it stands.
    pub clause: ClauseId,
}

/// How soon an answer is due for a severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Response {
    /// For this severity.
    pub severity: Severity,
    /// How soon.
    #[serde(flatten)]
    pub within: Hours,
}

/// A cause the warranty does not cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Exclusion {
    /// Which cause.
    pub cause: Cause,
    /// Where it stands.
    pub clause: ClauseId,
}

/// Causes that policies speak of. Only an agent can rule on one, but for an unassessed module, which
/// can be told beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A programming error of the vendor: what the warranty is for.
    VendorError,
    /// A subsystem the customer added that the vendor neither made nor assessed.
    UnassessedModule,
    /// The system was operated incorrectly.
    WrongOperation,
    /// It is about a third party or its services.
    ThirdParty,
    /// Warranty or life cycle have ended.
    TermEnded,
    /// It is outside of what the policy is about.
    OutOfScope,
}

impl Cause {
    /// Those that the warranty does not cover, in the order in which agents are offered them.
    pub const EXCLUDING: [Cause; 5] = [
        Cause::UnassessedModule,
        Cause::WrongOperation,
        Cause::ThirdParty,
        Cause::TermEnded,
        Cause::OutOfScope,
    ];

    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::VendorError => "vendor_error",
            Cause::UnassessedModule => "unassessed_module",
            Cause::WrongOperation => "wrong_operation",
            Cause::ThirdParty => "third_party",
            Cause::TermEnded => "term_ended",
            Cause::OutOfScope => "out_of_scope",
        }
    }
}

/// A way to reach the vendor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// From inside the ERP.
    #[default]
    Widget,
    /// The desk's form for people who cannot get into their ERP.
    Web,
    /// E-mail.
    Mail,
    /// A call that an agent wrote down.
    Phone,
    /// Any other way that an agent wrote down.
    Other,
}

impl Channel {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Widget => "widget",
            Channel::Web => "web",
            Channel::Mail => "mail",
            Channel::Phone => "phone",
            Channel::Other => "other",
        }
    }
}

/// Whether a way to reach the vendor is free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChannelRule {
    /// Which way.
    pub channel: Channel,
    /// Whether support by it is free.
    pub free: bool,
    /// Where it stands.
    pub clause: ClauseId,
}

/// How maintenance is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MaintenanceRule {
    /// When the night begins, in the customer's zone.
    #[schema(value_type = String)]
    pub night_from: NaiveTime,
    /// When it ends.
    #[schema(value_type = String)]
    pub night_until: NaiveTime,
    /// How many hours before it people are told.
    pub notice_hours: u32,
    /// Whether the clocks of answers stand still meanwhile.
    #[serde(default)]
    pub pauses_clocks: bool,
    /// Where it stands.
    pub clause: ClauseId,
}

/// A kind of security incident that the policy names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IncidentRule {
    /// Which kind.
    pub kind: IncidentKind,
    /// Where it stands.
    pub clause: ClauseId,
}

/// Automatic backups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BackupRule {
    /// Hours from one backup to the next.
    pub every_hours: u32,
    /// When the first one of a day is made, in the customer's zone.
    #[schema(value_type = String)]
    pub at: NaiveTime,
    /// How many days each is kept.
    pub keep_days: u32,
    /// How much data is restored in an hour, in gigabytes: what estimates rest on.
    pub restore_gb_per_hour: u32,
    /// Where it stands.
    pub clause: ClauseId,
}

/// Working hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Calendar {
    /// Its name, by which clocks refer to it.
    pub id: String,
    /// IANA time zone in which its hours are.
    pub time_zone: String,
    /// When work is done, in the order of the week.
    pub shifts: Vec<Shift>,
    /// Days without work.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

/// A stretch of work on some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Shift {
    /// On these days: 1 is Monday, 7 is Sunday (ISO 8601).
    pub days: Vec<u8>,
    /// From, by the wall clock there.
    #[schema(value_type = String)]
    pub from: NaiveTime,
    /// Until, by the wall clock there; `00:00` is the end of the day.
    #[schema(value_type = String)]
    pub until: NaiveTime,
}

/// A day without work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holiday {
    /// Which day.
    pub on: NaiveDate,
    /// What it is.
    pub name: Text,
}

/// What a plan changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Plan {
    /// Its name in the data.
    pub id: String,
    /// Its name as people know it.
    pub name: Text,
    /// What is different.
    #[serde(default)]
    pub changes: PlanChanges,
}

/// What is different in a plan; what is not named stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanChanges {
    /// The warranty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warranty: Option<Term>,
    /// The life cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<Term>,
    /// How soon answers are due; a severity that is not named keeps what it has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response: Vec<Response>,
    /// How soon the notice is due that something is not covered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_covered_notice: Option<Hours>,
    /// Ways to reach the vendor; one that is not named keeps what it has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelRule>,
    /// Maintenance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintenance: Option<MaintenanceRule>,
    /// Backups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<BackupRule>,
}

/// The text of a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Clause {
    /// Its number.
    pub id: ClauseId,
    /// What it says.
    pub text: Text,
}

impl Policy {
    /// The exclusion for this cause, where the policy has one.
    #[must_use]
    pub fn excludes(&self, cause: Cause) -> Option<&Exclusion> {
        self.exclusions
            .iter()
            .find(|exclusion| exclusion.cause == cause)
    }

    /// The rule for a way to reach the vendor; one the policy does not name is not free.
    #[must_use]
    pub fn channel(&self, channel: Channel) -> Option<&ChannelRule> {
        self.channels.iter().find(|rule| rule.channel == channel)
    }

    /// The rule for a kind of security incident.
    #[must_use]
    pub fn incident(&self, kind: IncidentKind) -> Option<&IncidentRule> {
        self.incidents.iter().find(|rule| rule.kind == kind)
    }

    /// The text of a clause; empty when the policy has none of that number.
    #[must_use]
    pub fn clause(&self, id: &str, lang: Lang) -> &str {
        self.clauses
            .iter()
            .find(|clause| clause.id == id)
            .map_or("", |clause| clause.text.get(lang))
    }

    /// The policy as it is for a plan; unchanged for a plan it does not know, or none.
    #[must_use]
    pub fn for_plan(&self, plan: Option<&str>) -> Self {
        let mut policy = self.clone();
        let plan = plan.and_then(|id| self.plans.iter().find(|plan| plan.id == id));
        let Some(Plan { changes, .. }) = plan.cloned() else {
            return policy;
        };
        policy.warranty = changes.warranty.unwrap_or(policy.warranty);
        policy.lifecycle = changes.lifecycle.unwrap_or(policy.lifecycle);
        policy.not_covered_notice = changes
            .not_covered_notice
            .unwrap_or(policy.not_covered_notice);
        policy.maintenance = changes.maintenance.unwrap_or(policy.maintenance);
        policy.backup = changes.backup.or(policy.backup);
        for new in changes.response {
            policy.response.retain(|old| old.severity != new.severity);
            policy.response.push(new);
        }
        for new in changes.channels {
            policy.channels.retain(|old| old.channel != new.channel);
            policy.channels.push(new);
        }
        policy
    }
}
