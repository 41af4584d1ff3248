//! Mail both ways through real servers, with the desk as a program of its own that is killed at the
//! worst moments.

use std::time::Duration;

use deskside_protocol::api::{NewMessage, TicketView};
use lettre::message::header::ContentType;
use lettre::message::{Attachment, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Child;

use super::servers::{PASSWORD, Servers};
use super::stage::header;
use crate::durability::{self, free_port, up};
use crate::support::{Host, new_ticket};

/// The desk as a program, with its mailbox at this port.
fn desk(data: &TempDir, port: u16, servers: &Servers, imap: u16) -> Child {
    let secret = data.path().join("imap.password");
    std::fs::write(&secret, PASSWORD).unwrap();
    durability::start_with(
        data,
        port,
        &[
            "--smtp",
            &format!("127.0.0.1:{}", servers.smtp),
            "--imap",
            &format!("127.0.0.1:{imap}"),
            "--imap-user",
            "support@desk.example",
            "--imap-password-file",
            secret.to_str().unwrap(),
        ],
    )
}

/// Waits until it is so.
async fn until<T>(what: &str, mut found: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..300 {
        if let Some(found) = found().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it did not come about: {what}");
}

/// Lan answers a letter with their own mail program.
async fn answer(servers: &Servers, letter: &str, text: &str, more: Option<&str>) {
    let smtp = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(servers.smtp)
        .build();
    let mut mail = Message::builder()
        .from("Lan Tran <lan@minhlong.example>".parse().unwrap())
        .to(header(letter, "Reply-To").unwrap().parse().unwrap())
        .subject("Re: báo giá")
        .in_reply_to(header(letter, "Message-ID").unwrap());
    if let Some(away) = more {
        let name = lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted");
        mail = mail.raw_header(lettre::message::header::HeaderValue::new(
            name,
            away.to_owned(),
        ));
    }
    let file = Attachment::new("ảnh.png".to_owned())
        .body(b"PNG".to_vec(), ContentType::parse("image/png").unwrap());
    let parts = MultiPart::mixed()
        .singlepart(SinglePart::plain(text.to_owned()))
        .singlepart(file);
    smtp.send(mail.multipart(parts).unwrap()).await.unwrap();
}

/// Lets the desk read its mailbox, but keeps from the server what would mark a mail as read.
async fn deaf_to_marks(imap: u16) -> (u16, tokio::sync::mpsc::UnboundedReceiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (held, holds) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut desk, _)) = listener.accept().await {
            let mut server = TcpStream::connect(("127.0.0.1", imap)).await.unwrap();
            let held = held.clone();
            tokio::spawn(async move {
                let (mut asked, mut told) = ([0; 4096], [0; 4096]);
                loop {
                    tokio::select! {
                        Ok(n) = desk.read(&mut asked) => {
                            if n == 0 { return; }
                            if String::from_utf8_lossy(&asked[..n]).contains("STORE") {
                                let _ = held.send(());
                                std::future::pending::<()>().await;
                            }
                            server.write_all(&asked[..n]).await.unwrap();
                        }
                        Ok(n) = server.read(&mut told) => {
                            if n == 0 { return; }
                            desk.write_all(&told[..n]).await.unwrap();
                        }
                        else => return,
                    }
                }
            });
        }
    });
    (port, holds)
}

#[tokio::test]
async fn mail_goes_out_and_comes_back_into_the_thread_and_no_kill_loses_or_doubles_any() {
    let Some(servers) = Servers::start() else {
        return;
    };
    let (http, data, port) = (durability::client(), TempDir::new().unwrap(), free_port());
    let mut child = desk(&data, port, &servers, servers.imap);
    up(&http, port).await;
    let base = format!("http://127.0.0.1:{port}");
    let host: Host = durability::paired(&http, &base, &data).await;
    let session = durability::sign_in(&http, &base, &host).await;
    let filed: TicketView = http
        .post(format!("{base}/api/tickets"))
        .bearer_auth(&session)
        .header("idempotency-key", "1")
        .json(&new_ticket("Không xác nhận được báo giá"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let id = filed.summary.id;
    let see = async || {
        let answer = http
            .get(format!("{base}/api/tickets/{id}"))
            .bearer_auth(&session)
            .send();
        answer.await.unwrap().json::<TicketView>().await.unwrap()
    };
    let letter = until("the letter arrives", async || servers.mails("lan").pop()).await;

    // Killed; the answer comes meanwhile, and lies there when the desk is back.
    child.kill().await.unwrap();
    answer(&servers, &letter, "Từ sáng nay.", None).await;
    until("the answer lies there", async || {
        servers.mails("support").pop()
    })
    .await;

    // Back, but killed again after the answer was taken in and before the server heard of it.
    let (deaf, mut held) = deaf_to_marks(servers.imap).await;
    let mut child = desk(&data, port, &servers, deaf);
    up(&http, port).await;
    tokio::time::timeout(Duration::from_secs(30), held.recv())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        see().await.messages.len(),
        1,
        "it was safe before it was to be marked"
    );
    assert_eq!(servers.read("support"), 0);
    child.kill().await.unwrap();

    // Back for good: it is known, and marked.
    let mut child = desk(&data, port, &servers, servers.imap);
    up(&http, port).await;
    until("it is marked", async || {
        (servers.read("support") == 1).then_some(())
    })
    .await;
    let said = see().await.messages;
    assert_eq!((said.len(), said[0].text.as_str()), (1, "Từ sáng nay."));
    assert_eq!(said[0].attachments[0].name, "ảnh.png");

    // A machine answers: it is marked, and nothing follows.
    answer(&servers, &letter, "I am away.", Some("auto-replied")).await;
    until("the machine's answer is marked", async || {
        (servers.read("support") == 2).then_some(())
    })
    .await;
    assert_eq!(see().await.messages.len(), 1);

    // Nobody has this address: the server says so, and both sides see it.
    let mut claims = host.claims("nobody", false);
    claims.person.id = "u-nobody".to_owned();
    let nobody = durability::sign_in_as(&http, &base, &host, claims).await;
    let lost: TicketView = http
        .post(format!("{base}/api/tickets"))
        .bearer_auth(&nobody)
        .header("idempotency-key", "2")
        .json(&new_ticket("It fails"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    until("the bounce is told", async || {
        let path = format!("{base}/api/tickets/{}", lost.summary.id);
        let seen = http.get(path).bearer_auth(&nobody).send().await.unwrap();
        let seen: TicketView = seen.json().await.unwrap();
        let bounced = deskside_protocol::ticket::Happened::Bounced;
        seen.timeline
            .iter()
            .any(|moment| moment.what == bounced)
            .then_some(())
    })
    .await;
    // What is written in the widget still works beside it.
    let new = NewMessage {
        text: "By the widget".to_owned(),
        attachments: vec![],
        awaits_reporter: false,
    };
    let sent = http
        .post(format!("{base}/api/tickets/{id}/messages"))
        .bearer_auth(&session)
        .header("idempotency-key", "3")
        .json(&new)
        .send();
    assert!(sent.await.unwrap().status().is_success());
    assert_eq!(see().await.messages.len(), 2);
    child.kill().await.unwrap();
}
