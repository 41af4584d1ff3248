//! Reporter sessions: an identity token of the host becomes an opaque bearer session, which is kept
//! hashed. A thief of the database cannot use what he finds there.

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::identity::{Approver, IdentityClaims, Person, Reporter};
use deskside_protocol::ids::SystemId;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::MAX_SUBJECT;
use sqlx::Row as _;

use super::once::use_once;
use super::{Bearer, OUTSIDERS, Visitor};
use crate::desk::Desk;
use crate::jws;
use crate::keys::digest;
use crate::mail::meet;
use crate::problem::Fault;
use crate::store::{Connection, Stored, moment, ms};
use crate::system::System;

/// How long a session lives.
const SESSION: TimeDelta = TimeDelta::hours(12);
/// How long a pass for following along waits for its one use.
const PASS: TimeDelta = TimeDelta::minutes(1);

/// A session just opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The bearer token; only its hash is kept.
    pub session: String,
    /// When it ends.
    pub expires_at: DateTime,
    /// Who signed in.
    pub visitor: Visitor,
    /// Where.
    pub system: System,
}

/// Opens a session for whoever the host vouches for.
///
/// # Errors
/// When the token is forged, expired, used before, meant for another, or lives too long.
pub async fn open(desk: &Desk, identity: String) -> Result<Opened, Fault> {
    let refused = || Fault::of(Code::IdentityRefused);
    let claimed = jws::claimed_system(&identity).ok_or_else(refused)?;
    let system = System::load(&mut *desk.read().await?, &claimed)
        .await
        .map_err(|_| refused())?;
    let host = system.host.as_ref().ok_or_else(refused)?;
    let claims: IdentityClaims = jws::verified(&identity, &host.key).map_err(|_| refused())?;
    let now = desk.world.now();
    jws::timely(claims.iat, claims.exp, IdentityClaims::MAX_SECONDS, now).map_err(|_| refused())?;
    let person = claims.person.id.as_str();
    let outside = OUTSIDERS.iter().any(|prefix| person.starts_with(prefix));
    let named = !claims.jti.is_empty() && !person.is_empty() && !outside;
    if claims.iss != system.id || claims.aud != desk.settings.public_url || !named {
        return Err(refused());
    }
    let used_until = DateTime::from_timestamp(claims.exp, 0).ok_or_else(refused)?;
    let visitor = visitor(system.id.clone(), bounded(claims.person), claims.approver);
    let opened = Opened {
        session: desk.world.secret(),
        expires_at: now + SESSION,
        visitor,
        system,
    };
    let kept = opened.clone();
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                let Visitor { reporter, approver } = kept.visitor;
                let system = reporter.system;
                if !use_once(tx, &system, "identity", &claims.jti, used_until).await? {
                    return Err(Fault::of(Code::IdentityRefused));
                }
                sqlx::query(
                    "INSERT INTO reporter_sessions (token_hash, system, person, approver, expires_at)
                     VALUES ($1, $2, $3, $4, $5)",
                )
                .bind(digest(&kept.session))
                .bind(system.as_str())
                .bind(Stored(&reporter.person))
                .bind(i64::from(approver.is_some()))
                .bind(ms(kept.expires_at))
                .execute(&mut **tx)
                .await?;
                meet(tx, &system, &reporter.person, true).await
            })
        })
        .await?;
    Ok(opened)
}

/// Who a bearer token stands for, and until when.
///
/// # Errors
/// When it stands for nobody, or the session ended.
pub async fn redeem(desk: &Desk, token: &str) -> Result<(Visitor, DateTime), Fault> {
    load(&mut *desk.read().await?, &digest(token), desk.world.now()).await
}

/// A pass with which a browser may follow along once, because an `EventSource` cannot send headers.
///
/// # Errors
/// When it cannot be kept.
pub async fn live_pass(desk: &Desk, Bearer(session): &Bearer) -> Result<String, Fault> {
    let pass = desk.world.secret();
    let (pass_hash, session_hash) = (digest(&pass), digest(session));
    let until = ms(desk.world.now() + PASS);
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO live_passes (token_hash, session_hash, expires_at)
                     VALUES ($1, $2, $3)",
                )
                .bind(pass_hash)
                .bind(session_hash)
                .bind(until)
                .execute(&mut **tx)
                .await?;
                Ok(())
            })
        })
        .await?;
    Ok(pass)
}

/// Redeems a pass: whose it was, and until when they may follow along. It is gone afterwards.
///
/// # Errors
/// When there is no such pass, or it is too old.
pub async fn by_pass(desk: &Desk, pass: &str) -> Result<(Visitor, DateTime), Fault> {
    let (pass, now) = (digest(pass), desk.world.now());
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                let session: Option<String> = sqlx::query_scalar(
                    "DELETE FROM live_passes WHERE token_hash = $1 AND expires_at > $2
                     RETURNING session_hash",
                )
                .bind(pass)
                .bind(ms(now))
                .fetch_optional(&mut **tx)
                .await?;
                let session = session.ok_or_else(|| Fault::of(Code::NotFound))?;
                load(tx, &session, now).await
            })
        })
        .await
}

async fn load(
    db: &mut Connection,
    session_hash: &str,
    now: DateTime,
) -> Result<(Visitor, DateTime), Fault> {
    let row = sqlx::query(
        "SELECT system, person, approver, expires_at FROM reporter_sessions
         WHERE token_hash = $1 AND expires_at > $2",
    )
    .bind(session_hash)
    .bind(ms(now))
    .fetch_optional(db)
    .await?
    .ok_or_else(|| Fault::of(Code::Unauthenticated))?;
    let Stored(person) = row.try_get("person")?;
    let system = SystemId(row.try_get("system")?);
    let vouched = row.try_get::<i64, _>("approver")? != 0;
    Ok((
        visitor(system, person, vouched),
        moment(row.try_get("expires_at")?),
    ))
}

fn visitor(system: SystemId, person: Person, vouched: bool) -> Visitor {
    let reporter = Reporter { system, person };
    Visitor {
        approver: Approver::from_verified(reporter.clone(), vouched),
        reporter,
    }
}

/// A person as kept: a host with endless names must not fill the desk.
fn bounded(mut person: Person) -> Person {
    for text in [
        &mut person.id,
        &mut person.login,
        &mut person.name,
        &mut person.email,
    ] {
        if let Some((cut, _)) = text.char_indices().nth(MAX_SUBJECT * 2) {
            text.truncate(cut);
        }
    }
    person
}
