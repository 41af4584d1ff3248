//! The vendor's warranty and support policy as versioned data, and what it yields for a ticket: a
//! [`Verdict`] and a [`Due`] time. Widget and desk call the same functions; every number carries
//! the clause it comes from.

mod availability;
mod backup;
mod calendar;
mod data;
mod faults;
mod impact;
mod incident;
mod maintenance;
mod notices;
mod reckoning;
mod ruling;
mod service;
mod spans;
mod verdict;
pub mod wall;

pub use availability::{Observed, availability, month_of, month_span};
pub use data::{
    BackupRule, Calendar, Cause, Channel, ChannelRule, Clause, ClauseId, Counted, Exclusion,
    Holiday, Hours, IncidentRule, Length, MaintenanceRule, Plan, PlanChanges, Policy, Response,
    Shift, Term, Unit,
};
pub use faults::{FaultCode, PolicyFault};
pub use impact::{Impact, Kind, Severity};
pub use incident::IncidentKind;
pub use maintenance::{LONGEST_MAINTENANCE, next_night};
pub use notices::TERM_NOTICES;
pub use reckoning::{Due, Reckoning, Span, Zones};
pub use ruling::Misruled;
pub use service::{
    Availability, BackupView, MaintenanceState, MaintenanceView, ServiceView, TermKind, TermView,
};
pub use spans::{common, merged, running, together, without};
pub use verdict::{Because, Cover, Facts, Module, Verdict};

#[cfg(test)]
mod tests;
