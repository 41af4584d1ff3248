//! `/api/agent/tickets`.

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::api::TicketSummary;
use deskside_protocol::audit::Step;
use deskside_protocol::context::{Context, Screen};
use deskside_protocol::policy::Impact;

use crate::support::{Caller as _, Stage, message, new_ticket};

/// Steps in the audit of all systems, oldest first.
pub(super) async fn steps(stage: &Stage) -> Vec<Step> {
    let bodies: Vec<String> = sqlx::query_scalar("SELECT body FROM audit_entry ORDER BY rowid")
        .fetch_all(stage.desk.store.read())
        .await
        .unwrap();
    bodies
        .iter()
        .map(|body| {
            serde_json::from_str::<deskside_protocol::audit::Fact>(body)
                .unwrap()
                .step
        })
        .collect()
}

#[tokio::test]
async fn the_queue_is_ordered_by_the_clock_that_runs_out_next() {
    let stage = Stage::new().await;
    let (one, two) = (
        stage.system("Minh Long").await,
        stage.system("Sao Viet").await,
    );
    let (lan, mai) = (one.reporter("lan").await, two.reporter("mai").await);
    let linh = stage.agent("linh").await;
    let slow = deskside_protocol::api::NewTicket {
        impact: Impact::Question,
        ..new_ticket("A question")
    };
    let question = lan.files_all(&slow).await.summary.id;
    let answered = lan.files("Answered").await.summary.id;
    stage.pass(TimeDelta::minutes(1)).await;
    let urgent = mai.files("Urgent").await.summary.id;
    let over = mai.files("Over").await.summary.id;
    linh.post(
        &format!("/api/agent/tickets/{answered}/messages"),
        &message("On it"),
    )
    .await
    .expect(StatusCode::CREATED);
    linh.takes(&over, "resolve").await.expect(StatusCode::OK);
    let queue: Vec<TicketSummary> = linh.get("/api/agent/tickets").await.json(StatusCode::OK);
    let order: Vec<_> = queue.into_iter().map(|ticket| ticket.id).collect();
    // What is answered but not solved still has a promise to keep, here the oldest of all.
    assert_eq!(order, vec![answered, urgent, question, over]);
}

#[tokio::test]
async fn looking_at_the_context_is_in_the_audit_once_a_day() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let bare = lan.files("Without context").await.summary.id;
    linh.sees(&bare).await;
    assert_eq!(steps(&stage).await, vec![]);
    let mut new = new_ticket("With context");
    new.context = Context {
        screen: Some(Screen {
            url: "/quotations".into(),
            ..Screen::default()
        }),
        ..Context::default()
    };
    let id = lan.files_all(&new).await.summary.id;
    for _ in 0..3 {
        let view = linh.sees(&id).await;
        assert_eq!(view.ticket.policy.id, "VIIN.WTS.POL.080423");
        assert_eq!(view.scopes.len(), 2);
    }
    assert_eq!(steps(&stage).await, vec![Step::ContextSeen]);
    stage.pass(TimeDelta::hours(11)).await;
    linh.sees(&id).await;
    assert_eq!(steps(&stage).await.len(), 1);
}

#[tokio::test]
async fn html_in_messages_stays_text_in_mail() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("<img src=x onerror=alert(1)>").await.summary.id;
    let words = "<script>alert(1)</script> & \"quotes\"\r\nBcc: all@evil.example";
    linh.post(
        &format!("/api/agent/tickets/{id}/messages"),
        &message(words),
    )
    .await
    .expect(StatusCode::CREATED);
    let mails: Vec<(String, String, String)> =
        sqlx::query_as("SELECT subject, body_text, body_html FROM outbox")
            .fetch_all(stage.desk.store.read())
            .await
            .unwrap();
    assert_eq!(mails.len(), 2);
    for (subject, _, html) in &mails {
        assert!(!subject.contains(['\r', '\n']));
        assert!(
            !html.contains("<script") && !html.contains("<img"),
            "{html}"
        );
    }
    assert!(
        mails[1].1.contains("> <script>alert(1)</script>"),
        "text as it was said"
    );
}
