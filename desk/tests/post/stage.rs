//! A desk that takes mail in, and mails to hand it.

use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::StatusCode;
use deskside_desk::mail::inbound::{Arrival, Fate, take};
use deskside_desk::mail::{Post, courier};
use deskside_protocol::api::{AgentTicketView, InboxMail};

use crate::support::{Agent, Caller as _, Host, Stage};

/// The address of the desk.
pub(super) const DESK: &str = "support@desk.example";
/// The sender of its letters.
pub(super) const FROM: &str = "Support desk <support@desk.example>";

static NEXT: AtomicU32 = AtomicU32::new(1);

/// A desk that takes mail in, and a system with its host.
pub(super) async fn desk() -> (Stage, Host) {
    let stage = Stage::new().await;
    stage.desk.answers.set(DESK.to_owned()).unwrap();
    let host = stage.system("Minh Long").await;
    (stage, host)
}

/// A mail as it lies in the mailbox, under a new name there.
pub(super) fn arrival(raw: impl AsRef<[u8]>) -> Arrival {
    Arrival {
        mailbox: "support".to_owned(),
        uidvalidity: 1,
        uid: NEXT.fetch_add(1, Ordering::Relaxed),
        raw: raw.as_ref().to_vec(),
        whole: true,
    }
}

/// Hands a mail in.
pub(super) async fn comes(stage: &Stage, raw: impl AsRef<[u8]>) -> Fate {
    take(&stage.desk, arrival(raw)).await.unwrap()
}

/// A plain mail.
pub(super) fn mail(from: &str, to: &str, more: &str, text: &str) -> String {
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    format!(
        "Message-ID: <m{id}@mail.example>\r\nFrom: {from}\r\nTo: {to}\r\n{more}\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
}

/// The letters waiting in the outbox, as they would leave the house.
pub(super) async fn letters(stage: &Stage) -> Vec<String> {
    let post = Post::new("127.0.0.1:1", None, FROM).unwrap();
    let rows = sqlx::query("SELECT * FROM outbox ORDER BY written_at, id")
        .fetch_all(stage.desk.store.read())
        .await
        .unwrap();
    let mut letters = Vec::new();
    for row in rows {
        let letter = post.message(&stage.desk, &row).await.unwrap();
        letters.push(String::from_utf8(letter.formatted()).unwrap());
    }
    letters
}

/// A header of a letter.
pub(super) fn header(letter: &str, name: &str) -> Option<String> {
    let letter = letter.replace("\r\n ", " ");
    letter
        .lines()
        .take_while(|line| !line.is_empty())
        .find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned))
}

/// The mails that wait for an agent.
pub(super) async fn inbox(agent: &Agent) -> Vec<InboxMail> {
    agent.get("/api/agent/inbox").await.json(StatusCode::OK)
}

/// The only ticket, as an agent sees it.
pub(super) async fn only_ticket(stage: &Stage, agent: &Agent) -> AgentTicketView {
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM tickets")
        .fetch_all(stage.desk.store.read())
        .await
        .unwrap();
    assert_eq!(ids.len(), 1);
    agent
        .sees(&deskside_protocol::ids::TicketId(ids[0].clone()))
        .await
}

/// Hands every waiting letter to a mail server.
pub(super) fn sends(stage: &Stage, server: &str) {
    let post = Post::new(server, None, FROM).unwrap();
    tokio::spawn(courier(stage.desk.clone(), post));
}
