//! The mailbox: a mail that came by SMTP can be read.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

use deskside_demo_host::mailbox::pages::{self, Mailbox};
use deskside_demo_host::mailbox::sink;
use deskside_demo_host::mailbox::store::Store;

const MAIL: &str = "From: Viindoo Support <support@desk.example>\r\n\
To: lan@minhlong.example\r\n\
Subject: =?utf-8?q?=C4=90=C3=A3_nh=E1=BA=ADn_T-1042?=\r\n\
MIME-Version: 1.0\r\n\
Content-Type: multipart/alternative; boundary=x\r\n\r\n\
--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nChào Lan,\r\n..một dòng có chấm\r\n\
--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Chào <b>Lan</b><script>alert(1)</script></p>\r\n--x--\r\n";

fn send(to: SocketAddr) {
    let stream = TcpStream::connect(to).unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut stream = stream;
    let mut expect = |code: &str| loop {
        let line = lines.next().unwrap().unwrap();
        assert!(line.starts_with(code), "{line}");
        if !line[3..].starts_with('-') {
            break;
        }
    };
    expect("220");
    for (command, code) in [
        ("EHLO test", "250"),
        ("MAIL FROM:<support@desk.example>", "250"),
        ("RCPT TO:<lan@minhlong.example>", "250"),
        ("RCPT TO:<hoa@minhlong.example>", "250"),
        ("DATA", "354"),
    ] {
        write!(stream, "{command}\r\n").unwrap();
        expect(code);
    }
    write!(stream, "{MAIL}.\r\n").unwrap();
    expect("250");
    write!(stream, "QUIT\r\n").unwrap();
}

#[tokio::test]
async fn a_mail_that_came_by_smtp_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("mails")).unwrap();
    let (news, mut heard) = tokio::sync::broadcast::channel(4);
    let smtp = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = smtp.local_addr().unwrap();
    let (mails, bell) = (store.clone(), news.clone());
    std::thread::spawn(move || sink::serve(&smtp, &mails, &bell));
    let web = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", web.local_addr().unwrap());
    let router = pages::router(Mailbox { store, news });
    tokio::spawn(async move { axum::serve(web, router).await });

    tokio::task::spawn_blocking(move || send(address))
        .await
        .unwrap();
    heard.recv().await.unwrap();

    let http = deskside_demo_host::deskside::client().unwrap();
    let get = async |path: &str| http.get(format!("{url}{path}")).send().await.unwrap();
    let list: serde_json::Value = get("/api/mails?to=lan@minhlong.example")
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(list[0]["subject"], "Đã nhận T-1042");
    assert_eq!(list[0]["to"], "lan@minhlong.example, hoa@minhlong.example");
    assert!(
        list[0]["text"]
            .as_str()
            .unwrap()
            .contains("\n.một dòng có chấm")
    );
    let nobody: serde_json::Value = get("/api/mails?to=mai@").await.json().await.unwrap();
    assert_eq!(nobody, serde_json::json!([]));
    let id = list[0]["id"].as_str().unwrap();
    let page = get(&format!("/mails/{id}?lang=vi"))
        .await
        .text()
        .await
        .unwrap();
    assert!(page.contains("Đã nhận T-1042") && page.contains("Hộp thư"));
    assert!(!page.contains("<script>alert"));
    let html = get(&format!("/mails/{id}/html")).await;
    let policy = html.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(policy.starts_with("sandbox") && policy.contains("default-src 'none'"));
    for wrong in ["/mails/nope", "/mails/..%2f..%2fetc%2fpasswd/source"] {
        assert_eq!(get(wrong).await.status(), 404);
    }
}
