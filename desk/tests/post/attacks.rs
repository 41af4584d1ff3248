//! What strangers try.

use deskside_desk::mail::inbound::{Fate, take};
use deskside_protocol::api::InboxWhy;

use super::stage::{arrival, comes, desk, header, letters, mail};

const MALLORY: &str = "mallory@evil.example";

#[tokio::test]
async fn a_reference_in_the_subject_opens_no_thread() {
    let (stage, host) = desk().await;
    host.reporter("lan").await.files("It fails").await;
    let subject = "Subject: Re: [T-1001] It fails\r\n";
    let fate = comes(
        &stage,
        mail(MALLORY, "support@desk.example", subject, "Hello"),
    )
    .await;
    assert!(matches!(fate, Fate::Inbox(_, InboxWhy::UnknownSender)));
    // Nor for somebody known: it is a request of its own.
    let lan = mail(
        "lan@minhlong.example",
        "support@desk.example",
        subject,
        "Hello",
    );
    assert!(matches!(comes(&stage, lan).await, Fate::Filed(_)));
    assert_eq!(stage.count("messages").await, 0);
}

#[tokio::test]
async fn a_guessed_letter_or_address_opens_no_thread() {
    let (stage, host) = desk().await;
    let id = host
        .reporter("lan")
        .await
        .files("It fails")
        .await
        .summary
        .id;
    for more in [
        "In-Reply-To: <msg_00000000000000000000000000@desk.example>\r\n".to_owned(),
        format!("In-Reply-To: <{id}@desk.example>\r\n"),
        "References: <msg_%@desk.example> <msg_' OR 1=1 --@desk.example>\r\n".to_owned(),
    ] {
        comes(
            &stage,
            mail(MALLORY, "support@desk.example", &more, "Hello"),
        )
        .await;
    }
    for to in [
        "support+T-1001@desk.example",
        "support+@desk.example",
        "support+%@desk.example",
    ] {
        comes(&stage, mail(MALLORY, to, "", "Hello")).await;
    }
    assert_eq!(stage.count("messages").await, 0);
    assert_eq!(stage.count("inbox").await, 6);
}

#[tokio::test]
async fn who_holds_the_address_but_is_not_of_the_system_writes_nothing() {
    let (stage, host) = desk().await;
    let other = stage.system_at("Other", "http://localhost:9300").await;
    host.reporter("lan").await.files("It fails").await;
    let address = header(&letters(&stage).await[0], "Reply-To").unwrap();
    assert!(matches!(
        comes(&stage, mail(MALLORY, &address, "", "Hello")).await,
        Fate::Inbox(_, InboxWhy::NotTheirs)
    ));
    // An approver of another system is a stranger here.
    let mut claims = other.claims("eve", true);
    claims.person.email = "eve@other.example".to_owned();
    let eve = mail("eve@other.example", &address, "", "Hello");
    assert!(matches!(
        comes(&stage, eve).await,
        Fate::Inbox(_, InboxWhy::NotTheirs)
    ));
    assert_eq!(stage.count("messages").await, 0);
}

#[tokio::test]
async fn an_address_that_two_systems_know_is_placed_by_an_agent() {
    let (stage, host) = desk().await;
    let other = stage.system_at("Other", "http://localhost:9300").await;
    host.reporter("lan").await;
    other.reporter("lan").await;
    let fate = comes(
        &stage,
        mail("lan@minhlong.example", "support@desk.example", "", "Hi"),
    )
    .await;
    assert!(matches!(fate, Fate::Inbox(_, InboxWhy::SeveralSystems)));
    assert_eq!(stage.count("tickets").await, 0);
}

#[tokio::test]
async fn nobody_unknown_is_answered() {
    let (stage, _) = desk().await;
    comes(&stage, mail(MALLORY, "support@desk.example", "", "Hello")).await;
    assert_eq!(stage.count("outbox").await, 0);
}

#[tokio::test]
async fn a_message_id_seen_elsewhere_makes_the_desk_overlook_nothing() {
    let (stage, host) = desk().await;
    host.reporter("lan").await;
    let with = |from: &str, text: &str| {
        format!(
            "Message-ID: <same@x.example>\r\nFrom: {from}\r\nTo: support@desk.example\r\n\r\n{text}\r\n"
        )
    };
    comes(&stage, with(MALLORY, "I was first")).await;
    let lan = comes(&stage, with("lan@minhlong.example", "It fails")).await;
    assert!(matches!(lan, Fate::Filed(_)));
}

#[tokio::test]
async fn lines_in_headers_stay_out_of_letters() {
    let (stage, host) = desk().await;
    host.reporter("lan").await;
    let subject = "Subject: =?utf-8?q?Hi=0D=0ABcc=3A_victim=40x.example?=\r\n";
    let from = "=?utf-8?q?Lan=0D=0ABcc=3A_v=40x.example?= <lan@minhlong.example>";
    let id = "Message-ID: <a b@x.example>\r\n";
    comes(
        &stage,
        mail(
            from,
            "support@desk.example",
            &format!("{subject}{id}"),
            "Hi",
        ),
    )
    .await;
    let letter = letters(&stage).await.remove(0);
    assert_eq!(header(&letter, "Bcc"), None, "{letter}");
}

#[tokio::test]
async fn a_flood_is_left_to_an_agent_and_then_to_the_mailbox() {
    let (stage, host) = desk().await;
    host.reporter("lan").await;
    for n in 0..60 {
        let text = format!("Hello number {n}");
        take(
            &stage.desk,
            arrival(mail(
                "lan@minhlong.example",
                "support@desk.example",
                "",
                &text,
            )),
        )
        .await
        .unwrap();
    }
    assert_eq!(stage.count("tickets").await, 20);
    assert_eq!(stage.count("inbox").await, 20);
    assert_eq!(stage.count("mails_in").await, 60);
}
