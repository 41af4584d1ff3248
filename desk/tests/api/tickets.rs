//! `/api/tickets`.

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::api::{MessageView, RotationView, TicketSummary, TicketView};
use deskside_protocol::context::{Context, Screen};
use deskside_protocol::host::HostContext;
use deskside_protocol::policy::{Cover, Impact};
use deskside_protocol::problem::Code;
use deskside_protocol::rotation::Why;
use deskside_protocol::ticket::ClockKind;
use deskside_protocol::ticket::{MAX_TEXT, TicketState};

use crate::support::{Anonymous, Caller as _, Stage, message, new_ticket};

#[tokio::test]
async fn filing_yields_reference_verdict_clause_and_due_time() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let lan = host.reporter("lan").await;
    let today = stage.desk.world.now().date_naive();
    let mut new = new_ticket("Confirming a quotation fails\nwith error 500");
    new.context.system = Some(HostContext {
        activated_on: Some(today - TimeDelta::days(10)),
        ..HostContext::default()
    });
    let ticket = lan.files_all(&new).await;
    assert_eq!(ticket.summary.reference, "T-1001");
    assert_eq!(ticket.summary.subject, "Confirming a quotation fails");
    assert_eq!(ticket.verdict.cover, Cover::Covered);
    assert_eq!(ticket.verdict.clause, "1.1a");
    let due = &ticket.summary.clock(ClockKind::Answer).unwrap().due;
    assert_eq!((due.hours, due.clause.as_str()), (24, "3.1a"));
    assert_eq!(due.at, ticket.summary.received_at + TimeDelta::hours(24));
    let normal = lan
        .files_all(&deskside_protocol::api::NewTicket {
            impact: Impact::Hindered,
            ..new_ticket("Slow")
        })
        .await;
    assert_eq!(normal.summary.reference, "T-1002");
    assert_eq!(
        normal.summary.clock(ClockKind::Answer).unwrap().due.hours,
        48
    );
    assert_eq!(normal.verdict.cover, Cover::Undecided);
    let mails = stage.mails().await;
    assert_eq!(mails.len(), 2);
    assert!(mails[0].0 == "lan@minhlong.example" && mails[0].1.starts_with("[T-1001]"));
}

#[tokio::test]
async fn filing_again_under_the_same_key_files_nothing_more() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let new = new_ticket("It fails");
    let first: TicketView = lan
        .post_once("/api/tickets", "key-1", &new)
        .await
        .json(StatusCode::CREATED);
    let again: TicketView = lan
        .post_once("/api/tickets", "key-1", &new)
        .await
        .json(StatusCode::OK);
    assert_eq!(first.summary.id, again.summary.id);
    assert_eq!(stage.count("tickets").await, 1);
    assert_eq!(stage.mails().await.len(), 1);
    lan.post_once("/api/tickets", "key-1", &new_ticket("Other words"))
        .await
        .refused(Code::IdempotencyConflict);
    lan.stage()
        .call(
            axum::http::Method::POST,
            "/api/tickets",
            &[
                lan.headers()[0].clone(),
                ("content-type", "application/json".into()),
            ],
            crate::support::json(&new),
        )
        .await
        .refused(Code::BadRequest);
}

#[tokio::test]
async fn filing_many_at_once_under_one_key_files_one() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let new = new_ticket("It fails");
    let tries = (0..20).map(|_| lan.post_once("/api/tickets", "key", &new));
    let replies = futures::future::join_all(tries).await;
    assert!(replies.iter().all(|reply| reply.status.is_success()));
    assert_eq!(stage.count("tickets").await, 1);
}

#[tokio::test]
async fn a_key_is_its_callers_own() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, minh) = (host.reporter("lan").await, host.reporter("minh").await);
    let ticket = lan
        .post_once("/api/tickets", "key", &new_ticket("Lan's"))
        .await
        .json::<TicketView>(StatusCode::CREATED);
    let other = minh
        .post_once("/api/tickets", "key", &new_ticket("Minh's"))
        .await
        .json::<TicketView>(StatusCode::CREATED);
    assert_ne!(ticket.summary.id, other.summary.id);
}

#[tokio::test]
async fn empty_and_endless_texts_are_refused_by_field() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    lan.post("/api/tickets", &new_ticket("  \n "))
        .await
        .refused(Code::FieldEmpty);
    lan.post("/api/tickets", &new_ticket(&"x".repeat(MAX_TEXT + 1)))
        .await
        .refused(Code::FieldTooLong);
    lan.post("/api/tickets", &new_ticket(&"x".repeat(3 << 20)))
        .await
        .refused(Code::TooLarge);
    assert_eq!(stage.count("tickets").await, 0);
}

