//! Machines that answer, lists, and loops: they stop no clock, file no ticket, get no answer.

use deskside_desk::mail::inbound::Fate;
use deskside_protocol::ticket::{ClockKind, TicketState};

use super::stage::{comes, desk, header, letters, mail, only_ticket};
use crate::support::{Caller as _, message};

#[tokio::test]
async fn what_a_machine_sends_changes_nothing() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    let lan = host.reporter("lan").await;
    let id = lan.files("It fails").await.summary.id;
    let mut question = message("Since when?");
    question.awaits_reporter = true;
    linh.post(&format!("/api/agent/tickets/{id}/messages"), &question)
        .await;
    let address = header(&letters(&stage).await[0], "Reply-To").unwrap();
    let before = stage.count("outbox").await;
    for more in [
        "Auto-Submitted: auto-replied\r\n",
        "Auto-Submitted: auto-generated (vacation)\r\n",
        "Precedence: bulk\r\n",
        "Precedence: list\r\n",
        "X-Auto-Response-Suppress: All\r\n",
        "X-Autoreply: yes\r\n",
        "Return-Path: <>\r\n",
        "List-Id: <all.minhlong.example>\r\n",
        "X-Deskside-Loop: other.example\r\n",
    ] {
        let fate = comes(
            &stage,
            mail("lan@minhlong.example", &address, more, "I am away."),
        )
        .await;
        assert_eq!(fate, Fate::Ignored, "{more}");
    }
    let ticket = only_ticket(&stage, &linh).await.ticket;
    assert!(matches!(
        ticket.summary.state,
        TicketState::AwaitingReporter { .. }
    ));
    assert_eq!(ticket.messages.len(), 1);
    assert!(!ticket.summary.clock(ClockKind::Answer).unwrap().runs());
    assert_eq!(stage.count("outbox").await, before);
    assert_eq!(stage.count("inbox").await, 0);
}

#[tokio::test]
async fn a_person_who_says_that_no_machine_wrote_is_heard() {
    let (stage, host) = desk().await;
    host.reporter("lan").await;
    let fate = comes(
        &stage,
        mail(
            "lan@minhlong.example",
            "support@desk.example",
            "Auto-Submitted: no\r\n",
            "Hi",
        ),
    );
    assert!(matches!(fate.await, Fate::Filed(_)));
}

#[tokio::test]
async fn a_letter_of_ours_that_comes_back_goes_no_further() {
    let (stage, host) = desk().await;
    host.reporter("lan").await.files("It fails").await;
    let letter = letters(&stage).await.remove(0);
    let fate = comes(&stage, letter.replace("It fails", "It failed")).await;
    assert_eq!(fate, Fate::Ignored);
    // Also when a server on the way took our marks away.
    let bare: String = letter
        .split_inclusive("\r\n")
        .filter(|line| !line.starts_with("X-Deskside-Loop") && !line.starts_with("Auto-"))
        .collect();
    assert_eq!(comes(&stage, bare).await, Fate::Ignored);
    let from_us = mail("support@desk.example", "support@desk.example", "", "Hi");
    assert_eq!(comes(&stage, from_us).await, Fate::Ignored);
    assert_eq!(stage.count("inbox").await, 0);
}
