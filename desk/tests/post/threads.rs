//! Answers by mail land in their thread.

use chrono::TimeDelta;
use deskside_desk::mail::inbound::Fate;
use deskside_protocol::policy::{Channel, Impact, Severity};
use deskside_protocol::ticket::{ClockKind, Side, TicketState};

use super::stage::{comes, desk, header, inbox, letters, mail, only_ticket};
use crate::support::{Caller as _, message};

const LAN: &str = "Lan Tran <Lan@MinhLong.example>";

#[tokio::test]
async fn an_answer_lands_in_the_thread_by_the_letter_it_answers() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    let ticket = host.reporter("lan").await.files("It fails").await;
    let letter = letters(&stage).await.remove(0);
    let id = header(&letter, "Message-ID").unwrap();
    let answer = mail(
        LAN,
        "support@desk.example",
        &format!("Subject: whatever\r\nIn-Reply-To: {id}\r\n"),
        "Since this morning.\r\n\r\nOn Monday, Support desk <support@desk.example> wrote:\r\n> Dear Lan,\r\n> it fails",
    );
    assert_eq!(
        comes(&stage, answer).await,
        Fate::Answer(ticket.summary.id.clone())
    );
    let seen = only_ticket(&stage, &linh).await;
    assert_eq!(seen.ticket.messages.len(), 1);
    let said = &seen.ticket.messages[0];
    assert_eq!(
        (said.text.as_str(), said.side),
        ("Since this morning.", Side::Reporter)
    );
    assert!(
        seen.ticket.summary.clock(ClockKind::Answer).unwrap().runs(),
        "no agent answered"
    );
}

#[tokio::test]
async fn an_answer_lands_in_the_thread_by_the_secret_in_its_address_with_its_files() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    let id = host
        .reporter("lan")
        .await
        .files("It fails")
        .await
        .summary
        .id;
    let letter = letters(&stage).await.remove(0);
    let address = header(&letter, "Reply-To").unwrap();
    assert!(address.contains("support+") && address.contains("@desk.example"));
    assert!(letter.contains("Your answer to it reaches this support request."));
    let answer = format!(
        "Message-ID: <a1@mail.example>\r\nFrom: {LAN}\r\nTo: {address}\r\nSubject: =?utf-8?q?H=C3=ACnh?=\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain; charset=windows-1258\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         =D0=E2y l=E0 hi=CCnh.\r\n\
         --b\r\nContent-Type: image/png; name=\"shot.png\"\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=\"../../shot.png\"\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
    );
    assert_eq!(comes(&stage, answer).await, Fate::Answer(id));
    let said = only_ticket(&stage, &linh).await.ticket.messages.remove(0);
    assert_eq!(said.text, "Đây là hình.");
    assert_eq!(
        (said.attachments[0].name.as_str(), said.attachments[0].size),
        ("shot.png", 8)
    );
}

#[tokio::test]
async fn an_approver_may_answer_for_a_colleague_and_others_wait_for_an_agent() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    host.reporter("minh").await;
    let id = host
        .reporter("lan")
        .await
        .files("It fails")
        .await
        .summary
        .id;
    let address = header(&letters(&stage).await[0], "Reply-To").unwrap();
    let from = |who: &str| mail(&format!("{who}@minhlong.example"), &address, "", "Me too");
    assert_eq!(comes(&stage, from("hoa")).await, Fate::Answer(id));
    assert!(matches!(comes(&stage, from("minh")).await, Fate::Inbox(..)));
    let waiting = inbox(&linh).await;
    assert_eq!((waiting.len(), waiting[0].why.as_str()), (1, "not_theirs"));
    assert_eq!(
        only_ticket(&stage, &linh).await.ticket.messages[0].author,
        "Hoa"
    );
}

