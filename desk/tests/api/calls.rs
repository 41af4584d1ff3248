//! `POST /api/agent/tickets`: what came by a way that is not free (3.2b).

use axum::http::StatusCode;
use deskside_protocol::api::{AgentTicketView, LogCall, RotationView, TicketSummary};
use deskside_protocol::identity::Lang;
use deskside_protocol::ids::SystemId;
use deskside_protocol::policy::{Channel, Impact};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{ClockKind, Happened};

use crate::support::{Caller as _, Host, Stage};

const PATH: &str = "/api/agent/tickets";

fn call(host: &Host, name: &str, email: &str) -> LogCall {
    LogCall {
        system: host.system.clone(),
        channel: Channel::Phone,
        name: name.into(),
        email: email.into(),
        description: "The printer prints nothing".into(),
        impact: Impact::Hindered,
        lang: Lang::En,
    }
}

#[tokio::test]
async fn clause_3_2b_a_call_becomes_a_ticket_and_the_caller_is_told_that_it_is_not_free() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let linh = stage.agent("linh").await;
    let new = call(&host, "Mai Pham", "Mai@shop.example");
    let made: AgentTicketView = linh
        .post_once(PATH, "key", &new)
        .await
        .json(StatusCode::CREATED);
    let again: AgentTicketView = linh.post_once(PATH, "key", &new).await.json(StatusCode::OK);
    let ticket = made.ticket;
    assert_eq!(ticket.summary.id, again.ticket.summary.id);
    assert_eq!(stage.count("tickets").await, 1);
    assert_eq!(ticket.summary.channel, Channel::Phone);
    assert_eq!(ticket.summary.reporter.id, "call:mai@shop.example");
    let way = ticket.policy.channel(Channel::Phone).unwrap();
    assert!(!way.free && way.clause == "3.2b");
    assert!(ticket.summary.clock(ClockKind::Answer).unwrap().runs());
    let first = &ticket.timeline[0];
    assert_eq!(
        (first.what, first.actor.as_str()),
        (Happened::Received, "agent:linh")
    );
    let (to, text): (String, String) =
        sqlx::query_as("SELECT recipient, body_text FROM outbox ORDER BY rowid DESC LIMIT 1")
            .fetch_one(stage.desk.store.read())
            .await
            .unwrap();
    assert_eq!(to, "Mai@shop.example");
    assert!(text.contains("3.2b") && text.contains("does not offer free support"));
    let other = LogCall {
        description: "Something else".into(),
        ..new
    };
    linh.post_once(PATH, "key", &other)
        .await
        .refused(Code::IdempotencyConflict);
}

#[tokio::test]
async fn a_caller_whom_the_system_knows_finds_the_ticket_in_their_own_list() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, minh) = (host.reporter("lan").await, host.reporter("minh").await);
    let linh = stage.agent("linh").await;
    lan.files("It fails").await;
    for (name, email, id) in [
        ("Somebody", "LAN@minhlong.example", "u-lan"),
        ("Hoa", "hoa@minhlong.example", "u-hoa"),
    ] {
        let view: AgentTicketView = linh
            .post(PATH, &call(&host, name, email))
            .await
            .json(StatusCode::CREATED);
        assert_eq!(view.ticket.summary.reporter.id, id);
    }
    let mine: Vec<TicketSummary> = lan.get("/api/tickets").await.json(StatusCode::OK);
    assert_eq!(mine.len(), 2);
    let others: Vec<TicketSummary> = minh.get("/api/tickets").await.json(StatusCode::OK);
    assert!(others.is_empty());
}

#[tokio::test]
async fn a_shared_address_makes_nobody_the_reporter_of_anothers_call() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let linh = stage.agent("linh").await;
    for login in ["lan", "minh"] {
        let mut claims = host.claims(login, false);
        claims.person.email = "info@minhlong.example".into();
        host.signs_in(&claims).await.files("It fails").await;
    }
    let view: AgentTicketView = linh
        .post(PATH, &call(&host, "Lan", "info@minhlong.example"))
        .await
        .json(StatusCode::CREATED);
    assert_eq!(
        view.ticket.summary.reporter.id,
        "call:info@minhlong.example"
    );
}

#[tokio::test]
async fn attack_calling_oneself_what_only_the_desk_calls_people() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let linh = stage.agent("linh").await;
    linh.post(PATH, &call(&host, "Mai", "mai@shop.example"))
        .await
        .expect(StatusCode::CREATED);
    let mut claims = host.claims("mai", false);
    claims.person.id = "call:mai@shop.example".into();
    host.opens(&claims).await.refused(Code::IdentityRefused);
    // The same address in another system is somebody else.
    let other = stage.system("Sao Viet").await;
    let mut claims = other.claims("mai", false);
    claims.person.email = "mai@shop.example".into();
    let mai = other.signs_in(&claims).await;
    let mine: Vec<TicketSummary> = mai.get("/api/tickets").await.json(StatusCode::OK);
    assert!(mine.is_empty());
}

#[tokio::test]
async fn what_is_no_call_is_refused() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let good = call(&host, "Mai", "mai@shop.example");
    for channel in [Channel::Widget, Channel::Web, Channel::Mail] {
        let bad = LogCall {
            channel,
            ..good.clone()
        };
        linh.post(PATH, &bad).await.refused(Code::FieldInvalid);
    }
    for email in [
        "mai",
        "mai@",
        "a@b\r\nBcc: all@evil.example",
        "<a@b.example>",
    ] {
        let bad = call(&host, "Mai", email);
        linh.post(PATH, &bad).await.refused(Code::FieldInvalid);
    }
    linh.post(PATH, &call(&host, " ", "mai@shop.example"))
        .await
        .refused(Code::FieldEmpty);
    let nowhere = LogCall {
        system: SystemId("sys_none".into()),
        ..good.clone()
    };
    linh.post(PATH, &nowhere).await.refused(Code::NotFound);
    lan.post(PATH, &good).await.refused(Code::Forbidden);
    assert_eq!(stage.count("tickets").await, 0);
    assert!(stage.mails().await.is_empty());
}

#[tokio::test]
async fn a_password_told_on_the_phone_is_masked_and_must_change() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (hoa, linh) = (host.approver("hoa").await, stage.agent("linh").await);
    let new = LogCall {
        description: "She cannot get in, the password is hunter22".into(),
        ..call(&host, "Mai", "mai@shop.example")
    };
    let view: AgentTicketView = linh.post(PATH, &new).await.json(StatusCode::CREATED);
    assert!(!view.ticket.description.contains("hunter22"));
    let duties: Vec<RotationView> = hoa.get("/api/rotations").await.json(StatusCode::OK);
    assert_eq!(duties[0].login, "mai@shop.example");
}
