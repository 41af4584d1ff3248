//! Clause 2.2: maintenance is planned at night, told ahead, shown, and can be cancelled.

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Timelike as _, Utc};
use deskside_desk::policy::{add_contact, maintenance_of};
use deskside_protocol::api::{AgentMaintenance, AgentSystem, NewMaintenance, TicketView};
use deskside_protocol::identity::{Lang, Text};
use deskside_protocol::policy::{MaintenanceState, ServiceView, Span};
use deskside_protocol::problem::Code;

use crate::support::{Agent, Anonymous, Caller, Host, Reply, Stage};

struct Scene {
    stage: Stage,
    host: Host,
    linh: Agent,
}

async fn scene() -> Scene {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let system = host.system.clone();
    stage
        .desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                add_contact(tx, &system, "IT@minhlong.example", "Quang IT", Lang::Vi).await
            })
        })
        .await
        .unwrap();
    let linh = stage.agent("linh").await;
    Scene { stage, host, linh }
}

impl Scene {
    fn now(&self) -> DateTime<Utc> {
        self.stage.desk.world.now()
    }

    /// A window that begins in so many minutes and takes two hours.
    fn window(&self, minutes: i64) -> NewMaintenance {
        let from = self.now() + TimeDelta::minutes(minutes);
        NewMaintenance {
            system: self.host.system.clone(),
            span: Span {
                from,
                until: from + TimeDelta::hours(2),
            },
            text: Text {
                en: "Upgrade to 4.3".into(),
                vi: "Nâng cấp lên 4.3".into(),
            },
        }
    }

    async fn try_plan(&self, new: &NewMaintenance) -> Reply {
        self.linh.post("/api/agent/maintenance", new).await
    }

    async fn plan(&self, new: &NewMaintenance) -> AgentMaintenance {
        self.try_plan(new).await.json(StatusCode::CREATED)
    }

    async fn shown(&self) -> ServiceView {
        let lan = self.host.reporter("lan").await;
        lan.get("/api/service").await.json(StatusCode::OK)
    }

    /// Whom which mail went to: the word by which it is known.
    async fn told(&self, word: &str) -> Vec<String> {
        let mails = self.stage.mails().await.into_iter();
        mails
            .filter(|(_, subject)| subject.contains(word))
            .map(|(to, _)| to)
            .collect()
    }
}

#[tokio::test]
async fn clause_2_2_a_window_is_told_ahead_reminded_of_begun_and_over() {
    let scene = scene().await;
    let planned = scene.plan(&scene.window(72 * 60)).await;
    assert!(!planned.short_notice && planned.window.told_at.is_some());
    assert_eq!(
        scene.told("Maintenance planned").await,
        ["hoa@minhlong.example"]
    );
    assert_eq!(
        scene.told("Thông báo bảo trì").await,
        ["it@minhlong.example"]
    );
    let shown = scene.shown().await;
    assert_eq!(shown.maintenance, std::slice::from_ref(&planned.window));

    scene.stage.pass(TimeDelta::hours(47)).await;
    assert!(scene.told("Reminder").await.is_empty());
    scene.stage.pass(TimeDelta::hours(2)).await;
    scene.stage.pass(TimeDelta::hours(2)).await;
    assert_eq!(scene.told("Reminder").await, ["hoa@minhlong.example"]);
    assert_eq!(scene.told("Nhắc lịch").await, ["it@minhlong.example"]);

    scene.stage.pass(TimeDelta::hours(22)).await;
    assert_eq!(scene.shown().await.maintenance.len(), 1, "it runs");
    let lan = scene.host.reporter("lan").await;
    let during: TicketView = lan.files("Very slow").await;
    assert!(!during.verdict.because.is_empty());
    scene.stage.pass(TimeDelta::hours(2)).await;
    let shown = scene.shown().await;
    assert!(shown.maintenance.is_empty(), "it is over");
    let months = shown.availability.iter();
    assert_eq!(months.map(|month| month.maintenance).sum::<u64>(), 2 * 3600);
    let khoa = scene.stage.agent("khoa").await;
    let all: Vec<AgentMaintenance> = khoa
        .get("/api/agent/maintenance")
        .await
        .json(StatusCode::OK);
    assert_eq!(all, [planned]);
}

#[tokio::test]
async fn clause_2_2_less_notice_than_promised_is_said() {
    let scene = scene().await;
    let planned = scene.plan(&scene.window(90)).await;
    assert!(planned.short_notice);
    let text: String =
        sqlx::query_scalar("SELECT body_text FROM outbox WHERE recipient = 'hoa@minhlong.example'")
            .fetch_one(scene.stage.desk.store.read())
            .await
            .unwrap();
    assert!(text.contains("later than the 48 hours"), "{text}");
    // Told an hour and a half before it begins, nobody is reminded.
    scene.stage.pass(TimeDelta::hours(1)).await;
    assert!(scene.told("Reminder").await.is_empty());
}

