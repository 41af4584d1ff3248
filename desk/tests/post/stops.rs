//! Letters that people can do without.

use axum::http::{Method, StatusCode};
use deskside_desk::mail::{Letter, Recipient, Topic, post};
use deskside_protocol::ids::TicketId;

use super::stage::{desk, header, letters};
use crate::support::{Anonymous, Caller as _, Host, Stage, person};

async fn write(stage: &Stage, host: &Host, topic: Option<Topic>) {
    let (with, system) = (stage.desk.clone(), host.system.clone());
    let letter = Letter {
        subject: "Maintenance".to_owned(),
        greeting: "Dear Hoa,".to_owned(),
        topic,
        ..Letter::default()
    };
    stage
        .desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                post(
                    tx,
                    &with,
                    &system,
                    &Recipient::from(&person("hoa")),
                    &letter,
                )
                .await
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn one_click_stops_a_kind_of_letter_and_another_starts_it_again() {
    let (stage, host) = desk().await;
    write(&stage, &host, Some(Topic::Maintenance)).await;
    let letter = letters(&stage).await.remove(0);
    let link = header(&letter, "List-Unsubscribe").unwrap();
    assert_eq!(
        header(&letter, "List-Unsubscribe-Post").unwrap(),
        "List-Unsubscribe=One-Click"
    );
    let link = link.trim_matches(['<', '>']);
    assert!(
        letter.replace("=\r\n", "").contains(link),
        "people see it too"
    );
    let path = link.strip_prefix(crate::support::URL).unwrap();
    // Machines look at links: that decides nothing.
    let page = Anonymous(&stage)
        .get(path)
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        page.contains("Mails about maintenance windows are sent to hoa@minhlong.example."),
        "{page}"
    );
    assert!(!page.contains("<script"));
    write(&stage, &host, Some(Topic::Maintenance)).await;
    assert_eq!(stage.count("outbox").await, 2);

    let form = [(
        "content-type",
        "application/x-www-form-urlencoded".to_owned(),
    )];
    let click = stage
        .call(Method::POST, path, &form, "List-Unsubscribe=One-Click")
        .await;
    assert!(
        click
            .expect(StatusCode::OK)
            .text()
            .contains("no longer sent")
    );
    write(&stage, &host, Some(Topic::Maintenance)).await;
    assert_eq!(stage.count("outbox").await, 2);
    // Other letters still come.
    write(&stage, &host, Some(Topic::Terms)).await;
    write(&stage, &host, None).await;
    assert_eq!(stage.count("outbox").await, 4);

    let undone = stage.call(Method::POST, path, &form, "again=1").await;
    assert!(undone.expect(StatusCode::OK).text().contains("are sent to"));
    write(&stage, &host, Some(Topic::Maintenance)).await;
    assert_eq!(stage.count("outbox").await, 5);
    let vietnamese = Anonymous(&stage)
        .get(&format!("{path}?lang=vi"))
        .await
        .text();
    assert!(vietnamese.contains("lịch bảo trì"));
}

#[tokio::test]
async fn a_guessed_link_stops_nothing() {
    let (stage, host) = desk().await;
    write(&stage, &host, Some(Topic::Maintenance)).await;
    for token in ["1", "%25", "00000000000000000000000000"] {
        let reply = stage
            .call(Method::POST, &format!("/mail/stop/{token}"), &[], "")
            .await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        assert!(reply.text().contains("<h1>"), "people are told in words");
    }
}

#[tokio::test]
async fn letters_about_tickets_carry_no_such_link() {
    let (stage, host) = desk().await;
    let id: TicketId = host
        .reporter("lan")
        .await
        .files("It fails")
        .await
        .summary
        .id;
    assert!(id.looks_valid());
    assert_eq!(header(&letters(&stage).await[0], "List-Unsubscribe"), None);
}
