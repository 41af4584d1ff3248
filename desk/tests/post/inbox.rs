//! `/api/agent/inbox`.

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::api::{AgentTicketView, FileInbox};
use deskside_protocol::policy::Impact;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::ClockKind;

use super::stage::{comes, desk, inbox};
use crate::support::{Anonymous, Caller as _};

const STRANGER: &str = "Message-ID: <s@x.example>\r\nFrom: An Nguyen <an@x.example>\r\nTo: support@desk.example\r\n\
    Subject: Help\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nWe cannot work.\r\n\
    --b\r\nContent-Type: text/csv; name=log.csv\r\n\r\na;b\r\n--b--\r\n";

#[tokio::test]
async fn an_agent_makes_a_mail_a_ticket_as_of_when_it_came() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    comes(&stage, STRANGER).await;
    let waiting = inbox(&linh).await.remove(0);
    assert_eq!(
        (
            waiting.from_name.as_str(),
            waiting.from.as_str(),
            waiting.subject.as_str()
        ),
        ("An Nguyen", "an@x.example", "Help")
    );
    assert_eq!(
        (waiting.text.as_str(), waiting.files),
        ("We cannot work.", vec!["log.csv".to_owned()])
    );
    stage.desk.world.pass(TimeDelta::hours(3));
    let body = FileInbox {
        system: host.system.clone(),
        impact: Impact::Blocked,
    };
    let path = format!("/api/agent/inbox/{}/file", waiting.id);
    let made: AgentTicketView = linh
        .post_once(&path, "k", &body)
        .await
        .json(StatusCode::CREATED);
    let again: AgentTicketView = linh.post_once(&path, "k", &body).await.json(StatusCode::OK);
    assert_eq!(made.ticket.summary.id, again.ticket.summary.id);
    assert_eq!(
        made.ticket.summary.received_at, waiting.at,
        "the customer waits since then"
    );
    let due = &made.ticket.summary.clock(ClockKind::Answer).unwrap().due;
    assert_eq!(due.at, waiting.at + TimeDelta::hours(24));
    assert_eq!(made.ticket.summary.reporter.id, "mail:an@x.example");
    assert_eq!(made.ticket.attachments[0].name, "log.csv");
    assert!(inbox(&linh).await.is_empty());
    linh.post(&path, &body).await.refused(Code::NotFound);
    assert_eq!(stage.mails().await.len(), 1, "and now they are written to");
}

#[tokio::test]
async fn an_agent_throws_a_mail_away_and_nobody_else_sees_any() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    comes(&stage, STRANGER).await;
    Anonymous(&stage)
        .get("/api/agent/inbox")
        .await
        .refused(Code::Unauthenticated);
    host.approver("hoa")
        .await
        .get("/api/agent/inbox")
        .await
        .refused(Code::Unauthenticated);
    let id = inbox(&linh).await.remove(0).id;
    let path = format!("/api/agent/inbox/{id}/discard");
    linh.post(&path, &()).await.expect(StatusCode::NO_CONTENT);
    linh.post(&path, &()).await.refused(Code::NotFound);
    assert_eq!(stage.count("outbox").await, 0);
}
