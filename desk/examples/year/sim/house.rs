//! The desk of the simulated year: a real one, in a folder, called over its real routes, whose clock
//! moves only when it is told to. It is stopped and opened again now and then.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use deskside_desk::identity::NewAgent;
use deskside_desk::keys::digest;
use deskside_desk::manage::{self, NewSystem};
use deskside_desk::policy::Rules;
use deskside_desk::store::{Stored, ms};
use deskside_desk::world::World;
use deskside_desk::{Desk, Settings, api, upkeep};
use deskside_protocol::DateTime;
use deskside_protocol::identity::Person;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt as _;

use super::town::{Customer, Seat, Town, Worker};

/// The desk and the folder it lives in.
pub(crate) struct House {
    pub(crate) desk: Desk,
    router: Router,
    world: World,
    folder: TempDir,
}

impl House {
    /// A new desk at this moment.
    pub(crate) async fn build(at: DateTime) -> Result<Self> {
        let folder = folder()?;
        let world = World::standing(at);
        let desk = open(folder.path(), &world).await?;
        Ok(Self {
            router: api::router(&desk),
            desk,
            world,
            folder,
        })
    }

    pub(crate) fn now(&self) -> DateTime {
        self.world.now()
    }

    /// Moves the clock on.
    pub(crate) fn until(&self, at: DateTime) {
        self.world.pass(at - self.world.now());
    }

    /// Stops the desk; nobody looks and nobody is answered until it is opened again.
    pub(crate) async fn stop(&self) {
        self.desk.store.clone().close().await;
    }

    /// Opens it again in the same folder.
    pub(crate) async fn open(&mut self) -> Result<()> {
        self.desk = open(self.folder.path(), &self.world).await?;
        self.router = api::router(&self.desk);
        Ok(())
    }

    /// Has the desk do what is due.
    pub(crate) async fn look(&self) -> Result<()> {
        Ok(upkeep::look(&self.desk, false).await?)
    }

    /// When the desk itself says that it must look next.
    pub(crate) async fn looks_next(&self) -> Result<Option<DateTime>> {
        let next: Option<i64> = sqlx::query_scalar(
            "SELECT MIN(at) FROM (SELECT MIN(look_at) AS at FROM clocks
             UNION ALL SELECT MIN(look_at) FROM maintenance) looks",
        )
        .fetch_one(self.desk.store.read())
        .await?;
        Ok(next.and_then(DateTime::from_timestamp_millis))
    }

    /// Calls the desk, and gives its answer.
    pub(crate) async fn call(&self, call: Call) -> Result<(StatusCode, Vec<u8>)> {
        let mut request = Request::builder().method(call.method).uri(call.path);
        request = match call.proof {
            Proof::Session(token) => request.header("authorization", format!("Bearer {token}")),
            Proof::Cookie(token) => request
                .header("cookie", format!("deskside_console={token}"))
                .header("x-deskside", "console"),
        };
        let request = request
            .header("content-type", "application/json")
            .header("idempotency-key", self.world.secret())
            .body(Body::from(call.body.to_string()))?;
        let response = self.router.clone().oneshot(request).await?;
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
        Ok((status, body.into()))
    }

    /// Fetches something as one of the staff.
    pub(crate) async fn get(&self, worker: &Worker, path: &str) -> Result<Vec<u8>> {
        let call = Call {
            method: Method::GET,
            path: path.to_owned(),
            proof: Proof::Cookie(worker.token.clone()),
            body: Value::Null,
        };
        let (status, body) = self.call(call).await?;
        let told = || String::from_utf8_lossy(&body).into_owned();
        ensure!(status == StatusCode::OK, "{path}: {status} {}", told());
        Ok(body)
    }

    /// Brings everybody in: all of them are signed in for the whole year, because signing in is not
    /// what is tried here.
    pub(crate) async fn welcome(&self, town: &mut Town) -> Result<()> {
        for customer in &mut town.customers {
            self.add(customer).await?;
            let id = customer.id.as_str().to_owned();
            let mut seats: Vec<&mut Seat> = customer.reporters.iter_mut().collect();
            for seat in &mut seats {
                seat.token = self.session(&id, &seat.person, false).await?;
            }
            let decides = &mut customer.approver;
            decides.token = self.session(&id, &decides.person, true).await?;
        }
        for worker in &mut town.staff {
            let new = NewAgent {
                email: worker.email(),
                name: worker.name.to_owned(),
                lead: worker.lead,
                password: "a whole year".to_owned(),
            };
            worker.id = manage::add(&self.desk, new).await?;
            worker.token = self.cookie(worker).await?;
        }
        Ok(())
    }

    async fn add(&self, customer: &mut Customer) -> Result<()> {
        let new = NewSystem {
            name: customer.name.to_owned(),
            origins: vec!["http://localhost:9200".to_owned()],
            zone: customer.zone,
        };
        customer.id = manage::add_system(&self.desk, new).await?.0;
        let law = &customer.law;
        let id = customer.id.as_str().to_owned();
        manage::sign(&self.desk, id.clone(), law.version, Some(law.plan)).await?;
        let decides = Stored(vec![customer.approver.person.clone()]);
        self.desk
            .store
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query("UPDATE systems SET approvers = $2 WHERE id = $1")
                        .bind(id)
                        .bind(decides)
                        .execute(&mut **tx)
                        .await?;
                    Ok(())
                })
            })
            .await?;
        Ok(())
    }

    async fn session(&self, system: &str, person: &Person, approver: bool) -> Result<String> {
        let token = self.world.secret();
        let (hash, system, person) = (digest(&token), system.to_owned(), person.clone());
        self.desk
            .store
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(
                        "INSERT INTO reporter_sessions (token_hash, system, person, approver, expires_at)
                         VALUES ($1, $2, $3, $4, $5)",
                    )
                    .bind(hash)
                    .bind(system)
                    .bind(Stored(person))
                    .bind(i64::from(approver))
                    .bind(ms(DateTime::MAX_UTC))
                    .execute(&mut **tx)
                    .await?;
                    Ok(())
                })
            })
            .await?;
        Ok(token)
    }

    async fn cookie(&self, worker: &Worker) -> Result<String> {
        let token = self.world.secret();
        let (hash, agent) = (digest(&token), worker.id.clone());
        self.desk
            .store
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(
                        "INSERT INTO agent_sessions (token_hash, agent, expires_at) VALUES ($1, $2, $3)",
                    )
                    .bind(hash)
                    .bind(agent.as_str())
                    .bind(ms(DateTime::MAX_UTC))
                    .execute(&mut **tx)
                    .await?;
                    Ok(())
                })
            })
            .await?;
        Ok(token)
    }
}

/// A folder that is gone afterwards; in memory where there is such a place, because what is tried here is
/// the order of things, and waiting for a disk at each of them takes most of the time.
fn folder() -> std::io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        TempDir::new_in(memory)
    } else {
        TempDir::new()
    }
}

async fn open(folder: &Path, world: &World) -> Result<Desk> {
    let settings = Settings {
        data: folder.to_owned(),
        public_url: "http://127.0.0.1:9100".to_owned(),
        web: None,
    };
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../policy/examples");
    let rules = Rules::load()?.with_folder(Path::new(folder))?;
    // Nobody delivers events here: no host listens.
    let (desk, _wakes) = Desk::open(settings, rules, world.clone())
        .await
        .context("the desk does not open")?;
    Ok(desk)
}

/// What proves who calls.
#[derive(Clone, Debug)]
pub(crate) enum Proof {
    Session(String),
    Cookie(String),
}

/// A call of the desk.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) proof: Proof,
    pub(crate) body: Value,
}
