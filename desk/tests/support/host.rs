//! A host as the desk knows one: signs with a real ES256 key.

use axum::http::{Method, StatusCode};
use deskside_protocol::DateTime;
use deskside_protocol::access::EndReason;
use deskside_protocol::access::{Approval, EffectiveRight, Jwk, Right, ScopeOffer, Sweep};
use deskside_protocol::api::{GrantView, OpenSession};
use deskside_protocol::host::{HostEvent, HostReport, PairRequest};
use deskside_protocol::identity::{IdentityClaims, Lang, Person, Text};
use deskside_protocol::ids::SystemId;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::pkcs8::EncodePrivateKey as _;
use serde::Serialize;

use super::{Caller as _, Reply, Seat, Stage, URL, json};

/// A host paired with a system.
#[derive(Clone)]
pub(crate) struct Host {
    pub(crate) stage: Stage,
    pub(crate) system: SystemId,
    pub(crate) url: String,
    secret: p256::SecretKey,
}

/// Somebody of the demo cast.
pub(crate) fn person(login: &str) -> Person {
    let mut name = login.to_owned();
    name[..1].make_ascii_uppercase();
    Person {
        id: format!("u-{login}"),
        login: login.to_owned(),
        name,
        email: format!("{login}@minhlong.example"),
        lang: Lang::En,
    }
}

impl Host {
    pub(super) fn new(stage: Stage, system: SystemId, url: &str) -> Self {
        let secret = p256::SecretKey::from_slice(&stage.desk.world.random::<32>()).unwrap();
        Self {
            stage,
            system,
            url: url.to_owned(),
            secret,
        }
    }

    /// The public half of its key.
    pub(crate) fn key(&self) -> Jwk {
        serde_json::from_str(&self.secret.public_key().to_jwk_string()).unwrap()
    }

    /// Signs claims as this host.
    pub(crate) fn sign(&self, claims: &impl Serialize) -> String {
        let der = self.secret.to_pkcs8_der().unwrap();
        let key = EncodingKey::from_ec_der(der.as_bytes());
        let header = Header {
            kid: Some(deskside_desk::keys::thumbprint(&self.key())),
            ..Header::new(Algorithm::ES256)
        };
        jsonwebtoken::encode(&header, claims, &key).unwrap()
    }

    /// Types a pairing code.
    pub(crate) async fn pair(&self, code: &str) -> Reply {
        let request = PairRequest {
            code: code.to_owned(),
            key: self.key(),
            url: self.url.clone(),
            prefix: "/deskside".to_owned(),
        };
        self.post("/api/pair", &request).await
    }

    async fn post(&self, path: &str, body: &impl Serialize) -> Reply {
        let headers = [("content-type", "application/json".to_owned())];
        self.stage
            .call(Method::POST, path, &headers, json(body))
            .await
    }

    /// Claims of an identity token, right in every respect.
    pub(crate) fn claims(&self, login: &str, approver: bool) -> IdentityClaims {
        let now = self.stage.desk.world.now().timestamp();
        IdentityClaims {
            iss: self.system.clone(),
            aud: URL.to_owned(),
            iat: now,
            exp: now + 120,
            jti: self.stage.desk.world.secret(),
            person: person(login),
            roles: vec!["Sales".to_owned()],
            approver,
        }
    }

    /// Signs somebody in.
    pub(crate) async fn reporter(&self, login: &str) -> Seat {
        Seat::sign_in(&self.stage, &self.sign(&self.claims(login, false))).await
    }

    /// Signs somebody in who may approve access.
    pub(crate) async fn approver(&self, login: &str) -> Seat {
        Seat::sign_in(&self.stage, &self.sign(&self.claims(login, true))).await
    }

    /// Signs in whoever these claims name.
    pub(crate) async fn signs_in(&self, claims: &IdentityClaims) -> Seat {
        Seat::sign_in(&self.stage, &self.sign(claims)).await
    }

