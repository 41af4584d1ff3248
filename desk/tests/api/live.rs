//! `/api/live` and `/api/agent/live`.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use deskside_protocol::api::{LiveEvent, LiveKind, LivePass, NewMaintenance};
use deskside_protocol::identity::Text;
use deskside_protocol::policy::Span;
use deskside_protocol::problem::Code;
use futures::StreamExt as _;
use tower::ServiceExt as _;

use crate::support::{Anonymous, Caller as _, Seat, Stage, message};

/// A line that is open.
struct Line(axum::body::BodyDataStream);

impl Line {
    async fn open(stage: &Stage, path: &str, cookie: Option<&str>) -> Self {
        let mut request = Request::builder().uri(path);
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        let response = deskside_desk::api::router(&stage.desk)
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let mut line = Self(response.into_body().into_data_stream());
        assert_eq!(line.next().await, None, "a first word that says nothing");
        line
    }

    /// What was told next; `None` for a comment.
    async fn next(&mut self) -> Option<LiveEvent> {
        let told = tokio::time::timeout(Duration::from_secs(5), self.0.next());
        let bytes = told.await.unwrap().unwrap().unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let data = text.strip_prefix("data: ")?;
        Some(serde_json::from_str(data.trim()).unwrap())
    }

    async fn silent(&mut self) -> bool {
        tokio::time::timeout(Duration::from_millis(50), self.0.next())
            .await
            .is_err()
    }
}

async fn pass(seat: &Seat) -> String {
    let pass: LivePass = seat.post("/api/live", &()).await.json(StatusCode::OK);
    pass.url
}

#[tokio::test]
async fn everybody_is_told_what_concerns_them_and_nothing_else() {
    let stage = Stage::new().await;
    let (one, two) = (
        stage.system("Minh Long").await,
        stage.system("Sao Viet").await,
    );
    let (lan, minh) = (one.reporter("lan").await, one.reporter("minh").await);
    let (hoa, bao) = (one.approver("hoa").await, two.approver("bao").await);
    let linh = stage.agent("linh").await;
    let id = lan.files("It fails").await.summary.id;
    let mut concerned = vec![
        Line::open(&stage, &pass(&lan).await, None).await,
        Line::open(&stage, &pass(&hoa).await, None).await,
        Line::open(&stage, "/api/agent/live", Some(&linh.cookie)).await,
    ];
    let mut others = vec![
        Line::open(&stage, &pass(&minh).await, None).await,
        Line::open(&stage, &pass(&bao).await, None).await,
    ];
    let path = format!("/api/agent/tickets/{id}/messages");
    linh.post(&path, &message("Since when?"))
        .await
        .expect(StatusCode::CREATED);
    for line in &mut concerned {
        let told = line.next().await.unwrap();
        assert_eq!((told.kind, &told.ticket), (LiveKind::Ticket, &id));
    }
    for line in &mut others {
        assert!(line.silent().await);
    }
}

#[tokio::test]
async fn clause_2_2_everybody_of_the_system_is_told_of_maintenance() {
    let stage = Stage::new().await;
    let (one, two) = (
        stage.system("Minh Long").await,
        stage.system("Sao Viet").await,
    );
    let (lan, minh) = (one.reporter("lan").await, one.reporter("minh").await);
    let bao = two.approver("bao").await;
    let linh = stage.agent("linh").await;
    let mut concerned = vec![
        Line::open(&stage, &pass(&lan).await, None).await,
        Line::open(&stage, &pass(&minh).await, None).await,
        Line::open(&stage, "/api/agent/live", Some(&linh.cookie)).await,
    ];
    let mut other = Line::open(&stage, &pass(&bao).await, None).await;
    let from = stage.desk.world.now() + chrono::TimeDelta::hours(1);
    let until = from + chrono::TimeDelta::hours(1);
    let new = NewMaintenance {
        system: one.system.clone(),
        span: Span { from, until },
        text: Text {
            en: "Upgrade".into(),
            vi: "Nâng cấp".into(),
        },
    };
    linh.post("/api/agent/maintenance", &new)
        .await
        .expect(StatusCode::CREATED);
    // Planned, begun, over.
    for _ in 0..3 {
        for line in &mut concerned {
            let told = line.next().await.unwrap();
            assert_eq!((told.kind, told.ticket.as_str()), (LiveKind::Service, ""));
        }
        stage.pass(chrono::TimeDelta::hours(1)).await;
    }
    assert!(other.silent().await);
}

#[tokio::test]
async fn attack_a_pass_used_twice_or_late() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let url = pass(&lan).await;
    Line::open(&stage, &url, None).await;
    Anonymous(&stage).get(&url).await.refused(Code::NotFound);
    let url = pass(&lan).await;
    stage.pass(chrono::TimeDelta::seconds(61)).await;
    Anonymous(&stage).get(&url).await.refused(Code::NotFound);
}

#[tokio::test]
async fn lines_end_when_the_desk_stops() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let mut line = Line::open(&stage, &pass(&lan).await, None).await;
    stage.desk.stopping.send_replace(true);
    let ended = tokio::time::timeout(Duration::from_secs(5), line.0.next()).await;
    assert!(ended.unwrap().is_none());
}
