//! What a host reports about grants. The signature was verified before; here it is checked that the
//! report fits what was asked, and nothing changes when it does not.

use deskside_protocol::DateTime;
use deskside_protocol::access::{Approval, EndReason, GrantState, Narrowed, Sweep};
use deskside_protocol::audit::Step;
use deskside_protocol::host::DeskFact;
use deskside_protocol::identity::{Approver, Person, Reporter};
use deskside_protocol::ids::GrantId;
use deskside_protocol::problem::Code;

use super::ending::{concerned, note_end, note_sweep};
use super::{Grant, asking};
use crate::audit::{self, Actor};
use crate::desk::Desk;
use crate::host::events;
use crate::keys::thumbprint;
use crate::mail::{letters, post};
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::{System, origin_of};

/// An approver approved on the host's page. What came too late is ended at once.
///
/// # Errors
/// When the approval is wider or longer than what was asked, or for another.
pub async fn approved(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    approval: Approval,
    now: DateTime,
) -> Result<(), Fault> {
    let mut grant = load(tx, system, &approval.grant, now).await?;
    if !fits(&grant, system, &approval) {
        return Err(Fault::of(Code::SignatureRefused));
    }
    let by = approval.by.clone();
    let detail = [
        ("reference", grant.reference.clone()),
        ("scopes", approval.scopes.join(", ")),
        ("until", approval.until.to_rfc3339()),
        ("account", approval.account.clone()),
    ];
    let about = grant.id.clone();
    match grant.state.clone().approve(approval) {
        Ok(state) => grant.state = state,
        // The same approval told twice changes nothing.
        Err(_) if grant.state.approval().is_some() => return Ok(()),
        Err(_) => {
            let fact = DeskFact::GrantEnd {
                grant: grant.id,
                why: EndReason::Withdrawn,
            };
            return events::append(tx, &system.id, fact, now).await;
        }
    }
    grant.keep(tx).await?;
    audit::append(
        tx,
        &system.id,
        now,
        Actor::Person(&by),
        Step::AccessApproved,
        about.as_str(),
        &detail,
    )
    .await?;
    for to in concerned(system, &grant) {
        let letter = letters::access_approved(&desk.texts, &to, &grant, system);
        post(tx, desk, &system.id, &to, &letter).await?;
    }
    Ok(())
}

/// Whether an approval is for what was asked, and no more than that.
fn fits(grant: &Grant, system: &System, approval: &Approval) -> bool {
    let asked: Vec<String> = grant.scopes.iter().map(|scope| scope.id.clone()).collect();
    let seconds = (approval.until - approval.from).num_seconds();
    let minutes = u32::try_from(seconds.max(0).unsigned_abs().div_ceil(60)).unwrap_or(u32::MAX);
    let home = system.host.as_ref().and_then(|host| origin_of(&host.url));
    approval.ticket == grant.ticket
        && approval.agent == grant.agent.id
        && approval.agent_key == thumbprint(&grant.agent_key)
        && Narrowed::within(&asked, grant.minutes, approval.scopes.clone(), minutes).is_ok()
        && home.is_some()
        && origin_of(&approval.enter_url) == home
}

/// An approver denied on the host's page.
///
/// # Errors
/// When the system has no such grant.
pub async fn denied(
    tx: &mut Tx,
    system: &System,
    grant: &GrantId,
    by: Person,
    now: DateTime,
) -> Result<(), Fault> {
    let mut grant = load(tx, system, grant, now).await?;
    let reporter = Reporter {
        system: system.id.clone(),
        person: by,
    };
    // The host vouched for them by signing the report.
    match Approver::from_verified(reporter, true) {
        Some(approver) if matches!(grant.state, GrantState::Requested { .. }) => {
            asking::deny(tx, &mut grant, &approver, true, now).await
        }
        _ => Ok(()),
    }
}

/// The agent signed in. It is written down even if the desk holds the grant to be over: that is
/// just what a customer would want to know.
///
/// # Errors
/// When the system has no such grant.
pub async fn entered(
    tx: &mut Tx,
    system: &System,
    grant: &GrantId,
    at: DateTime,
    now: DateTime,
) -> Result<(), Fault> {
    let mut grant = load(tx, system, grant, now).await?;
    if let Ok(state) = grant.state.clone().seen(at, None) {
        grant.state = state;
        grant.keep(tx).await?;
    }
    audit::append(
        tx,
        &system.id,
        now,
        Actor::Agent(&grant.agent),
        Step::AccessEntered,
        grant.id.as_str(),
        &[
            ("reference", grant.reference.clone()),
            ("at", at.to_rfc3339()),
        ],
    )
    .await
}

/// The agent did something.
///
/// # Errors
/// When the system has no such grant.
pub async fn seen(
    tx: &mut Tx,
    system: &System,
    grant: &GrantId,
    at: DateTime,
    screen: Option<String>,
    now: DateTime,
) -> Result<(), Fault> {
    let mut grant = load(tx, system, grant, now).await?;
    if let Ok(state) = grant.state.clone().seen(at, screen) {
        grant.state = state;
        grant.keep(tx).await?;
    }
    Ok(())
}

/// Access ended and was swept.
///
/// # Errors
/// When the system has no such grant.
pub async fn ended(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    grant: &GrantId,
    (at, why): (DateTime, EndReason),
    sweep: Sweep,
    now: DateTime,
) -> Result<(), Fault> {
    // As it is kept, not as time alone made it: an end that only the clock knows is told by this.
    let mut grant = load(tx, system, grant, DateTime::UNIX_EPOCH).await?;
    let running = !grant.state.over();
    let Ok(state) = grant.state.clone().end(at, why, Some(sweep.clone())) else {
        return Ok(());
    };
    grant.state = state;
    grant.keep(tx).await?;
    if running {
        note_end(tx, desk, system, &grant, Actor::Host, now).await?;
    }
    if let GrantState::Ended { .. } = grant.state {
        note_sweep(tx, &grant, &sweep, now).await?;
    }
    Ok(())
}

async fn load(
    tx: &mut Tx,
    system: &System,
    grant: &GrantId,
    now: DateTime,
) -> Result<Grant, Fault> {
    Grant::load(tx, &system.id, grant, now).await
}