#[tokio::test]
async fn a_secret_that_slipped_through_is_masked_and_opens_a_rotation() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let lan = host.reporter("lan").await;
    let ticket = lan
        .files("It fails, my password is hunter22 by the way")
        .await;
    assert!(!ticket.description.contains("hunter22"));
    let rotations: Vec<RotationView> = lan.get("/api/rotations").await.json(StatusCode::OK);
    assert_eq!(rotations.len(), 1);
    assert_eq!(
        (rotations[0].login.as_str(), rotations[0].why),
        ("lan", Why::FoundInText)
    );
    let path = format!("/api/tickets/{}/messages", ticket.summary.id);
    let said: MessageView = lan
        .post(&path, &message("mật khẩu là abc12345"))
        .await
        .json(StatusCode::CREATED);
    assert!(!said.text.contains("abc12345"));
    let again: Vec<RotationView> = lan.get("/api/rotations").await.json(StatusCode::OK);
    assert_eq!(again.len(), 1, "one duty for one sign-in of one ticket");
    assert!(again[0].shared_at >= rotations[0].shared_at);
    let database = std::fs::read(stage.desk.settings.data.join("desk.sqlite-wal")).unwrap();
    for secret in ["hunter22", "abc12345"] {
        let found = database
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!found, "{secret} is on the disk");
    }
}

#[tokio::test]
async fn a_secret_in_the_context_is_masked_too() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let mut new = new_ticket("It fails");
    new.context = Context {
        screen: Some(Screen {
            url: "http://localhost:9200/x?token=abcdef123".into(),
            ..Screen::default()
        }),
        ..Context::default()
    };
    let ticket = lan.files_all(&new).await;
    assert!(!ticket.context.screen.unwrap().url.contains("abcdef123"));
    assert_eq!(stage.count("rotations").await, 1);
}

#[tokio::test]
async fn a_conversation_counts_what_the_other_side_has_not_seen() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let ticket = lan.files("It fails").await;
    let id = &ticket.summary.id;
    let agents = format!("/api/agent/tickets/{id}/messages");
    let mut question = message("Since when?");
    question.awaits_reporter = true;
    for _ in 0..2 {
        linh.post(&agents, &question)
            .await
            .expect(StatusCode::CREATED);
    }
    let list = |seat: crate::support::Seat| async move {
        seat.get("/api/tickets")
            .await
            .json::<Vec<TicketSummary>>(StatusCode::OK)
            .remove(0)
    };
    let summary = list(lan.clone()).await;
    assert_eq!(summary.unread, 2);
    assert!(matches!(
        summary.state,
        TicketState::AwaitingReporter { .. }
    ));
    assert!(
        !summary.clock(ClockKind::Answer).unwrap().runs(),
        "a person answered"
    );
    lan.get(&format!("/api/tickets/{id}"))
        .await
        .expect(StatusCode::OK);
    assert_eq!(list(lan.clone()).await.unread, 0);
    lan.post(
        &format!("/api/tickets/{id}/messages"),
        &message("Since today"),
    )
    .await
    .expect(StatusCode::CREATED);
    assert_eq!(list(lan.clone()).await.state, TicketState::Open);
    let queue: Vec<TicketSummary> = linh.get("/api/agent/tickets").await.json(StatusCode::OK);
    assert_eq!(queue[0].unread, 1);
}

#[tokio::test]
async fn a_closed_ticket_takes_no_words_until_it_is_reopened_and_not_for_ever() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    linh.takes(&id, "close").await.refused(Code::WrongState);
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);
    linh.takes(&id, "close").await.expect(StatusCode::OK);
    let messages = format!("/api/tickets/{id}/messages");
    lan.post(&messages, &message("Still?"))
        .await
        .refused(Code::WrongState);
    let reopen = format!("/api/tickets/{id}/reopen");
    let ticket: TicketView = lan.post(&reopen, &()).await.json(StatusCode::OK);
    assert_eq!(ticket.summary.state, TicketState::Open);
    lan.post(&reopen, &()).await.refused(Code::WrongState);
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);
    linh.takes(&id, "close").await.expect(StatusCode::OK);
    stage.pass(TimeDelta::days(15)).await;
    let lan = host.reporter("lan").await;
    lan.post(&reopen, &()).await.refused(Code::WrongState);
}

#[tokio::test]
async fn reporters_see_their_own_tickets_and_approvers_all_of_the_company() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, minh) = (host.reporter("lan").await, host.reporter("minh").await);
    let hoa = host.approver("hoa").await;
    let id = lan.files("Lan's trouble").await.summary.id;
    minh.files("Minh's trouble").await;
    let mine: Vec<TicketSummary> = lan.get("/api/tickets").await.json(StatusCode::OK);
    assert_eq!(mine.len(), 1);
    let all: Vec<TicketSummary> = hoa.get("/api/tickets").await.json(StatusCode::OK);
    assert_eq!(all.len(), 2);
    let path = format!("/api/tickets/{id}");
    hoa.get(&path).await.expect(StatusCode::OK);
    minh.get(&path).await.refused(Code::NotFound);
    minh.post(&format!("{path}/messages"), &message("Me too"))
        .await
        .refused(Code::NotFound);
    Anonymous(&stage)
        .get(&path)
        .await
        .refused(Code::Unauthenticated);
}
