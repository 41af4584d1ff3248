//! Sessions: a cookie that names its house and a secret of which the house keeps only the hash.
//! A session of a support account lives exactly as long as its grant.

use std::sync::Arc;

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use chrono::TimeDelta;
use deskside_protocol::identity::{AgentCard, Approver, Lang, Reporter};
use deskside_protocol::ids::GrantId;
use deskside_protocol::{DateTime, access::Right};

use crate::deskside::access::{book, end};
use crate::encoding::{fingerprint, millis};
use crate::erp::accounts::{self, User};
use crate::erp::fault::Fault;
use crate::erp::house::{App, House};
use crate::erp::rights::{Holder, Object};

/// How long a colleague stays signed in.
const LASTS: TimeDelta = TimeDelta::hours(12);

/// Somebody who is signed in, as this very request found them.
#[derive(Clone, Debug)]
pub struct Signed {
    /// In which company.
    pub house: Arc<House>,
    /// Which session.
    pub session: String,
    /// Who.
    pub user: User,
    /// What they may do, read anew for this request.
    pub holder: Holder,
    /// What their forms must carry.
    pub csrf: String,
    /// The language they read.
    pub lang: Lang,
    /// The grant, when this is the vendor's support.
    pub seat: Option<Seat>,
}

/// The grant under which support sits in the ERP.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Which one.
    pub grant: GrantId,
    /// Who it really is.
    pub agent: AgentCard,
    /// On which ticket.
    pub reference: String,
    /// Until when.
    pub until: DateTime,
}

impl Signed {
    /// Whether they may use a thing at least this way.
    #[must_use]
    pub fn may(&self, object: Object, need: Right) -> bool {
        self.holder.may(object, need)
    }

    /// The authority to approve, for those who have it now; `None` for everybody else, and in a
    /// house that has no desk.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn approver(&self) -> Result<Option<Approver>, sqlx::Error> {
        let Some(pairing) = self.house.pairing().await? else {
            return Ok(None);
        };
        let reporter = Reporter {
            system: pairing.system,
            person: self.user.person(),
        };
        Ok(Approver::from_verified(reporter, self.holder.may_approve()))
    }
}

/// What a cookie turned out to be.
#[derive(Debug)]
pub enum Found {
    /// A live session.
    Signed(Box<Signed>),
    /// A support session whose grant is over.
    Ended,
    /// Nothing.
    Nobody,
}

/// Opens a session and returns the cookie for it.
///
/// # Errors
/// When the database fails.
pub async fn open(
    app: &App,
    house: &House,
    user: &User,
    lang: Lang,
    grant: Option<(&GrantId, DateTime)>,
) -> Result<Cookie<'static>, sqlx::Error> {
    let secret = app.world.secret();
    let now = app.now();
    sqlx::query(
        "INSERT INTO sessions (token_hash, user_id, csrf, lang, grant_id, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )
    .bind(fingerprint(&secret))
    .bind(user.id)
    .bind(app.world.secret())
    .bind(lang.tag())
    .bind(grant.map(|(id, _)| id.as_str()))
    .bind(millis(now))
    .bind(millis(grant.map_or(now + LASTS, |(_, until)| until)))
    .execute(&house.db)
    .await?;
    Ok(cookie(app, format!("{}.{secret}", house.slug)))
}

/// The cookie that carries a session, or an empty one that takes its place.
#[must_use]
pub fn cookie(app: &App, value: String) -> Cookie<'static> {
    Cookie::build((app.cookie(), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.public_url.starts_with("https://"))
        .build()
}

/// Splits a cookie into its house and the hash under which a session is kept.
#[must_use]
pub fn read(app: &App, jar: &CookieJar) -> Option<(Arc<House>, String)> {
    let value = jar.get(&app.cookie())?.value().to_owned();
    let (slug, secret) = value.split_once('.')?;
    Some((app.house(slug)?.clone(), fingerprint(secret)))
}

/// Finds who is behind a cookie, with roles and grant as they are at this moment.
///
/// # Errors
/// When the database fails.
pub async fn find(app: &App, jar: &CookieJar) -> Result<Found, Fault> {
    let Some((house, session)) = read(app, jar) else {
        return Ok(Found::Nobody);
    };
    let now = app.now();
    let row: Option<(i64, String, String, Option<String>, i64)> = sqlx::query_as(
        "SELECT user_id, csrf, lang, grant_id, expires_at FROM sessions WHERE token_hash = ?1",
    )
    .bind(&session)
    .fetch_optional(&house.db)
    .await?;
    let Some((user_id, csrf, lang, grant, expires_at)) = row else {
        return ended_or_nobody(&house, &session).await;
    };
    let user = accounts::by_id(&house.db, user_id).await?;
    let Some(user) = user.filter(|user| user.active) else {
        return ended_or_nobody(&house, &session).await;
    };
    let (holder, seat) = match grant {
        None if user.support_grant.is_some() || expires_at <= millis(now) => {
            return Ok(Found::Nobody);
        }
        None => (
            Holder::Staff(accounts::roles(&house.db, user.id).await?),
            None,
        ),
        Some(grant) => {
            // The grant is looked up at every request: a clock that has moved on is noticed here,
            // whether or not anybody swept.
            let Some(open) = book::open(&house.db, &GrantId(grant), now).await? else {
                // Ended for good, right now: a clock that goes back revives nothing.
                end::expire(app, &house).await?;
                return Ok(Found::Ended);
            };
            if open.account != user.id {
                return Ok(Found::Nobody);
            }
            let seat = Seat {
                grant: open.request.grant,
                agent: open.request.agent,
                reference: open.request.reference,
                until: open.approval.until,
            };
            (Holder::Support(open.approval.scopes), Some(seat))
        }
    };
    Ok(Found::Signed(Box::new(Signed {
        lang: Lang::from_tag(&lang),
        house,
        session,
        user,
        holder,
        csrf,
        seat,
    })))
}

async fn ended_or_nobody(house: &House, session: &str) -> Result<Found, Fault> {
    let ended: Option<i64> =
        sqlx::query_scalar("SELECT 1 FROM ended_sessions WHERE token_hash = ?1")
            .bind(session)
            .fetch_optional(&house.db)
            .await?;
    Ok(if ended.is_some() {
        Found::Ended
    } else {
        Found::Nobody
    })
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn close(house: &House, session: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM sessions WHERE token_hash = ?1")
        .bind(session)
        .execute(&house.db)
        .await?;
    Ok(())
}