#[tokio::test]
async fn a_mail_of_somebody_known_becomes_a_ticket_and_is_answered_with_its_reference() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    host.reporter("lan").await;
    let new = mail(
        LAN,
        "support@desk.example",
        "Subject: Invoice\r\n",
        "It cannot be printed.",
    );
    assert!(matches!(comes(&stage, new).await, Fate::Filed(_)));
    let ticket = only_ticket(&stage, &linh).await.ticket;
    assert_eq!(ticket.summary.subject, "Invoice");
    assert_eq!(ticket.description, "Invoice\n\nIt cannot be printed.");
    assert_eq!(ticket.summary.channel, Channel::Mail);
    assert_eq!(
        (ticket.summary.impact, ticket.summary.severity),
        (Impact::Hindered, Severity::Normal)
    );
    assert_eq!(
        ticket.summary.reporter.id, "u-lan",
        "the person whom the host vouched for"
    );
    let due = &ticket.summary.clock(ClockKind::Answer).unwrap().due;
    assert_eq!(due.at, ticket.summary.received_at + TimeDelta::hours(48));
    let letters = letters(&stage).await;
    assert_eq!(letters.len(), 1);
    let reply = header(&letters[0], "In-Reply-To").unwrap();
    assert!(
        reply.ends_with("@mail.example>"),
        "the letter answers the mail: {reply}"
    );
    let mine: Vec<deskside_protocol::api::TicketSummary> = host
        .reporter("lan")
        .await
        .get("/api/tickets")
        .await
        .json(axum::http::StatusCode::OK);
    assert_eq!(mine.len(), 1, "it is in the widget too");
}

#[tokio::test]
async fn letters_of_a_ticket_form_one_thread() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    let lan = host.reporter("lan").await;
    let id = lan.files("It fails").await.summary.id;
    stage.desk.world.pass(TimeDelta::seconds(1));
    let path = format!("/api/agent/tickets/{id}/messages");
    linh.post(&path, &message("Since when?")).await;
    let letters = letters(&stage).await;
    let first = header(&letters[0], "Message-ID").unwrap();
    assert_eq!(header(&letters[0], "In-Reply-To"), None);
    assert_eq!(header(&letters[1], "In-Reply-To"), Some(first.clone()));
    assert_eq!(header(&letters[1], "References"), Some(first));
    assert_eq!(
        header(&letters[0], "Reply-To"),
        header(&letters[1], "Reply-To")
    );
}

#[tokio::test]
async fn an_answer_takes_a_closed_ticket_up_again_but_not_for_ever() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    let id = host
        .reporter("lan")
        .await
        .files("It fails")
        .await
        .summary
        .id;
    let address = header(&letters(&stage).await[0], "Reply-To").unwrap();
    for step in ["resolve", "close"] {
        linh.takes(&id, step).await;
    }
    comes(&stage, mail(LAN, &address, "", "It is back")).await;
    assert_eq!(linh.sees(&id).await.ticket.summary.state, TicketState::Open);
    for step in ["resolve", "close"] {
        linh.takes(&id, step).await;
    }
    stage.desk.world.pass(TimeDelta::days(15));
    let linh = crate::support::Agent::again(&stage, "linh").await;
    let fate = comes(&stage, mail(LAN, &address, "", "Back again")).await;
    assert!(matches!(fate, Fate::Inbox(..)));
    assert_eq!(inbox(&linh).await[0].why.as_str(), "closed");
}

#[tokio::test]
async fn a_secret_in_a_mail_is_masked_and_opens_a_rotation() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    host.reporter("lan").await;
    let new = mail(
        LAN,
        "support@desk.example",
        "Subject: Help\r\n",
        "my password is hunter22",
    );
    comes(&stage, new).await;
    let seen = only_ticket(&stage, &linh).await;
    assert!(!seen.ticket.description.contains("hunter22"));
    assert_eq!(seen.rotations[0].login, "lan");
    let unknown = mail(
        "x@y.example",
        "support@desk.example",
        "",
        "the password is hunter22",
    );
    comes(&stage, unknown).await;
    assert!(!inbox(&linh).await[0].text.contains("hunter22"));
}

#[tokio::test]
async fn of_an_address_that_several_share_nobody_is_taken_for_another() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    for login in ["lan", "minh"] {
        let mut claims = host.claims(login, false);
        claims.person.email = "office@minhlong.example".to_owned();
        let body = deskside_protocol::api::OpenSession {
            identity: host.sign(&claims),
        };
        let opened = crate::support::Anonymous(&stage)
            .post("/api/sessions", &body)
            .await;
        opened.expect(axum::http::StatusCode::CREATED);
    }
    let new = mail(
        "office@minhlong.example",
        "support@desk.example",
        "",
        "It fails",
    );
    assert!(matches!(comes(&stage, new).await, Fate::Filed(_)));
    let reporter = only_ticket(&stage, &linh).await.ticket.summary.reporter;
    assert_eq!(reporter.id, "mail:office@minhlong.example");
}
