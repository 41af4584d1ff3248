//! Letters that could not be delivered.

use deskside_desk::mail::inbound::Fate;
use deskside_protocol::ticket::Happened;

use super::stage::{comes, desk, header, letters, only_ticket};

fn bounce(letter: &str, action: &str) -> String {
    format!(
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: support@desk.example\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\r\n\r\n\
         --B\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n\
         --B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; lan@minhlong.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n\
         --B\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {letter}\r\nSubject: x\r\n\r\nDear Lan\r\n--B--\r\n"
    )
}

#[tokio::test]
async fn a_bounce_is_told_to_the_agents_once() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    host.reporter("lan").await.files("It fails").await;
    let letter = header(&letters(&stage).await[0], "Message-ID").unwrap();
    assert_eq!(
        comes(&stage, bounce(&letter, "delayed")).await,
        Fate::Ignored
    );
    // Another server on the way says the same.
    for server in ["mx.example", "relay.example"] {
        let report = bounce(&letter, "failed").replace("I'm sorry", server);
        assert_eq!(comes(&stage, report).await, Fate::Bounced);
        stage.desk.world.pass(chrono::TimeDelta::seconds(1));
    }
    let told: Vec<_> = only_ticket(&stage, &linh)
        .await
        .ticket
        .timeline
        .into_iter()
        .filter(|moment| moment.what == Happened::Bounced)
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].detail["address"], "lan@minhlong.example");
    let mails = stage.mails().await;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[1].0, "linh@desk.example");
    assert!(mails[1].1.contains("could not be delivered"));
    // The letter about it cannot be delivered either: that is where it ends.
    let second = header(&letters(&stage).await[1], "Message-ID").unwrap();
    comes(&stage, bounce(&second, "failed")).await;
    assert_eq!(stage.mails().await.len(), 2);
}

#[tokio::test]
async fn a_bounce_that_names_no_letter_of_ours_changes_nothing() {
    let (stage, host) = desk().await;
    host.reporter("lan").await.files("It fails").await;
    for letter in ["<T-1001@desk.example>", "<msg_1@desk.example>", "<>"] {
        comes(&stage, bounce(letter, "failed")).await;
    }
    let marked: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM outbox WHERE bounced_at IS NOT NULL")
            .fetch_one(stage.desk.store.read())
            .await
            .unwrap();
    assert_eq!(marked, 0);
}
