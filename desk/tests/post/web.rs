//! `/request`: the form for people who cannot get into their ERP.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use deskside_protocol::policy::{Channel, Severity};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::ClockKind;

use super::stage::{comes, desk, header, letters, mail, only_ticket};
use crate::support::{Anonymous, Caller as _, Host, Reply, Stage, message};

const LAN: &str = "lan@minhlong.example";

/// What somebody fills in.
fn form(once: &str, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> String {
    let mut body = String::new();
    for (name, value) in [("once", once)].iter().chain(fields) {
        body.push_str(&format!(
            "--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    let (name, content) = file.unwrap_or_default();
    body.push_str(&format!(
        "--X\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n{content}\r\n--X--\r\n"
    ));
    body
}

fn filled<'a>(email: &'a str, what: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", "Lan Tran"),
        ("email", email),
        ("description", what),
        ("impact", "stopped"),
        ("website", ""),
    ]
}

async fn send(stage: &Stage, path: &str, body: String) -> Reply {
    let kind = [("content-type", "multipart/form-data; boundary=X".to_owned())];
    stage.call(Method::POST, path, &kind, body).await
}

async fn asks(stage: &Stage, host: &Host, email: &str, what: &str) -> Reply {
    let once = stage.desk.world.secret();
    send(
        stage,
        &format!("/request/{}", host.system),
        form(&once, &filled(email, what), None),
    )
    .await
}

/// The link in the letter.
async fn key(stage: &Stage) -> String {
    let letter = letters(stage).await.remove(0).replace("=\r\n", "");
    let at = letter.find("/request/t/").unwrap();
    letter[at..].split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn a_person_finds_the_form_asks_and_is_told_by_when_an_answer_is_due() {
    let (stage, host) = desk().await;
    let page = Anonymous(&stage)
        .get("/request")
        .await
        .expect(StatusCode::OK);
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(page.headers[name], value);
    }
    let none = Anonymous(&stage).get("/request?erp=nowhere.example").await;
    assert!(
        none.expect(StatusCode::NOT_FOUND)
            .text()
            .contains("We know no ERP at this address")
    );
    let found = Anonymous(&stage)
        .get("/request?erp=http://localhost:9200/web%3Fa=1&lang=vi")
        .await;
    let path = format!("/request/{}", host.system);
    assert_eq!(found.headers["location"], format!("{path}?lang=vi"));
    let shown = Anonymous(&stage)
        .get(&format!("{path}?lang=vi"))
        .await
        .text();
    assert!(
        shown.contains("Chuyện gì đã xảy ra?")
            && !shown.contains("<script")
            && !shown.contains("style=")
    );

    let once = stage.desk.world.secret();
    let body = form(
        &once,
        &filled(LAN, "Nothing opens\nsince 8"),
        Some(("shot.png", "PNG")),
    );
    let sent = send(&stage, &path, body.clone())
        .await
        .expect(StatusCode::SEE_OTHER);
    let done = sent.headers["location"].to_str().unwrap().to_owned();
    // The same form again, as a browser sends it on reload.
    send(&stage, &path, body)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(stage.count("tickets").await, 1);
    assert_eq!(stage.count("attachments").await, 1);
    let told = Anonymous(&stage)
        .get(&done)
        .await
        .expect(StatusCode::OK)
        .text();
    for words in ["T-1001", "within 24 hours, clause 3.1a", LAN] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let ticket = only_ticket(&stage, &stage.agent("linh").await).await.ticket;
    assert_eq!(ticket.summary.reporter.id, format!("web:{LAN}"));
    assert_eq!(
        (ticket.summary.channel, ticket.summary.severity),
        (Channel::Web, Severity::Critical)
    );
    assert!(ticket.summary.clock(ClockKind::Answer).is_some());
    assert_eq!(ticket.attachments[0].name, "shot.png");
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_what_was_typed_stays() {
    let (stage, host) = desk().await;
    let path = format!("/request/{}", host.system);
    let once = stage.desk.world.secret();
    let wrong = [
        ("name", "<b>Lan</b>"),
        ("email", "no address"),
        ("description", ""),
    ];
    let page = send(&stage, &path, form(&once, &wrong, None)).await;
    let page = page.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    for words in [
        "aria-invalid=\"true\"",
        "aria-describedby=\"email-hint email-problem\"",
        "id=\"description-problem\"",
        "id=\"impact-problem\"",
        "&#60;b&#62;Lan&#60;/b&#62;",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(page.matches("autofocus").count(), 1);
    let mut bot = filled(LAN, "Buy");
    bot[4].1 = "https://spam.example";
    let caught = send(&stage, &path, form(&once, &bot, None)).await;
    caught.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let forged = send(&stage, &path, form("short", &filled(LAN, "x"), None)).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);
    assert_eq!(stage.count("tickets").await, 0);
    let nowhere = Anonymous(&stage).get("/request/sys_0").await;
    assert!(
        nowhere
            .expect(StatusCode::NOT_FOUND)
            .text()
            .contains("<h1>")
    );
}

#[tokio::test]
async fn nobody_can_have_the_desk_write_to_a_stranger_twice() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    asks(&stage, &host, LAN, "It fails")
        .await
        .expect(StatusCode::SEE_OTHER);
    for n in 0..5 {
        let again = asks(&stage, &host, "LAN@minhlong.example", &format!("More {n}")).await;
        assert!(
            again
                .expect(StatusCode::TOO_MANY_REQUESTS)
                .text()
                .contains("last 24 hours")
        );
    }
    let id = only_ticket(&stage, &linh).await.ticket.summary.id;
    for _ in 0..3 {
        linh.post(
            &format!("/api/agent/tickets/{id}/messages"),
            &message("Hello?"),
        )
        .await;
    }
    for step in ["resolve", "close"] {
        linh.takes(&id, step).await.expect(StatusCode::OK);
    }
    assert_eq!(
        stage.count("outbox").await,
        1,
        "the one letter with the link"
    );
    // A password in it opens a rotation, whose reminders go to no stranger either.
    stage.desk.world.pass(TimeDelta::hours(25));
    asks(&stage, &host, LAN, "my password is hunter22")
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(stage.count("rotations").await, 1);
    let second: String = sqlx::query_scalar("SELECT ticket FROM rotations")
        .fetch_one(stage.desk.store.read())
        .await
        .unwrap();
    let linh = crate::support::Agent::again(&stage, "linh").await;
    for step in ["resolve", "close"] {
        linh.takes(&deskside_protocol::ids::TicketId(second.clone()), step)
            .await;
    }
    stage.pass(TimeDelta::days(8)).await;
    let to_lan = stage
        .mails()
        .await
        .into_iter()
        .filter(|(to, _)| to == LAN)
        .count();
    assert_eq!(to_lan, 2, "one letter for each day on which somebody asked");
}

#[tokio::test]
async fn a_system_is_not_buried_under_requests() {
    let (stage, host) = desk().await;
    let mut refused = 0;
    for n in 0..40 {
        let reply = asks(&stage, &host, &format!("p{n}@x.example"), "Hello").await;
        refused += i32::from(reply.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!((stage.count("tickets").await, refused), (30, 10));
}

#[tokio::test]
async fn the_link_shows_the_request_and_takes_answers_and_files() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    asks(&stage, &host, LAN, "<script>alert(1)</script> fails").await;
    let link = key(&stage).await;
    let page = Anonymous(&stage)
        .get(&link)
        .await
        .expect(StatusCode::OK)
        .text();
    for words in [
        "T-1001",
        "Open",
        "due by",
        "clause 3.1a",
        "&#60;script&#62;",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("<script"));
    let id = only_ticket(&stage, &linh).await.ticket.summary.id;
    let path = format!("/api/agent/tickets/{id}/messages");
    linh.post(&path, &message("Since when?"))
        .await
        .expect(StatusCode::CREATED);
    assert_eq!(
        stage.count("outbox").await,
        2,
        "the address is proven: now they are written to"
    );
    let once = stage.desk.world.secret();
    let body = form(&once, &[("text", "Since today")], Some(("shot.png", "PNG")));
    for _ in 0..2 {
        send(&stage, &link, body.clone())
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    let empty = send(
        &stage,
        &link,
        form(&stage.desk.world.secret(), &[("text", " ")], None),
    )
    .await;
    assert!(
        empty
            .expect(StatusCode::UNPROCESSABLE_ENTITY)
            .text()
            .contains("text-problem")
    );
    let ticket = only_ticket(&stage, &linh).await.ticket;
    assert_eq!(ticket.messages.len(), 2);
    let file = &ticket.messages[1].attachments[0];
    let got = Anonymous(&stage)
        .get(&format!("{link}/files/{}", file.id))
        .await;
    assert_eq!(got.expect(StatusCode::OK).body, b"PNG");
    // An answer by mail works as well, and is known by the letter it answers.
    let address = header(&letters(&stage).await[1], "Reply-To").unwrap();
    comes(&stage, mail(LAN, &address, "", "And by mail")).await;
    assert_eq!(only_ticket(&stage, &linh).await.ticket.messages.len(), 3);
}

#[tokio::test]
async fn a_link_opens_its_own_request_only_is_kept_hashed_and_ends() {
    let (stage, host) = desk().await;
    let linh = stage.agent("linh").await;
    let other = host.reporter("minh").await.files("Secret of Minh").await;
    asks(&stage, &host, LAN, "It fails").await;
    let letter = letters(&stage).await.pop().unwrap().replace("=\r\n", "");
    let at = letter.find("/request/t/").unwrap();
    let link = letter[at..].split_whitespace().next().unwrap().to_owned();
    let secret = link.rsplit('/').next().unwrap();
    let kept: Vec<String> = sqlx::query_scalar("SELECT key_hash FROM web_requests")
        .fetch_all(stage.desk.store.read())
        .await
        .unwrap();
    assert!(!kept[0].contains(secret));
    for wrong in ["/request/t/x", &format!("{link}x"), &link.to_lowercase()] {
        let reply = Anonymous(&stage).get(wrong).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let theirs = sqlx::query_scalar::<_, String>("SELECT id FROM attachments")
        .fetch_optional(stage.desk.store.read())
        .await
        .unwrap();
    assert!(theirs.is_none() && other.attachments.is_empty());
    let id: String = sqlx::query_scalar("SELECT ticket FROM web_requests")
        .fetch_one(stage.desk.store.read())
        .await
        .unwrap();
    let id = deskside_protocol::ids::TicketId(id);
    for step in ["resolve", "close"] {
        linh.takes(&id, step).await.expect(StatusCode::OK);
    }
    let page = Anonymous(&stage)
        .get(&link)
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(page.contains("follow-reopen") && !page.contains("follow-text"));
    let opened = stage
        .call(Method::POST, &format!("{link}/reopen"), &[], "")
        .await;
    opened.expect(StatusCode::SEE_OTHER);
    for step in ["resolve", "close"] {
        linh.takes(&id, step).await.expect(StatusCode::OK);
    }
    stage.desk.world.pass(TimeDelta::days(31));
    let gone = Anonymous(&stage).get(&link).await;
    assert!(
        gone.expect(StatusCode::NOT_FOUND)
            .text()
            .contains("30 days")
    );
}

#[tokio::test]
async fn a_host_cannot_speak_for_people_it_does_not_know() {
    let (stage, host) = desk().await;
    let mut claims = host.claims("lan", false);
    claims.person.id = format!("web:{LAN}");
    let body = deskside_protocol::api::OpenSession {
        identity: host.sign(&claims),
    };
    Anonymous(&stage)
        .post("/api/sessions", &body)
        .await
        .refused(Code::IdentityRefused);
}

#[tokio::test]
async fn the_letter_with_the_key_is_forgotten_once_it_was_handed_over() {
    let (stage, host) = desk().await;
    asks(&stage, &host, LAN, "It fails").await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = listener.local_addr().unwrap().to_string();
    let (sender, mut handed) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        crate::mail::serve(stream, "250 taken", &sender).await;
    });
    super::stage::sends(&stage, &server);
    assert!(handed.recv().await.unwrap().contains("/request/t/"));
    for _ in 0..200 {
        let body: String = sqlx::query_scalar("SELECT body_text || body_html FROM outbox")
            .fetch_one(stage.desk.store.read())
            .await
            .unwrap();
        if body.is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the key is still in the database");
}
