//! The queue stays fast with thousands of tickets, and right.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::api::TicketSummary;
use deskside_protocol::ticket::ClockKind;

use crate::support::{Caller as _, Stage};

/// Makes copies of a ticket and its clocks, half of them closed, due a minute after each other.
async fn copies(stage: &Stage, many: i64) {
    stage
        .desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                for statement in [
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
                     INSERT INTO tickets (system, id, reference, subject, description, impact, reporter_id,
                      reporter, lang, context, policy, channel, verdict, clock_at, state, state_name,
                      received_at, updated_at)
                     SELECT system, id || '-' || i, reference || '-' || i, subject, description, impact,
                      reporter_id, reporter, lang, context, policy, channel, verdict,
                      CASE WHEN i % 2 = 0 THEN clock_at + i * 60000 END,
                      CASE WHEN i % 2 = 0 THEN state ELSE '{\"state\":\"closed\",\"at\":\"2026-11-02T02:00:00Z\"}' END,
                      CASE WHEN i % 2 = 0 THEN state_name ELSE 'closed' END,
                      received_at + i * 60000, updated_at + i * 60000 FROM tickets, n",
                    "INSERT INTO clocks (system, ticket, kind, started_at, due, due_at, stopped_at, stop, look_at)
                     SELECT c.system, t.id, c.kind, c.started_at, c.due, t.clock_at, NULL, NULL, t.clock_at
                     FROM tickets t JOIN clocks c ON c.system = t.system AND t.id LIKE c.ticket || '-%'
                     WHERE t.clock_at IS NOT NULL AND $1 > 0",
                ] {
                    sqlx::query(statement).bind(many).execute(&mut **tx).await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn the_queue_of_five_thousand_tickets_is_there_at_once() {
    let stage = Stage::at("2026-11-02T02:00:00Z").await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let linh = stage.agent("linh").await;
    let first = lan.files("It fails").await.summary.id;
    copies(&stage, 5000).await;
    assert_eq!(stage.count("tickets").await, 5001);
    linh.get("/api/agent/tickets").await.expect(StatusCode::OK);
    let began = Instant::now();
    let reply = linh.get("/api/agent/tickets").await;
    let took = began.elapsed();
    let queue: Vec<TicketSummary> = reply.json(StatusCode::OK);
    assert_eq!(queue.len(), 500);
    assert_eq!(queue[0].id, first);
    assert!(queue.iter().all(|ticket| ticket.clocks.len() == 3));
    let due: Vec<_> = queue
        .iter()
        .map(|ticket| ticket.clock(ClockKind::Answer).unwrap().due.at)
        .collect();
    assert!(due.is_sorted());
    eprintln!("the queue of 5,001 tickets took {took:?}");
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[tokio::test]
async fn the_queue_is_read_along_indexes() {
    let stage = Stage::at("2026-11-02T02:00:00Z").await;
    stage.system("Minh Long").await;
    let plan = |statement: &'static str| {
        let stage = stage.clone();
        async move {
            let lines: Vec<(i64, i64, i64, String)> = sqlx::query_as(statement)
                .fetch_all(stage.desk.store.read())
                .await
                .unwrap();
            lines
                .into_iter()
                .map(|line| line.3)
                .collect::<Vec<_>>()
                .join("\n")
        }
    };
    let due = plan(
        "EXPLAIN QUERY PLAN SELECT system FROM clocks
         WHERE look_at IS NOT NULL AND look_at <= 1 ORDER BY look_at LIMIT 64",
    )
    .await;
    assert!(
        due.contains("clocks_by_look") && !due.contains("TEMP B-TREE"),
        "{due}"
    );
    let next = plan(
        "EXPLAIN QUERY PLAN SELECT system, id FROM tickets
         WHERE clock_at IS NOT NULL ORDER BY clock_at LIMIT 500",
    )
    .await;
    assert!(
        next.contains("tickets_by_next_clock") && !next.contains("TEMP B-TREE"),
        "{next}"
    );
    let closed = plan(
        "EXPLAIN QUERY PLAN SELECT system, id FROM tickets WHERE clock_at IS NULL
         AND state_name = 'closed' ORDER BY updated_at DESC LIMIT 500",
    )
    .await;
    assert!(
        closed.contains("tickets_by_state") && !closed.contains("TEMP B-TREE"),
        "{closed}"
    );
    let clocks = plan(
        "EXPLAIN QUERY PLAN SELECT c.* FROM clocks c WHERE NOT EXISTS (SELECT 1 FROM clocks newer
         WHERE newer.system = c.system AND newer.ticket = c.ticket AND newer.kind = c.kind
         AND newer.started_at > c.started_at) AND (c.system, c.ticket) IN (VALUES ('a', 'b'), ('a', 'c'))",
    )
    .await;
    assert!(
        !clocks.contains("SCAN c\n") && !clocks.contains("SCAN newer"),
        "{clocks}"
    );
}

#[tokio::test]
async fn a_ticket_taken_up_again_and_again_shows_its_newest_clocks() {
    let stage = Stage::at("2026-11-02T02:00:00Z").await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let linh = stage.agent("linh").await;
    let id = lan.files("It fails").await.summary.id;
    for _ in 0..5 {
        stage.pass(TimeDelta::minutes(10)).await;
        linh.takes(&id, "resolve").await.expect(StatusCode::OK);
        lan.post(&format!("/api/tickets/{id}/reopen"), &())
            .await
            .expect(StatusCode::OK);
    }
    let queue: Vec<TicketSummary> = linh.get("/api/agent/tickets").await.json(StatusCode::OK);
    let view = linh.sees(&id).await.ticket.summary;
    assert_eq!(queue[0].clocks, view.clocks);
    assert_eq!(view.clocks.len(), 3);
    assert!(
        view.clocks
            .iter()
            .all(|clock| clock.runs() && clock.started_at == stage.desk.world.now())
    );
    assert_eq!(
        stage.count("clocks").await,
        18,
        "earlier rounds stay for the report"
    );
}
