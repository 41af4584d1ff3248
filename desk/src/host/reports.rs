//! What hosts report: signed, for this desk, each counting once.

use deskside_protocol::DateTime;
use deskside_protocol::host::{HostEvent, HostReport};
use deskside_protocol::problem::Code;

use crate::desk::Desk;
use crate::identity::use_once;
use crate::problem::Fault;
use crate::store::{Stored, Tx};
use crate::system::System;
use crate::{access, jws, rotation};

/// Longest life of a report, in seconds: a host may have been cut off for days.
const REPORT_SECONDS: i64 = 31 * 24 * 3600;

/// Takes a report. The same report again is a conflict and changes nothing: a host that did not get
/// the first answer learns from it that the report was taken.
///
/// # Errors
/// When the signature does not hold, or what it says does not fit what was asked.
pub async fn report(desk: &Desk, token: &str) -> Result<(), Fault> {
    let refused = || Fault::of(Code::SignatureRefused);
    let claimed = jws::claimed_system(token).ok_or_else(refused)?;
    let system = System::load(&mut *desk.read().await?, &claimed)
        .await
        .map_err(|_| refused())?;
    let host = system.host.as_ref().ok_or_else(refused)?;
    let report: HostReport = jws::verified(token, &host.key).map_err(|_| refused())?;
    let now = desk.world.now();
    jws::timely(report.iat, report.exp, REPORT_SECONDS, now).map_err(|_| refused())?;
    if report.iss != system.id || report.aud != desk.settings.public_url || report.jti.is_empty() {
        return Err(refused());
    }
    let used_until = DateTime::from_timestamp(report.exp, 0).ok_or_else(refused)?;
    let with = desk.clone();
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                if !use_once(tx, &system.id, "report", &report.jti, used_until).await? {
                    return Err(Fault::of(Code::IdempotencyConflict));
                }
                take(tx, &with, &system, report.event, now).await
            })
        })
        .await
}

async fn take(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    event: HostEvent,
    now: DateTime,
) -> Result<(), Fault> {
    match event {
        HostEvent::Hello {
            scopes,
            approvers,
            installation,
        } => {
            sqlx::query(
                "UPDATE systems SET scopes = $2, approvers = $3,
                 installation = COALESCE($4, installation) WHERE id = $1",
            )
            .bind(system.id.as_str())
            .bind(Stored(scopes))
            .bind(Stored(approvers))
            .bind(installation.map(Stored))
            .execute(&mut **tx)
            .await?;
            Ok(())
        }
        HostEvent::GrantApproved { approval } => {
            access::approved(tx, desk, system, *approval, now).await
        }
        HostEvent::GrantDenied { grant, by, at: _ } => {
            access::denied(tx, system, &grant, by, now).await
        }
        HostEvent::GrantEntered { grant, at } => access::entered(tx, system, &grant, at, now).await,
        HostEvent::GrantSeen { grant, at, screen } => {
            access::seen(tx, system, &grant, at, screen, now).await
        }
        HostEvent::GrantEnded {
            grant,
            at,
            why,
            sweep,
        } => access::ended(tx, desk, system, &grant, (at, why), sweep, now).await,
        HostEvent::RotationSubject { rotation, person } => {
            rotation::subject(tx, system, &rotation, person).await
        }
        HostEvent::CredentialChanged { login, at } => {
            rotation::changed(tx, system, &login, at, now).await
        }
    }
}
