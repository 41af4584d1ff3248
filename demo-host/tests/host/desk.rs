//! A desk at the other end: a real key, a real port, and it writes down what it is told.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use deskside_demo_host::deskside::key::thumbprint;
use deskside_protocol::DateTime;
use deskside_protocol::access::{GrantRequest, Jwk};
use deskside_protocol::audit::Head;
use deskside_protocol::host::{DeskEvent, DeskFact, HostEvent, HostReport, PairRequest, Paired};
use deskside_protocol::identity::AgentCard;
use deskside_protocol::ids::{AgentId, GrantId, SystemId, TicketId};
use ed25519_dalek::{Signer, SigningKey};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What the desk has heard and has to say.
#[derive(Default)]
pub(crate) struct Book {
    pub(crate) hosts: Vec<(SystemId, Jwk)>,
    pub(crate) reports: Vec<HostReport>,
    pub(crate) events: Vec<DeskEvent>,
    pub(crate) away: bool,
}

#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) url: String,
    pub(crate) key: SigningKey,
    pub(crate) book: Arc<Mutex<Book>>,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let desk = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            key: SigningKey::from_bytes(&[7; 32]),
            book: Arc::default(),
        };
        let router = Router::new()
            .route("/api/pair", post(pair))
            .route("/api/host/reports", post(report))
            .route("/api/host/events", get(events))
            .with_state(desk.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        desk
    }

    pub(crate) fn request(
        &self,
        system: &SystemId,
        name: u8,
        agent_key: &Jwk,
        now: DateTime,
    ) -> GrantRequest {
        GrantRequest {
            iss: self.url.clone(),
            aud: system.clone(),
            iat: now.timestamp(),
            exp: now.timestamp() + 72 * 3600,
            jti: format!("request-{name}"),
            grant: GrantId::from_random([name; 16]),
            ticket: TicketId::from_random([name; 16]),
            reference: format!("T-10{name}"),
            subject: "Không xác nhận được báo giá S00042".into(),
            agent: linh(),
            agent_key: agent_key.clone(),
            reason: "See why <b>S00042</b> cannot be confirmed".into(),
            scopes: vec!["sales.read".into(), "sales.write".into()],
            minutes: 120,
        }
    }

    pub(crate) fn sign(&self, claims: &impl Serialize) -> String {
        jws(&self.key, claims)
    }

    pub(crate) fn event(
        &self,
        system: &SystemId,
        seq: u64,
        what: DeskFact,
        now: DateTime,
    ) -> DeskEvent {
        DeskEvent {
            seq,
            at: now,
            what,
            head: Head {
                system: system.clone(),
                seq: seq * 2,
                hash: format!("{seq:064x}"),
            },
        }
    }

    /// Headers of a webhook over this body.
    pub(crate) fn seal(&self, id: &str, at: i64, body: &str) -> Vec<(&'static str, String)> {
        let signature = self.key.sign(format!("{id}.{at}.{body}").as_bytes());
        vec![
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", at.to_string()),
            (
                "webhook-signature",
                format!("v1a,{}", STANDARD.encode(signature.to_bytes())),
            ),
            ("content-type", "application/json".to_owned()),
        ]
    }

    pub(crate) fn heard(&self) -> Vec<HostEvent> {
        let book = self.book.lock().unwrap();
        book.reports.iter().map(|one| one.event.clone()).collect()
    }

    pub(crate) fn away(&self, away: bool) {
        self.book.lock().unwrap().away = away;
    }

    pub(crate) fn host_key(&self, system: &SystemId) -> Jwk {
        let book = self.book.lock().unwrap();
        let found = book.hosts.iter().find(|(id, _)| id == system);
        found.unwrap().1.clone()
    }
}

pub(crate) fn linh() -> AgentCard {
    AgentCard {
        id: AgentId::from_random([1; 16]),
        name: "Linh Do".into(),
        email: "linh@desk.example".into(),
    }
}

pub(crate) fn jws(key: &SigningKey, claims: &impl Serialize) -> String {
    let text = unsigned(r#"{"alg":"EdDSA","typ":"JWT"}"#, claims);
    let signature = key.sign(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

pub(crate) fn unsigned(header: &str, claims: &impl Serialize) -> String {
    let payload = serde_json::to_vec(claims).unwrap();
    format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload)
    )
}

/// Claims a host signed, verified with the key it paired with.
pub(crate) fn verified<T: DeserializeOwned + Clone>(jws: &str, key: &Jwk) -> T {
    let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::ES256);
    rules.validate_aud = false;
    rules.validate_exp = false;
    rules.required_spec_claims.clear();
    let decoding = jsonwebtoken::DecodingKey::from_ec_components(&key.x, &key.y).unwrap();
    let token = jsonwebtoken::decode::<T>(jws, &decoding, &rules).unwrap();
    assert_eq!(token.header.kid, Some(thumbprint(key)));
    token.claims
}

async fn pair(State(desk): State<Desk>, Json(asked): Json<PairRequest>) -> Json<Paired> {
    let mut book = desk.book.lock().unwrap();
    let place = u8::try_from(book.hosts.len()).unwrap();
    let system = SystemId::from_random([place + 1; 16]);
    assert_eq!(asked.prefix, "/deskside");
    book.hosts.push((system.clone(), asked.key));
    Json(Paired {
        system,
        desk: desk.url.clone(),
        desk_key: URL_SAFE_NO_PAD.encode(desk.key.verifying_key().to_bytes()),
    })
}

async fn report(State(desk): State<Desk>, body: String) -> StatusCode {
    let claimed: HostReport = serde_json::from_slice(
        &URL_SAFE_NO_PAD
            .decode(body.split('.').nth(1).unwrap())
            .unwrap(),
    )
    .unwrap();
    let key = desk.host_key(&claimed.iss);
    let mut book = desk.book.lock().unwrap();
    if book.away {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let report: HostReport = verified(&body, &key);
    assert_eq!(report.aud, desk.url);
    if book.reports.iter().any(|known| known.jti == report.jti) {
        return StatusCode::CONFLICT;
    }
    book.reports.push(report);
    StatusCode::NO_CONTENT
}

async fn events(
    State(desk): State<Desk>,
    headers: axum::http::HeaderMap,
    axum::extract::RawQuery(query): axum::extract::RawQuery,
) -> Result<Json<Vec<DeskEvent>>, StatusCode> {
    let token = headers["authorization"].to_str().unwrap().to_owned();
    let token = token.strip_prefix("Bearer ").unwrap();
    let claims: serde_json::Value = serde_json::from_slice(
        &URL_SAFE_NO_PAD
            .decode(token.split('.').nth(1).unwrap())
            .unwrap(),
    )
    .unwrap();
    let system = SystemId(claims["iss"].as_str().unwrap().to_owned());
    let _: serde_json::Value = verified(token, &desk.host_key(&system));
    let book = desk.book.lock().unwrap();
    if book.away {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    let after: u64 = query.unwrap()["after=".len()..].parse().unwrap();
    Ok(Json(
        book.events
            .iter()
            .filter(|event| event.head.system == system && event.seq > after)
            .cloned()
            .collect(),
    ))
}
