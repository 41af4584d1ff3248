//! What is wrong with a policy's data: gaps and contradictions that reading it does not show.

use serde::Serialize;

use super::data::Policy;
use super::impact::Severity;
use super::reckoning::Zones;

mod parts;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)+) => {
        /// What kind of fault it is. Each has a sentence in the desk's language files under
        /// `policy.fault.<code>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FaultCode {
            $($(#[$doc])* $name,)+
        }

        impl FaultCode {
            /// All of them.
            pub const ALL: &[FaultCode] = &[$(FaultCode::$name,)+];

            /// The name in language keys.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(FaultCode::$name => $code,)+
                }
            }
        }
    };
}

faults! {
    /// Nothing stands where something must.
    Empty = "empty",
    /// A field that means nothing here, perhaps a slip of the pen.
    UnknownField = "unknown_field",
    /// A clause is named that has no text.
    ClauseUnknown = "clause_unknown",
    /// A number that must be more than none.
    Zero = "zero",
    /// A promise of more than a year, which is none.
    TooLong = "too_long",
    /// A severity without a time to an answer.
    SeverityMissing = "severity_missing",
    /// Hours are counted in a calendar that is not there.
    CalendarUnknown = "calendar_unknown",
    /// A calendar with less than an hour of work in its week.
    CalendarIdle = "calendar_idle",
    /// No time zone of this name is known.
    ZoneUnknown = "zone_unknown",
    /// A day of the week that is not one of 1 (Monday) to 7 (Sunday).
    DayInvalid = "day_invalid",
    /// A stretch of time that ends where it begins.
    NoLength = "no_length",
    /// The same thing is said twice.
    Doubled = "doubled",
}

/// A fault, and where in the file it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyFault {
    /// Which kind.
    pub code: FaultCode,
    /// The field, such as `response[0].clause`.
    pub place: String,
    /// What stands there.
    pub found: String,
}

impl Policy {
    /// Everything that is wrong with the data, in the order of the file. A policy without faults
    /// keeps what it promises: every number has a clause, every clause a text in every language,
    /// and every clock runs out.
    #[must_use]
    pub fn faults(&self, zones: &dyn Zones) -> Vec<PolicyFault> {
        let mut look = Look {
            policy: self,
            zones,
            found: Vec::new(),
        };
        look.at_promises();
        look.at_service();
        look.at_calendars();
        look.at_plans();
        look.at_clauses();
        look.found
    }
}

/// A look at a policy, and what it has found so far.
struct Look<'a> {
    policy: &'a Policy,
    zones: &'a dyn Zones,
    found: Vec<PolicyFault>,
}

impl Look<'_> {
    fn at_promises(&mut self) {
        let policy = self.policy;
        self.filled("id", &policy.id);
        self.filled("vendor", &policy.vendor);
        self.clause("cover_clause", &policy.cover_clause);
        for (n, exclusion) in policy.exclusions.iter().enumerate() {
            self.clause(&format!("exclusions[{n}].clause"), &exclusion.clause);
        }
        self.once("exclusions", ".cause", &policy.exclusions, |exclusion| {
            exclusion.cause.as_str().to_owned()
        });
        self.term("warranty", &policy.warranty);
        self.term("lifecycle", &policy.lifecycle);
        self.responses("response", &policy.response);
        for severity in [Severity::Critical, Severity::Normal] {
            let mut named = policy.response.iter();
            if !named.any(|response| response.severity == severity) {
                self.found(FaultCode::SeverityMissing, "response", severity.as_str());
            }
        }
        self.clause("unsolved_clause", &policy.unsolved_clause);
        self.hours("not_covered_notice", &policy.not_covered_notice);
    }

    fn at_service(&mut self) {
        let policy = self.policy;
        self.channels("channels", &policy.channels);
        self.clause("out_of_scope_clause", &policy.out_of_scope_clause);
        self.maintenance("maintenance", &policy.maintenance);
        for (n, incident) in policy.incidents.iter().enumerate() {
            self.clause(&format!("incidents[{n}].clause"), &incident.clause);
        }
        self.once("incidents", ".kind", &policy.incidents, |incident| {
            incident.kind.as_str().to_owned()
        });
        self.clause("incident_duty_clause", &policy.incident_duty_clause);
        if let Some(backup) = &policy.backup {
            self.backup("backup", backup);
        }
        self.clause("recovery_clause", &policy.recovery_clause);
        self.clause("privacy_clause", &policy.privacy_clause);
        self.clause("credentials_clause", &policy.credentials_clause);
    }

    fn at_calendars(&mut self) {
        let policy = self.policy;
        for (n, calendar) in policy.calendars.iter().enumerate() {
            self.calendar(&format!("calendars[{n}]"), calendar);
        }
        self.once("calendars", ".id", &policy.calendars, |calendar| {
            calendar.id.clone()
        });
    }

    fn at_plans(&mut self) {
        let policy = self.policy;
        for (n, plan) in policy.plans.iter().enumerate() {
            self.plan(&format!("plans[{n}]"), plan);
        }
        self.once("plans", ".id", &policy.plans, |plan| plan.id.clone());
    }

    fn at_clauses(&mut self) {
        let policy = self.policy;
        for (n, clause) in policy.clauses.iter().enumerate() {
            self.filled(&format!("clauses[{n}].id"), &clause.id);
            self.text(&format!("clauses[{n}].text"), &clause.text);
        }
        self.once("clauses", ".id", &policy.clauses, |clause| {
            clause.id.clone()
        });
    }
}
