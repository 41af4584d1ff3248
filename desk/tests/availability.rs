//! Clause 2.2: whether systems answer, seen from outside, with a real server that goes down.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use chrono::TimeDelta;
use deskside_desk::identity::NewAgent;
use deskside_desk::manage;
use deskside_desk::policy::{Prober, Tables, availability_in, maintenance_since};
use deskside_desk::system::System;
use deskside_protocol::api::{AgentMaintenance, MonthReport, NewMaintenance};
use deskside_protocol::identity::Text;
use deskside_protocol::policy::{Availability, ServiceView, Span, month_of};
use tokio::net::TcpListener;

use crate::support::{Agent, Caller as _, Host, Stage};

const EVERY: Duration = Duration::from_secs(60);
const PATIENCE: Duration = Duration::from_secs(2);

/// A little ERP: what it answers to whoever asks for its health, and how often it was asked.
#[derive(Clone, Default)]
struct Erp {
    status: Arc<AtomicU16>,
    asked: Arc<AtomicU32>,
}

async fn health(State(erp): State<Erp>) -> StatusCode {
    erp.asked.fetch_add(1, Ordering::SeqCst);
    StatusCode::from_u16(erp.status.load(Ordering::SeqCst)).unwrap()
}

impl Erp {
    /// Opens it, answering with this status.
    async fn open(status: u16) -> (Self, String) {
        let erp = Self::default();
        erp.says(status);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = axum::Router::new()
            .route("/deskside/health", get(health))
            .with_state(erp.clone());
        tokio::spawn(axum::serve(listener, router).into_future());
        (erp, url)
    }

    fn says(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }
}

struct Scene {
    stage: Stage,
    host: Host,
    erp: Erp,
    prober: Prober,
    khoa: Agent,
}

impl Scene {
    async fn new() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let stage = Stage::new().await;
        let (erp, url) = Erp::open(200).await;
        let host = stage.system_at("Minh Long", &url).await;
        let lead = NewAgent {
            email: "lead@desk.example".into(),
            name: "Lead".into(),
            lead: true,
            password: "demo-lead".into(),
        };
        manage::add(&stage.desk, lead).await.unwrap();
        let khoa = stage.agent("khoa").await;
        let scene = Self {
            stage,
            host,
            erp,
            prober: Prober::new(EVERY, PATIENCE).unwrap(),
            khoa,
        };
        // The month does not end in the middle of a test.
        let world = &scene.stage.desk.world;
        let month = |at| month_of(&Tables, "Asia/Ho_Chi_Minh", at);
        if month(world.now()) != month(world.now() + TimeDelta::hours(3)) {
            world.pass(TimeDelta::hours(3));
        }
        scene.probe().await;
        scene
    }

    async fn probe(&self) {
        let now = self.stage.desk.world.now();
        self.prober.probe_once(&self.stage.desk, now).await.unwrap();
    }

    /// Lets so many minutes pass, with a look at the end of each.
    async fn minutes(&self, minutes: u32) {
        for _ in 0..minutes {
            self.stage.desk.world.pass(TimeDelta::minutes(1));
            self.probe().await;
        }
    }

    async fn month(&self) -> Availability {
        let desk = &self.stage.desk;
        let mut db = desk.read().await.unwrap();
        let system = System::load(&mut db, &self.host.system).await.unwrap();
        let now = desk.world.now();
        let month = month_of(&Tables, &system.time_zone, now);
        availability_in(&mut db, &system, month, now).await.unwrap()
    }

    async fn plans(&self, minutes: i64, length: i64) {
        let from = self.stage.desk.world.now() + TimeDelta::minutes(minutes);
        let new = NewMaintenance {
            system: self.host.system.clone(),
            span: Span {
                from,
                until: from + TimeDelta::minutes(length),
            },
            text: Text {
                en: "Upgrade".into(),
                vi: "Nâng cấp".into(),
            },
        };
        let _: AgentMaintenance = self
            .khoa
            .post("/api/agent/maintenance", &new)
            .await
            .json(StatusCode::CREATED);
    }

    /// Who was told of an outage.
    async fn notes(&self) -> Vec<String> {
        let mails = self.stage.mails().await.into_iter();
        mails
            .filter(|(_, subject)| subject.contains("not answered"))
            .map(|(to, _)| to)
            .collect()
    }
}

/// Whole minutes, as near as the real clock that runs beside lets it be.
fn about(seconds: u64) -> u64 {
    (seconds + 30) / 60
}

