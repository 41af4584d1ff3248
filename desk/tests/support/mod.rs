//! A desk in a temporary folder, with a real database, and people who call it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use chrono::TimeDelta;
use deskside_desk::desk::Wakes;
use deskside_desk::identity::NewAgent;
use deskside_desk::keys::KeyPair;
use deskside_desk::manage::{self, NewSystem};
use deskside_desk::policy::Rules;
use deskside_desk::policy::modules::{self, Assessed};
use deskside_desk::world::World;
use deskside_desk::{Desk, Settings, api, upkeep};
use deskside_protocol::problem::{Code, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::TempDir;
use tower::ServiceExt as _;

mod cast;
mod host;

pub(crate) use cast::{Agent, Anonymous, Caller, Seat, message, new_ticket};
pub(crate) use host::{Host, person};

/// Address under which the desk believes to be reached.
pub(crate) const URL: &str = "http://127.0.0.1:9100";

/// The rules that come with the desk, and the demo's list of modules, signed as a vendor does.
pub(crate) fn rules() -> Rules {
    let (folder, world) = (TempDir::new().unwrap(), World::real());
    let key = KeyPair::make(&folder.path().join("vendor.key"), &world).unwrap();
    let names = include_str!("../../../policy/assessed-modules.json");
    let list = modules::sign(&key, "Viindoo", names, world.now()).unwrap();
    let list = Assessed::verify(&list, &key.public().parse().unwrap()).unwrap();
    Rules::load().unwrap().with_assessed(list)
}

/// A desk to be called.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) desk: Desk,
    router: Router,
    _folder: Arc<TempDir>,
}

impl Stage {
    /// A new desk without systems.
    pub(crate) async fn new() -> Self {
        Self::with(None).await.0
    }

    /// The same, under rules of one's own.
    pub(crate) async fn under(rules: Rules) -> Self {
        Self::open(None, rules, World::real()).await.0
    }

    /// A new desk in a world whose clock stands at a moment until time is passed.
    pub(crate) async fn at(moment: &str) -> Self {
        let world = World::standing(moment.parse().unwrap());
        Self::open(None, rules(), world).await.0
    }

    /// A new desk with built web pages, and with what wakes its tasks.
    pub(crate) async fn with(web: Option<std::path::PathBuf>) -> (Self, Wakes) {
        Self::open(web, rules(), World::real()).await
    }

    async fn open(web: Option<std::path::PathBuf>, rules: Rules, world: World) -> (Self, Wakes) {
        let folder = TempDir::new().unwrap();
        let settings = Settings {
            data: folder.path().to_owned(),
            public_url: URL.to_owned(),
            web,
        };
        let (desk, wakes) = Desk::open(settings, rules, world).await.unwrap();
        (Self::of(desk, folder), wakes)
    }

    /// A desk that was opened in a folder.
    pub(crate) fn of(desk: Desk, folder: TempDir) -> Self {
        Self {
            router: api::router(&desk),
            desk,
            _folder: Arc::new(folder),
        }
    }

    /// The same place, after its desk was opened again.
    pub(crate) fn reopened(&self, desk: Desk) -> Self {
        Self {
            router: api::router(&desk),
            desk,
            ..self.clone()
        }
    }

    /// Signs somebody in again who was added before.
    pub(crate) async fn again(&self, name: &str) -> Agent {
        let email = format!("{name}@desk.example");
        Agent::sign_in(self, &email, &format!("demo-{name}")).await
    }

    /// Adds a system and pairs a host with it, which says hello.
    pub(crate) async fn system(&self, name: &str) -> Host {
        self.system_at(name, "http://localhost:9200").await
    }

    /// The same, at an address.
    pub(crate) async fn system_at(&self, name: &str, url: &str) -> Host {
        let new = NewSystem {
            name: name.to_owned(),
            origins: vec![url.to_owned()],
            zone: chrono_tz::Asia::Ho_Chi_Minh,
        };
        let (system, code) = manage::add_system(&self.desk, new).await.unwrap();
        let host = Host::new(self.clone(), system, url);
        host.pair(&code).await.expect(StatusCode::OK);
        host.hello().await;
        host
    }

    /// Adds an agent and signs them in.
    pub(crate) async fn agent(&self, name: &str) -> Agent {
        self.staff(name, false).await
    }

    /// Adds somebody who runs the desk, and signs them in.
    pub(crate) async fn lead(&self, name: &str) -> Agent {
        self.staff(name, true).await
    }

    async fn staff(&self, name: &str, lead: bool) -> Agent {
        let email = format!("{name}@desk.example");
        let new = NewAgent {
            email,
            name: name.to_owned(),
            lead,
            password: format!("demo-{name}"),
        };
        manage::add(&self.desk, new).await.unwrap();
        self.again(name).await
    }

    /// The id of an agent.
    pub(crate) async fn agent_id(&self, name: &str) -> String {
        sqlx::query_scalar("SELECT id FROM agents WHERE name = $1")
            .bind(name)
            .fetch_one(self.desk.store.read())
            .await
            .unwrap()
    }

    /// Lets time pass, and the desk do what is due.
    pub(crate) async fn pass(&self, time: TimeDelta) {
        self.desk.world.pass(time);
        upkeep::look(&self.desk, false).await.unwrap();
    }

    /// Calls the desk.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, String)],
        body: impl Into<Body>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(body.into()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: axum::body::to_bytes(body, usize::MAX).await.unwrap().into(),
        }
    }

    /// How many rows a table has.
    pub(crate) async fn count(&self, table: &'static str) -> i64 {
        let statement = format!("SELECT COUNT(*) FROM {table}");
        sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
            .fetch_one(self.desk.store.read())
            .await
            .unwrap()
    }

    /// Subjects and addresses of all mails, oldest first.
    pub(crate) async fn mails(&self) -> Vec<(String, String)> {
        sqlx::query_as("SELECT recipient, subject FROM outbox ORDER BY written_at, rowid")
            .fetch_all(self.desk.store.read())
            .await
            .unwrap()
    }

    /// What hosts have been told, oldest first.
    pub(crate) async fn events(&self) -> Vec<deskside_protocol::host::DeskEvent> {
        let bodies: Vec<String> = sqlx::query_scalar("SELECT body FROM events ORDER BY rowid")
            .fetch_all(self.desk.store.read())
            .await
            .unwrap();
        bodies
            .iter()
            .map(|body| serde_json::from_str(body).unwrap())
            .collect()
    }
}

/// What the desk answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The answer as JSON, if the status is the expected one.
    #[track_caller]
    pub(crate) fn json<T: DeserializeOwned>(self, status: StatusCode) -> T {
        let reply = self.expect(status);
        serde_json::from_slice(&reply.body).unwrap()
    }

    /// The same answer, if the status is the expected one.
    #[track_caller]
    pub(crate) fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// Asserts that it is a problem of this code, in the one shape.
    #[track_caller]
    pub(crate) fn refused(&self, code: Code) {
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.code, code, "{}", self.text());
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.status.as_u16(), problem.status);
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A value as a JSON body.
pub(crate) fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}
