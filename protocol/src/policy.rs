//! The vendor's warranty and support policy as versioned data, and what it yields for a ticket: a
//! [`Verdict`] and a [`Due`] time. Widget and desk call the same functions; every number carries
//! the clause it comes from.

use chrono::{Days, Months, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DateTime;
use crate::identity::{Lang, Text};

/// One version of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Policy {
    /// The vendor's number for it, such as `VIIN.WTS.POL.080423`.
    pub id: String,
    /// From when it holds.
    pub effective_from: NaiveDate,
    /// Clause of what is covered (1.1a).
    pub cover_clause: ClauseId,
    /// Days of free warranty from activation (1.2a).
    pub warranty_days: Limit,
    /// Years a version is supported from its release (1.2b).
    pub lifecycle_years: Limit,
    /// Hours to an answer, by severity (3.1a).
    pub response: Vec<Response>,
    /// Hours to the notice that something is not covered (3.1c).
    pub not_covered_notice_hours: Limit,
    /// What the warranty excludes (1.1b).
    pub exclusions: Vec<Exclusion>,
    /// The clause about changing shared credentials (3.3b).
    pub credentials_clause: ClauseId,
    /// The text of every clause named above.
    pub clauses: Vec<Clause>,
}

/// The number of a clause as the policy prints it, such as `3.1a`.
pub type ClauseId = String;

/// A number and the clause it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Limit {
    /// The number; its unit is in the name of the field that holds it.
    pub value: u32,
    /// Where it stands.
    pub clause: ClauseId,
}

/// How soon an answer is due for a severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Response {
    /// For this severity.
    pub severity: Severity,
    /// Hours from receipt.
    pub hours: u32,
    /// Where it stands.
    pub clause: ClauseId,
}

/// A cause the warranty does not cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Exclusion {
    /// Which cause.
    pub cause: Cause,
    /// Where it stands.
    pub clause: ClauseId,
}

/// Causes that policies exclude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A subsystem the customer added that the vendor neither made nor assessed.
    UnassessedModule,
    /// The system was operated incorrectly. Only an agent can rule so.
    WrongOperation,
}

/// The text of a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Clause {
    /// Its number.
    pub id: ClauseId,
    /// What it says.
    pub text: Text,
}

/// What the person can't do, in their words: yields severity and kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// The system does not open, for anybody.
    Stopped,
    /// Business work cannot be done.
    Blocked,
    /// Something is wrong, but work goes on.
    Hindered,
    /// Data lost or changed without cause, or somebody got in.
    Security,
    /// A question or a wish.
    Question,
}

impl Impact {
    /// All of them, in the order in which people are asked.
    pub const ALL: [Impact; 5] = [
        Impact::Stopped,
        Impact::Blocked,
        Impact::Hindered,
        Impact::Security,
        Impact::Question,
    ];

    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Impact::Stopped => "stopped",
            Impact::Blocked => "blocked",
            Impact::Hindered => "hindered",
            Impact::Security => "security",
            Impact::Question => "question",
        }
    }

    /// How urgent the policy holds it to be (3.1a).
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Impact::Stopped | Impact::Blocked | Impact::Security => Severity::Critical,
            Impact::Hindered | Impact::Question => Severity::Normal,
        }
    }

    /// What kind of request it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Impact::Stopped | Impact::Blocked | Impact::Hindered => Kind::Incident,
            Impact::Security => Kind::Security,
            Impact::Question => Kind::Question,
        }
    }
}

/// Severity as clause 3.1a divides it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Security incidents, a stopped system, business work impossible.
    Critical,
    /// All other errors and incidents.
    Normal,
}

impl Severity {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Critical => "critical",
            Severity::Normal => "normal",
        }
    }
}

/// What kind of request it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something does not work.
    Incident,
    /// A security incident (2.3a).
    Security,
    /// A question or a wish.
    Question,
}

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
    /// Names of unassessed modules that change the screen the person is on.
    pub unassessed: Vec<&'a str>,
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
    },
    /// A question is answered, but is not a matter of warranty.
    Question,
    /// Nobody knows when the system was activated.
    ActivationUnknown,
    /// An agent ruled so, with reasons.
    AgentRuled {
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

/// By when something is due, and by which clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Due {
    /// The moment.
    pub at: DateTime,
    /// Hours from receipt.
    pub hours: u32,
    /// Where it stands.
    pub clause: ClauseId,
}

