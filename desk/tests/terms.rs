//! Clause 1.2: customers are told ahead that warranty and life cycle end.

use axum::http::StatusCode;
use chrono::{Days, NaiveDate, TimeDelta};
use deskside_desk::policy::add_contact;
use deskside_protocol::host::{HostEvent, Installation};
use deskside_protocol::identity::Lang;
use deskside_protocol::policy::{ServiceView, TermKind};

use crate::support::{Caller as _, Host, Stage, person};

struct Scene {
    stage: Stage,
    host: Host,
}

impl Scene {
    /// It is noon where the customer is, so that no day turns while the test runs.
    async fn new() -> Self {
        let stage = Stage::new().await;
        let host = stage.system("Minh Long").await;
        let scene = Self { stage, host };
        let past = scene.local().time() - chrono::NaiveTime::from_hms_opt(12, 0, 0).unwrap();
        scene.stage.desk.world.pass(TimeDelta::days(1) - past);
        scene
    }

    fn local(&self) -> chrono::NaiveDateTime {
        let now = self.stage.desk.world.now();
        now.with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
            .naive_local()
    }

    /// The day in so many days.
    fn day(&self, days: i64) -> NaiveDate {
        self.local().date() + TimeDelta::days(days)
    }

    async fn says(&self, activated_on: Option<NaiveDate>, released_on: Option<NaiveDate>) {
        let hello = HostEvent::Hello {
            scopes: vec![],
            approvers: vec![person("hoa")],
            installation: Some(Installation {
                product: "Kho ERP".into(),
                version: "4.2".into(),
                activated_on,
                released_on,
                data_mb: None,
            }),
        };
        self.host.report(hello).await.expect(StatusCode::NO_CONTENT);
    }

    async fn days(&self, days: i64) {
        self.stage.pass(TimeDelta::days(days)).await;
    }

    /// How many letters were written about the end of terms: warranty, life cycle.
    async fn told(&self) -> (usize, usize) {
        let mails = self.stage.mails().await;
        let of = |word: &str| {
            let about = mails.iter().filter(|(_, subject)| subject.contains(word));
            about.count()
        };
        (of("free warranty ends"), of("life cycle of your version"))
    }
}

#[tokio::test]
async fn clause_1_2_a_life_cycle_is_told_of_at_90_30_and_7_days_once_each() {
    let scene = Scene::new().await;
    // Three years to a day in 92 days.
    let ends = scene.day(92);
    let released = ends.checked_sub_months(chrono::Months::new(36)).unwrap();
    scene.says(None, Some(released)).await;
    let lan = scene.host.reporter("lan").await;
    let shown: ServiceView = lan.get("/api/service").await.json(StatusCode::OK);
    assert_eq!(shown.terms[0].kind, TermKind::Lifecycle);
    assert_eq!(shown.terms[0].ends_on, ends);
    assert_eq!(shown.terms[0].days_left, 92);
    let mut told = Vec::new();
    for _ in 0..94 {
        scene.days(1).await;
        told.push(scene.told().await.1);
    }
    let first = |count| told.iter().position(|&seen| seen == count).unwrap() + 1;
    assert_eq!([first(1), first(2), first(3)], [2, 62, 85]);
    assert_eq!(told.last(), Some(&3));
}

#[tokio::test]
async fn clause_1_2_a_desk_that_was_away_tells_the_nearest_notice_only() {
    let scene = Scene::new().await;
    let ends = scene.day(120);
    let released = ends.checked_sub_months(chrono::Months::new(36)).unwrap();
    scene.says(None, Some(released)).await;
    scene.days(1).await;
    assert_eq!(scene.told().await, (0, 0));
    // Away from 119 to 20 days before the end.
    scene.days(99).await;
    assert_eq!(scene.told().await, (0, 1));
    scene.days(1).await;
    assert_eq!(scene.told().await, (0, 1));
    scene.days(12).await;
    assert_eq!(scene.told().await, (0, 2));
    // It is over: too late to tell ahead.
    scene.days(20).await;
    assert_eq!(scene.told().await, (0, 2));
}

#[tokio::test]
async fn clause_1_2_a_new_version_starts_anew() {
    let scene = Scene::new().await;
    let months = |months| chrono::Months::new(months);
    let old = scene.day(20).checked_sub_months(months(36)).unwrap();
    scene.says(None, Some(old)).await;
    scene.days(1).await;
    assert_eq!(scene.told().await, (0, 1));
    let new = scene.day(60).checked_sub_months(months(36)).unwrap();
    scene.says(None, Some(new)).await;
    scene.days(1).await;
    assert_eq!(scene.told().await, (0, 2));
    // The host says the same again, and again: nothing is news.
    scene.says(None, Some(new)).await;
    scene.days(1).await;
    assert_eq!(scene.told().await, (0, 2));
}

#[tokio::test]
async fn clause_1_2_a_warranty_of_90_days_is_no_news_on_its_first_day() {
    let scene = Scene::new().await;
    let system = scene.host.system.clone();
    scene
        .stage
        .desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                add_contact(tx, &system, "it@minhlong.example", "Quang IT", Lang::Vi).await?;
                // Who may approve and is a contact too is written to once.
                add_contact(tx, &system, "Hoa@minhlong.example", "Hoa Nguyen", Lang::En).await
            })
        })
        .await
        .unwrap();
    scene.says(Some(scene.day(0)), None).await;
    scene.days(1).await;
    assert_eq!(scene.stage.mails().await, []);
    scene.days(58).await;
    assert_eq!(scene.stage.mails().await, []);
    scene.days(1).await;
    let mut to: Vec<String> = scene
        .stage
        .mails()
        .await
        .into_iter()
        .map(|(to, _)| to)
        .collect();
    to.sort();
    assert_eq!(to, ["hoa@minhlong.example", "it@minhlong.example"]);
    scene.days(23).await;
    assert_eq!(scene.stage.mails().await.len(), 4);
    let lan = scene.host.reporter("lan").await;
    let shown: ServiceView = lan.get("/api/service").await.json(StatusCode::OK);
    assert_eq!(shown.terms[0].ends_on, scene.day(0) + Days::new(7));
}
