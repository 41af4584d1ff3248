//! What ends a duty: the host's word that the credential changed after it was shared.

use deskside_protocol::DateTime;
use deskside_protocol::audit::Step;
use deskside_protocol::host::DeskFact;
use deskside_protocol::problem::Code;
use deskside_protocol::rotation::{NotConfirmed, RotationEvidence, RotationState};

use super::Rotation;
use crate::audit::{self, Actor};
use crate::host::events;
use crate::jws;
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;

/// Longest life of evidence, in seconds.
const EVIDENCE_SECONDS: i64 = 3600;

/// Ends a duty by evidence the host signed and a browser carried here.
///
/// # Errors
/// When the signature does not hold, or the credential did not change since it was shared.
pub async fn evidence(
    tx: &mut Tx,
    system: &System,
    desk_url: &str,
    rotation: &mut Rotation,
    token: &str,
    now: DateTime,
) -> Result<(), Fault> {
    let refused = || Fault::of(Code::SignatureRefused);
    let host = system.host.as_ref().ok_or_else(refused)?;
    let evidence: RotationEvidence = jws::verified(token, &host.key).map_err(|_| refused())?;
    jws::timely(evidence.iat, evidence.exp, EVIDENCE_SECONDS, now).map_err(|_| refused())?;
    if evidence.iss != system.id || evidence.aud != desk_url {
        return Err(refused());
    }
    confirm(tx, rotation, &evidence, now).await
}

/// Ends all duties that a change the host reported fulfils.
///
/// # Errors
/// When the database refuses.
pub async fn changed(
    tx: &mut Tx,
    system: &System,
    login: &str,
    at: DateTime,
    now: DateTime,
) -> Result<(), Fault> {
    let reported = RotationEvidence {
        iss: system.id.clone(),
        aud: String::new(),
        iat: now.timestamp(),
        exp: now.timestamp(),
        jti: String::new(),
        login: login.to_owned(),
        changed_at: Some(at),
    };
    for mut rotation in Rotation::open_for(tx, &system.id, login).await? {
        match confirm(tx, &mut rotation, &reported, now).await {
            // It was shared again after this change: that one is still to come.
            Err(fault) if fault.code() == Code::NotChangedYet => {}
            other => other?,
        }
    }
    Ok(())
}

async fn confirm(
    tx: &mut Tx,
    rotation: &mut Rotation,
    evidence: &RotationEvidence,
    now: DateTime,
) -> Result<(), Fault> {
    let state = rotation.state.clone();
    rotation.state = state
        .confirm(&rotation.login, rotation.shared_at, evidence)
        .map_err(|why| match why {
            NotConfirmed::NotChanged => Fault::of(Code::NotChangedYet),
            NotConfirmed::OtherCredential => Fault::on(Code::FieldInvalid, "evidence"),
            NotConfirmed::NotOpen => Fault::of(Code::WrongState),
        })?;
    rotation.remind_at = None;
    rotation.keep(tx).await?;
    let changed_at = match &rotation.state {
        RotationState::Confirmed { changed_at } => changed_at.to_rfc3339(),
        _ => String::new(),
    };
    audit::append(
        tx,
        &rotation.system,
        now,
        Actor::Host,
        Step::RotationConfirmed,
        rotation.id.as_str(),
        &[
            ("login", rotation.login.clone()),
            ("changed_at", changed_at),
            ("reference", rotation.reference.clone()),
        ],
    )
    .await?;
    let fact = DeskFact::RotationClosed {
        rotation: rotation.id.clone(),
    };
    events::append(tx, &rotation.system, fact, now).await
}