    /// Tries to open a session with these claims.
    pub(crate) async fn opens(&self, claims: &IdentityClaims) -> Reply {
        let identity = self.sign(claims);
        self.post("/api/sessions", &OpenSession { identity }).await
    }

    /// A report about an event, signed.
    pub(crate) fn reported(&self, event: HostEvent) -> String {
        let now = self.stage.desk.world.now().timestamp();
        self.sign(&HostReport {
            iss: self.system.clone(),
            aud: URL.to_owned(),
            iat: now,
            exp: now + 300,
            jti: self.stage.desk.world.secret(),
            event,
        })
    }

    /// Hands a signed report in.
    pub(crate) async fn hand_in(&self, report: String) -> Reply {
        let headers = [("content-type", "application/jose".to_owned())];
        self.stage
            .call(Method::POST, "/api/host/reports", &headers, report)
            .await
    }

    /// Reports an event.
    pub(crate) async fn report(&self, event: HostEvent) -> Reply {
        self.hand_in(self.reported(event)).await
    }

    /// Says what it offers and who may approve.
    pub(crate) async fn hello(&self) {
        let scopes = [("sales.read", "Sales"), ("stock.read", "Stock")].map(|(id, label)| {
            let label = Text {
                en: label.to_owned(),
                vi: label.to_owned(),
            };
            ScopeOffer {
                id: id.to_owned(),
                label: label.clone(),
                effective: vec![EffectiveRight {
                    object: id.to_owned(),
                    label,
                    right: Right::Read,
                }],
            }
        });
        let hello = HostEvent::Hello {
            scopes: scopes.to_vec(),
            approvers: vec![person("hoa")],
            installation: None,
        };
        self.report(hello).await.expect(StatusCode::NO_CONTENT);
    }

    /// An approval of exactly what was asked, by hoa, for the agent's key.
    pub(crate) fn approval(&self, grant: &GrantView, key: &Jwk) -> Approval {
        let now = self.stage.desk.world.now();
        Approval {
            grant: grant.id.clone(),
            ticket: grant.ticket.clone(),
            agent: grant.agent.id.clone(),
            agent_key: deskside_desk::keys::thumbprint(key),
            scopes: grant.scopes.iter().map(|scope| scope.id.clone()).collect(),
            effective: vec![],
            from: now,
            until: now + chrono::TimeDelta::minutes(grant.minutes.into()),
            by: person("hoa"),
            account: "support-1".to_owned(),
            enter_url: format!("{}/deskside/enter", self.url),
        }
    }

    /// Reports an approval.
    pub(crate) async fn approve(&self, approval: Approval) -> Reply {
        let approval = Box::new(approval);
        self.report(HostEvent::GrantApproved { approval }).await
    }

    /// Reports the end of a grant, swept.
    pub(crate) async fn ended(&self, grant: &GrantView, at: DateTime, why: EndReason) -> Reply {
        let sweep = Sweep {
            account: "support-1".to_owned(),
            ..Sweep::default()
        };
        self.report(HostEvent::GrantEnded {
            grant: grant.id.clone(),
            at,
            why,
            sweep,
        })
        .await
    }

    /// A token to pull events with.
    pub(crate) fn pull_token(&self) -> String {
        #[derive(Serialize)]
        struct Claims {
            iss: SystemId,
            aud: String,
            iat: i64,
            exp: i64,
            jti: String,
        }
        let now = self.stage.desk.world.now().timestamp();
        self.sign(&Claims {
            iss: self.system.clone(),
            aud: URL.to_owned(),
            iat: now,
            exp: now + 60,
            jti: self.stage.desk.world.secret(),
        })
    }
}

impl super::Caller for Host {
    fn stage(&self) -> &Stage {
        &self.stage
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        vec![("authorization", format!("Bearer {}", self.pull_token()))]
    }
}

/// So that the trait is used for hosts where they pull.
impl Host {
    /// Pulls events after a number.
    pub(crate) async fn pull(&self, after: u64) -> Reply {
        self.get(&format!("/api/host/events?after={after}")).await
    }
}