#[tokio::test]
async fn clause_2_2_two_failures_in_a_row_are_an_outage_from_the_first() {
    let scene = Scene::new().await;
    scene.minutes(10).await;
    // One failure is none.
    scene.erp.says(503);
    scene.minutes(1).await;
    scene.erp.says(200);
    scene.minutes(4).await;
    let month = scene.month().await;
    assert_eq!((about(month.measured), month.up), (15, month.measured));
    assert!(month.outages.is_empty() && scene.notes().await.is_empty());

    scene.erp.says(500);
    scene.minutes(5).await;
    let goes_on = scene.month().await;
    assert_eq!((about(goes_on.measured), about(goes_on.up)), (20, 16));
    scene.erp.says(404);
    scene.minutes(5).await;
    let month = scene.month().await;
    assert_eq!((about(month.measured), about(month.up)), (25, 20));
    let [outage] = month.outages.as_slice() else {
        panic!("{:?}", month.outages);
    };
    assert_eq!(outage.from, goes_on.outages[0].from);
    assert_eq!(outage.length().num_minutes(), 5);
    assert_eq!(scene.notes().await, ["lead@desk.example"], "once");
    let lan = scene.host.reporter("lan").await;
    let shown: ServiceView = lan.get("/api/service").await.json(StatusCode::OK);
    assert_eq!(shown.availability, std::slice::from_ref(&month));
    let path = format!("/api/agent/reports/{}", month.month.format("%Y-%m"));
    let report: MonthReport = scene.khoa.get(&path).await.json(StatusCode::OK);
    assert_eq!(report.availability[0].availability, month);
}

#[tokio::test]
async fn clause_2_2_the_desks_own_absence_is_not_the_customers() {
    let scene = Scene::new().await;
    scene.minutes(5).await;
    scene.erp.says(503);
    scene.minutes(5).await;
    // The desk is away for an hour, and the system answers when it is back.
    scene.stage.desk.world.pass(TimeDelta::hours(1));
    scene.erp.says(200);
    scene.probe().await;
    scene.minutes(5).await;
    let month = scene.month().await;
    assert_eq!((about(month.measured), about(month.up)), (15, 11));
    assert_eq!(month.outages.len(), 1);
    assert_eq!(month.outages[0].length().num_minutes(), 4);
}

#[tokio::test]
async fn clause_2_2_maintenance_is_no_outage_until_it_is_over() {
    let scene = Scene::new().await;
    scene.plans(5, 10).await;
    scene.minutes(6).await;
    scene.erp.says(502);
    scene.minutes(8).await;
    let month = scene.month().await;
    assert!(month.outages.is_empty() && scene.notes().await.is_empty());
    assert_eq!(month.up, month.measured);
    // It is over, and the system still does not answer.
    scene.minutes(6).await;
    let month = scene.month().await;
    assert_eq!(scene.notes().await, ["lead@desk.example"]);
    assert_eq!(about(month.maintenance), 10);
    assert_eq!((about(month.measured), about(month.up)), (10, 5));
    let [outage] = month.outages.as_slice() else {
        panic!("{:?}", month.outages);
    };
    let mut db = scene.stage.desk.read().await.unwrap();
    let since = outage.from - TimeDelta::hours(1);
    let spans = maintenance_since(&mut db, &scene.host.system, since).await;
    assert_eq!(outage.from, spans.unwrap()[0].until);
}

#[tokio::test]
async fn a_system_that_is_gone_or_silent_is_down_and_holds_nobody_up() {
    let scene = Scene::new().await;
    // Nobody listens there any more; and one takes the call and never answers.
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone = format!("http://{}", gone.local_addr().unwrap());
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let (gone, silent_host) = (
        scene.stage.system_at("Gone", &gone).await,
        scene.stage.system_at("Silent", &url).await,
    );
    let began = std::time::Instant::now();
    for _ in 0..2 {
        scene.minutes(1).await;
    }
    assert!(
        began.elapsed() < 2 * PATIENCE + PATIENCE,
        "at once, not one after another"
    );
    let systems: Vec<String> =
        sqlx::query_scalar("SELECT system FROM outages WHERE until_at IS NULL")
            .fetch_all(scene.stage.desk.store.read())
            .await
            .unwrap();
    assert_eq!(systems.len(), 2);
    for host in [gone, silent_host] {
        assert!(systems.contains(&host.system.0));
    }
    assert_eq!(scene.erp.asked.load(Ordering::SeqCst), 3);
}