impl Policy {
    /// The last day of the free warranty.
    #[must_use]
    pub fn warranty_until(&self, activated_on: NaiveDate) -> NaiveDate {
        activated_on
            .checked_add_days(Days::new(self.warranty_days.value.into()))
            .unwrap_or(NaiveDate::MAX)
    }

    /// The last day of a version's life cycle. A release on 29 February ends on the 28th where the
    /// last year has none.
    #[must_use]
    pub fn lifecycle_until(&self, released_on: NaiveDate) -> NaiveDate {
        released_on
            .checked_add_months(Months::new(self.lifecycle_years.value * 12))
            .unwrap_or(NaiveDate::MAX)
    }

    /// What the policy says, on these facts.
    #[must_use]
    pub fn judge(&self, facts: &Facts<'_>) -> Verdict {
        let verdict = |cover, clause: &str, because| Verdict {
            cover,
            clause: clause.to_owned(),
            because,
            ruled: false,
        };
        if facts.impact.kind() == Kind::Question {
            return verdict(
                Cover::Undecided,
                &self.response_for(Severity::Normal).clause,
                vec![Because::Question],
            );
        }
        if let Some(exclusion) = self.excludes(Cause::UnassessedModule)
            && !facts.unassessed.is_empty()
        {
            let named = facts
                .unassessed
                .iter()
                .map(|module| Because::UnassessedModule {
                    module: (*module).to_owned(),
                });
            return verdict(Cover::Excluded, &exclusion.clause, named.collect());
        }
        if let Some(on) = facts
            .released_on
            .map(|day| self.lifecycle_until(day))
            .filter(|&last| facts.today > last)
        {
            return verdict(
                Cover::Excluded,
                &self.lifecycle_years.clause,
                vec![Because::LifecycleEnded { on }],
            );
        }
        match facts.activated_on.map(|day| self.warranty_until(day)) {
            None => verdict(
                Cover::Undecided,
                &self.warranty_days.clause,
                vec![Because::ActivationUnknown],
            ),
            Some(on) if facts.today > on => verdict(
                Cover::Excluded,
                &self.warranty_days.clause,
                vec![Because::WarrantyEnded { on }],
            ),
            Some(until) => verdict(
                Cover::Covered,
                &self.cover_clause,
                vec![Because::WithinWarranty { until }],
            ),
        }
    }

    /// By when a person must answer a ticket received at this moment (3.1a).
    #[must_use]
    pub fn answer_due(&self, severity: Severity, received_at: DateTime) -> Due {
        let response = self.response_for(severity);
        due(received_at, response.hours, &response.clause)
    }

    /// By when the reporter must be told that something is not covered (3.1c).
    #[must_use]
    pub fn not_covered_due(&self, received_at: DateTime) -> Due {
        due(
            received_at,
            self.not_covered_notice_hours.value,
            &self.not_covered_notice_hours.clause,
        )
    }

    /// The exclusion for this cause, where the policy has one.
    #[must_use]
    pub fn excludes(&self, cause: Cause) -> Option<&Exclusion> {
        self.exclusions
            .iter()
            .find(|exclusion| exclusion.cause == cause)
    }

    /// The text of a clause; empty when the policy has none of that number.
    #[must_use]
    pub fn clause(&self, id: &str, lang: Lang) -> &str {
        self.clauses
            .iter()
            .find(|clause| clause.id == id)
            .map_or("", |clause| clause.text.get(lang))
    }

    /// The strictest promise when a severity is missing from the data: nobody waits longer because
    /// of a gap.
    fn response_for(&self, severity: Severity) -> &Response {
        static NONE: Response = Response {
            severity: Severity::Critical,
            hours: 0,
            clause: String::new(),
        };
        self.response
            .iter()
            .find(|response| response.severity == severity)
            .or_else(|| self.response.iter().min_by_key(|response| response.hours))
            .unwrap_or(&NONE)
    }
}

fn due(received_at: DateTime, hours: u32, clause: &str) -> Due {
    Due {
        at: received_at + TimeDelta::hours(hours.into()),
        hours,
        clause: clause.to_owned(),
    }
}

#[cfg(test)]
mod tests;
