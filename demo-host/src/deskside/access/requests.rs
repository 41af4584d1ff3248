//! `POST requests`: what an agent asks for, as the desk signed it. Taking it gives nobody anything;
//! it is what a confirm page is drawn from.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use deskside_protocol::DateTime;
use deskside_protocol::access::GrantRequest;
use deskside_protocol::api::GrantRequestJws;
use deskside_protocol::host::RequestTaken;
use deskside_protocol::ids::GrantId;
use deskside_protocol::problem::Code;
use sqlx::{FromRow, SqliteExecutor};

use crate::deskside::jws::{self, Refused};
use crate::deskside::pairing::Pairing;
use crate::encoding::{millis, moment};
use crate::erp::fault::Fault;
use crate::erp::house::{App, House};
use crate::erp::rights;
use crate::erp::sessions::Signed;

/// Longest text of any field of a request, in characters.
const LONGEST: usize = 4000;

/// Takes a request that an approver's widget hands over.
///
/// # Errors
/// When it is not an approver, or not a request of our desk for us.
pub async fn post(
    State(app): State<App>,
    signed: Signed,
    Json(body): Json<GrantRequestJws>,
) -> Result<(StatusCode, Json<RequestTaken>), Fault> {
    signed.approver().await?.ok_or(Code::NotAnApprover)?;
    let grant = take(&app, &signed.house, &body.request).await?;
    let confirm = format!("{}/confirm/{grant}", crate::deskside::PREFIX);
    Ok((StatusCode::CREATED, Json(RequestTaken { confirm })))
}

/// Verifies a request and keeps it. The same again changes nothing; another under the same name is
/// refused.
///
/// # Errors
/// When it does not verify, or differs from what came first.
pub async fn take(app: &App, house: &House, request: &str) -> Result<GrantId, Fault> {
    let pairing = house.pairing().await?.ok_or(Code::WrongState)?;
    let facts = verify(request, &pairing, app.now()).map_err(|why| {
        tracing::warn!(company = house.name, %why, "a request for access was refused");
        Fault::from(Code::SignatureRefused)
    })?;
    if !facts.scopes.iter().all(|scope| rights::known(scope)) {
        return Err(Fault::on(Code::FieldInvalid, "scopes"));
    }
    let lapses = moment(facts.exp.saturating_mul(1000));
    sqlx::query(
        "INSERT INTO requests (grant_id, jws, received_at, lapses_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (grant_id) DO NOTHING",
    )
    .bind(facts.grant.as_str())
    .bind(request)
    .bind(millis(app.now()))
    .bind(millis(lapses))
    .execute(&house.db)
    .await?;
    let kept = find(&house.db, &facts.grant).await?.ok_or(Code::Internal)?;
    // Signed twice the same request has two signatures times; what it says must be the same.
    if same_but_for_times(&kept.request, &facts) {
        Ok(facts.grant)
    } else {
        Err(Code::WrongState.into())
    }
}

fn same_but_for_times(kept: &GrantRequest, other: &GrantRequest) -> bool {
    let timeless = |request: &GrantRequest| GrantRequest {
        iat: 0,
        exp: 0,
        jti: String::new(),
        ..request.clone()
    };
    timeless(kept) == timeless(other)
}

fn verify(request: &str, pairing: &Pairing, now: DateTime) -> Result<GrantRequest, Refused> {
    let facts: GrantRequest = jws::from_desk(request, &pairing.desk_key)?;
    if facts.iss != pairing.desk || facts.aud != pairing.system {
        return Err(Refused::Parties);
    }
    jws::in_time(facts.iat, facts.exp, now)?;
    let whole = facts.grant.looks_valid()
        && facts.agent_key.looks_valid()
        && !facts.scopes.is_empty()
        && [&facts.reason, &facts.subject, &facts.agent.name]
            .iter()
            .all(|text| text.chars().count() <= LONGEST);
    if whole {
        Ok(facts)
    } else {
        Err(Refused::Parties)
    }
}

/// A request in the book.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The JWS, byte for byte.
    pub jws: String,
    /// What it says.
    pub request: GrantRequest,
    /// When it lapses.
    pub lapses_at: DateTime,
    /// `open`, `approved`, `denied` or `dropped`.
    pub state: String,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime>,
}

impl Asked {
    /// Whether it can be decided at this moment.
    #[must_use]
    pub fn is_open(&self, now: DateTime) -> bool {
        self.state == "open" && now < self.lapses_at
    }
}

#[derive(FromRow)]
struct Row {
    jws: String,
    lapses_at: i64,
    state: String,
    decided_by: Option<String>,
    decided_at: Option<i64>,
}

/// The request for this grant.
///
/// # Errors
/// When the database fails.
pub async fn find(
    db: impl SqliteExecutor<'_>,
    grant: &GrantId,
) -> Result<Option<Asked>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT jws, lapses_at, state, decided_by, decided_at FROM requests WHERE grant_id = ?1",
    )
    .bind(grant.as_str())
    .fetch_optional(db)
    .await?;
    // It was verified when it was taken; here it is only read.
    Ok(row.and_then(|row| {
        Some(Asked {
            request: jws::unverified(&row.jws)?,
            lapses_at: moment(row.lapses_at),
            state: row.state,
            decided_by: row.decided_by,
            decided_at: row.decided_at.map(moment),
            jws: row.jws,
        })
    }))
}