#[tokio::test]
async fn clause_2_2_a_window_can_be_cancelled_until_it_begins() {
    let scene = scene().await;
    let (one, other) = (
        scene.plan(&scene.window(72 * 60)).await,
        scene.plan(&scene.window(96 * 60)).await,
    );
    let path =
        |window: &AgentMaintenance| format!("/api/agent/maintenance/{}/cancel", window.window.id);
    let cancelled: AgentMaintenance = scene.linh.post(&path(&one), &()).await.json(StatusCode::OK);
    assert_eq!(cancelled.window.state, MaintenanceState::Cancelled);
    assert_eq!(scene.told("cancelled").await, ["hoa@minhlong.example"]);
    assert_eq!(scene.told("Hủy").await, ["it@minhlong.example"]);
    scene
        .linh
        .post(&path(&one), &())
        .await
        .refused(Code::WrongState);
    let shown = scene.shown().await.maintenance;
    assert_eq!(shown, std::slice::from_ref(&other.window));
    let mut db = scene.stage.desk.read().await.unwrap();
    let spans = maintenance_of(&mut db, &scene.host.system, scene.now()).await;
    assert_eq!(spans.unwrap(), [other.window.span]);
    drop(db);
    let all: Vec<AgentMaintenance> = scene
        .linh
        .get("/api/agent/maintenance")
        .await
        .json(StatusCode::OK);
    assert_eq!(all, [other.clone(), cancelled]);
    // Nobody is reminded of what will not be.
    scene.stage.pass(TimeDelta::hours(49)).await;
    assert!(scene.told("Reminder").await.is_empty());
    scene.stage.pass(TimeDelta::hours(48)).await;
    let khoa = scene.stage.agent("khoa").await;
    khoa.post(&path(&other), &())
        .await
        .refused(Code::WrongState);
}

#[tokio::test]
async fn a_window_planned_twice_is_planned_once() {
    let scene = scene().await;
    let new = scene.window(72 * 60);
    let path = "/api/agent/maintenance";
    let one: AgentMaintenance = scene
        .linh
        .post_once(path, "k1", &new)
        .await
        .json(StatusCode::CREATED);
    let again: AgentMaintenance = scene
        .linh
        .post_once(path, "k1", &new)
        .await
        .json(StatusCode::OK);
    assert_eq!(one, again);
    assert_eq!(scene.stage.count("maintenance").await, 1);
    let other = scene.window(80 * 60);
    scene
        .linh
        .post_once(path, "k1", &other)
        .await
        .refused(Code::IdempotencyConflict);
}

#[tokio::test]
async fn what_makes_no_window_is_refused() {
    let scene = scene().await;
    let good = scene.window(72 * 60);
    let begun = scene.window(-1);
    let far = scene.window(400 * 24 * 60);
    let mut long = good.clone();
    long.span.until = long.span.from + TimeDelta::hours(12) + TimeDelta::seconds(1);
    let mut backwards = good.clone();
    backwards.span.until = backwards.span.from;
    for new in [begun, far, long, backwards] {
        scene.try_plan(&new).await.refused(Code::FieldInvalid);
    }
    let mut wordless = good.clone();
    wordless.text = Text::default();
    scene.try_plan(&wordless).await.refused(Code::FieldEmpty);
    let mut nowhere = good.clone();
    nowhere.system.0 = "sys_elsewhere".into();
    scene.try_plan(&nowhere).await.refused(Code::NotFound);
    assert_eq!(scene.stage.count("maintenance").await, 0);
    // Who writes in one language is read so in both.
    let mut one = good;
    one.text.en.clear();
    assert_eq!(scene.plan(&one).await.window.text.en, "Nâng cấp lên 4.3");
}

#[tokio::test]
async fn clause_2_2_a_night_where_the_customer_is_is_proposed() {
    let scene = scene().await;
    let systems: Vec<AgentSystem> = scene
        .linh
        .get("/api/agent/systems")
        .await
        .json(StatusCode::OK);
    let [customer] = systems.as_slice() else {
        panic!("{systems:?}");
    };
    let night = customer.next_night;
    let local = night.from.with_timezone(&chrono_tz::Asia::Ho_Chi_Minh);
    assert_eq!((local.hour(), local.minute()), (22, 0));
    assert!(night.from - scene.now() >= TimeDelta::hours(48));
    assert!(night.from - scene.now() < TimeDelta::hours(73));
    assert_eq!(night.until - night.from, TimeDelta::hours(7));
    assert_eq!(customer.policy, "VIIN.WTS.POL.080423");
    let names: Vec<&str> = customer
        .contacts
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["Quang IT", "Hoa"]);
    let planned = scene
        .plan(&NewMaintenance {
            span: night,
            ..scene.window(0)
        })
        .await;
    assert!(!planned.short_notice);
}

#[tokio::test]
async fn attack_maintenance_is_the_vendors_and_shown_to_its_own_system_only() {
    let scene = scene().await;
    let other = scene.stage.system("Sao Viet").await;
    scene.plan(&scene.window(72 * 60)).await;
    let bao = other.reporter("bao").await;
    let elsewhere: ServiceView = bao.get("/api/service").await.json(StatusCode::OK);
    assert!(elsewhere.maintenance.is_empty());
    let path = "/api/agent/maintenance";
    bao.post(path, &scene.window(72 * 60))
        .await
        .refused(Code::Forbidden);
    for path in [path, "/api/agent/systems"] {
        bao.get(path).await.refused(Code::Unauthenticated);
    }
    Anonymous(&scene.stage)
        .get("/api/service")
        .await
        .refused(Code::Unauthenticated);
}
