//! What is promised to a system beside single tickets, put together for people of the system and for
//! agents.

use deskside_protocol::DateTime;
use deskside_protocol::api::AgentSystem;
use deskside_protocol::policy::{ServiceView, next_night};

use super::{Tables, availability, contacts, maintenance, terms_of};
use crate::desk::Desk;
use crate::problem::Fault;
use crate::store::Connection;
use crate::system::System;

/// All of it, as people of the system and agents are shown it.
///
/// # Errors
/// When the database cannot be read.
pub async fn service(
    db: &mut Connection,
    desk: &Desk,
    system: &System,
    now: DateTime,
) -> Result<ServiceView, Fault> {
    let policy = desk.rules.of(system, now);
    let plan = system.plan.as_ref();
    let plan = plan.and_then(|id| policy.plans.iter().find(|plan| plan.id == *id));
    Ok(ServiceView {
        plan: plan.map(|plan| plan.name.clone()),
        terms: terms_of(&policy, system, now),
        maintenance: maintenance::of_system(db, &system.id, now).await?,
        availability: availability(db, system, now).await?,
        backup: super::backup::backups(&policy, system, now),
    })
}

/// Every customer, as agents see them.
///
/// # Errors
/// When the database cannot be read.
pub async fn customers(
    db: &mut Connection,
    desk: &Desk,
    now: DateTime,
) -> Result<Vec<AgentSystem>, Fault> {
    let systems = System::all(db).await?;
    let mut all = Vec::with_capacity(systems.len());
    for system in systems {
        let policy = desk.rules.of(&system, now);
        let zone = &system.time_zone;
        all.push(AgentSystem {
            card: system.card(),
            service: service(db, desk, &system, now).await?,
            next_night: next_night(&policy.maintenance, zone, &Tables, now),
            contacts: contacts(db, &system).await?,
            policy: policy.id,
            maintenance: Some(policy.maintenance),
            channels: policy.channels,
            installation: system.installation,
        });
    }
    Ok(all)
}
