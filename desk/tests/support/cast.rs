//! Who calls the desk: nobody in particular, somebody of a system, an agent.

use axum::http::{Method, StatusCode};
use deskside_protocol::access::Jwk;
use deskside_protocol::api::{
    AgentKey, AgentSignIn, AgentTicketView, AskAccess, GrantView, NewMessage, NewTicket,
    OpenSession, SessionOpened, TicketView,
};
use deskside_protocol::ids::TicketId;
use deskside_protocol::policy::Impact;
use serde::Serialize;

use super::{Reply, Stage, json};

/// Somebody who calls.
pub(crate) trait Caller {
    /// The desk they call.
    fn stage(&self) -> &Stage;

    /// What proves who they are.
    fn headers(&self) -> Vec<(&'static str, String)>;

    /// Fetches something.
    async fn get(&self, path: &str) -> Reply {
        let headers = self.headers();
        self.stage().call(Method::GET, path, &headers, "").await
    }

    /// Sends something, under a key of its own.
    async fn post(&self, path: &str, body: &impl Serialize) -> Reply {
        let key = self.stage().desk.world.secret();
        self.post_once(path, &key, body).await
    }

    /// Sends something under a key.
    async fn post_once(&self, path: &str, key: &str, body: &impl Serialize) -> Reply {
        let mut headers = self.headers();
        headers.push(("content-type", "application/json".to_owned()));
        headers.push(("idempotency-key", key.to_owned()));
        self.stage()
            .call(Method::POST, path, &headers, json(body))
            .await
    }

    /// Puts something in its place.
    async fn put(&self, path: &str, kind: &str, body: Vec<u8>) -> Reply {
        let mut headers = self.headers();
        headers.push(("content-type", kind.to_owned()));
        self.stage().call(Method::PUT, path, &headers, body).await
    }
}

/// Nobody in particular.
pub(crate) struct Anonymous<'a>(pub(crate) &'a Stage);

impl Caller for Anonymous<'_> {
    fn stage(&self) -> &Stage {
        self.0
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        vec![]
    }
}

/// Somebody of a system, signed in: a reporter, or an approver where the host vouched for it.
#[derive(Clone)]
pub(crate) struct Seat {
    stage: Stage,
    pub(crate) opened: SessionOpened,
}

impl Caller for Seat {
    fn stage(&self) -> &Stage {
        &self.stage
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        vec![("authorization", format!("Bearer {}", self.opened.session))]
    }
}

/// A ticket as people file it.
pub(crate) fn new_ticket(description: &str) -> NewTicket {
    NewTicket {
        description: description.to_owned(),
        impact: Impact::Blocked,
        context: Default::default(),
        attachments: vec![],
        shared: None,
        incident: None,
        lang: Default::default(),
    }
}

/// A message as people write it.
pub(crate) fn message(text: &str) -> NewMessage {
    NewMessage {
        text: text.to_owned(),
        attachments: vec![],
        awaits_reporter: false,
    }
}

impl Seat {
    pub(super) async fn sign_in(stage: &Stage, identity: &str) -> Self {
        let body = OpenSession {
            identity: identity.to_owned(),
        };
        let opened = Anonymous(stage)
            .post("/api/sessions", &body)
            .await
            .json(StatusCode::CREATED);
        Self {
            stage: stage.clone(),
            opened,
        }
    }

    /// Files a ticket.
    pub(crate) async fn files(&self, description: &str) -> TicketView {
        self.files_all(&new_ticket(description)).await
    }

    /// Files a ticket with everything to it.
    pub(crate) async fn files_all(&self, new: &NewTicket) -> TicketView {
        self.post("/api/tickets", new)
            .await
            .json(StatusCode::CREATED)
    }
}

/// An agent, signed in, with a key in their browser.
#[derive(Clone)]
pub(crate) struct Agent {
    stage: Stage,
    pub(crate) cookie: String,
    pub(crate) key: Jwk,
}

impl Caller for Agent {
    fn stage(&self) -> &Stage {
        &self.stage
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        vec![
            ("cookie", self.cookie.clone()),
            ("x-deskside", "console".to_owned()),
        ]
    }
}

impl Agent {
    pub(super) async fn sign_in(stage: &Stage, email: &str, password: &str) -> Self {
        let headers = [
            ("content-type", "application/json".to_owned()),
            ("x-deskside", "console".to_owned()),
        ];
        let body = json(&AgentSignIn {
            email: email.to_owned(),
            password: password.to_owned(),
        });
        let reply = stage
            .call(Method::POST, "/api/agent/session", &headers, body)
            .await
            .expect(StatusCode::OK);
        let set = reply.headers["set-cookie"].to_str().unwrap();
        for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(set.contains(part), "{set}");
        }
        let secret = p256::SecretKey::from_slice(&stage.desk.world.random::<32>()).unwrap();
        let agent = Self {
            stage: stage.clone(),
            cookie: set.split(';').next().unwrap().to_owned(),
            key: serde_json::from_str(&secret.public_key().to_jwk_string()).unwrap(),
        };
        let key = AgentKey {
            jwk: agent.key.clone(),
        };
        agent
            .put("/api/agent/key", "application/json", json(&key))
            .await
            .expect(StatusCode::OK);
        agent
    }

    /// Signs somebody in again, whose session ended.
    pub(crate) async fn again(stage: &Stage, name: &str) -> Self {
        let email = format!("{name}@desk.example");
        Self::sign_in(stage, &email, &format!("demo-{name}")).await
    }

    /// Looks at a ticket.
    pub(crate) async fn sees(&self, id: &TicketId) -> AgentTicketView {
        self.get(&format!("/api/agent/tickets/{id}"))
            .await
            .json(StatusCode::OK)
    }

    /// Takes a step on a ticket: `resolve` or `close`.
    pub(crate) async fn takes(&self, id: &TicketId, step: &str) -> Reply {
        self.post(&format!("/api/agent/tickets/{id}/{step}"), &())
            .await
    }

    /// Asks for access to Sales for two hours.
    pub(crate) async fn asks(&self, id: &TicketId) -> GrantView {
        self.asks_for(id, &["sales.read"], 120)
            .await
            .json(StatusCode::CREATED)
    }

    /// Asks for access.
    pub(crate) async fn asks_for(&self, id: &TicketId, scopes: &[&str], minutes: u32) -> Reply {
        let ask = AskAccess {
            scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
            minutes,
            reason: "To see the quotation that fails".to_owned(),
        };
        self.post(&format!("/api/agent/tickets/{id}/grants"), &ask)
            .await
    }
}
