//! `GET /api/host/events`: the second net.

use axum::http::StatusCode;
use deskside_protocol::host::{DeskEvent, DeskFact};
use deskside_protocol::problem::Code;

use crate::support::{Anonymous, Caller as _, Stage};

#[tokio::test]
async fn a_host_pulls_its_own_events_in_order_and_only_those() {
    let stage = Stage::new().await;
    let (one, two) = (
        stage.system("Minh Long").await,
        stage.system("Sao Viet").await,
    );
    let linh = stage.agent("linh").await;
    let id = one.reporter("lan").await.files("It fails").await.summary.id;
    let grant = linh.asks(&id).await;
    let end = format!("/api/agent/grants/{}/end", grant.id);
    linh.post(&end, &()).await.expect(StatusCode::OK);
    let events: Vec<DeskEvent> = one.pull(0).await.json(StatusCode::OK);
    let numbers: Vec<u64> = events.iter().map(|event| event.seq).collect();
    assert_eq!(numbers, vec![1, 2]);
    assert!(matches!(events[0].what, DeskFact::GrantRequested { .. }));
    assert_eq!(events[0].head.seq, 1);
    assert_eq!(events[1].what, DeskFact::GrantDropped { grant: grant.id });
    let rest: Vec<DeskEvent> = one.pull(1).await.json(StatusCode::OK);
    assert_eq!(rest.len(), 1);
    let none: Vec<DeskEvent> = two.pull(0).await.json(StatusCode::OK);
    assert!(none.is_empty());
    let waiting: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM events WHERE delivered_at IS NULL")
        .fetch_one(stage.desk.store.read())
        .await
        .unwrap();
    assert_eq!(
        waiting, 1,
        "asking for what comes after 1 says that 1 was taken"
    );
}

#[tokio::test]
async fn attack_pulling_without_or_with_a_used_token() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    Anonymous(&stage)
        .get("/api/host/events?after=0")
        .await
        .refused(Code::Unauthenticated);
    let hoa = host.approver("hoa").await;
    hoa.get("/api/host/events?after=0")
        .await
        .refused(Code::Unauthenticated);
    let used = [("authorization", format!("Bearer {}", host.pull_token()))];
    let pull = || {
        stage.call(
            axum::http::Method::GET,
            "/api/host/events?after=0",
            &used,
            "",
        )
    };
    pull().await.expect(StatusCode::OK);
    pull().await.refused(Code::Unauthenticated);
}
