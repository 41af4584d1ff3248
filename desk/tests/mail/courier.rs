//! The courier, against a mail server of a few lines.

use std::time::Duration;

use deskside_desk::mail::{self, Post};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use crate::support::Stage;

/// Speaks as much SMTP as is needed, and says `verdict` to each letter.
pub(crate) async fn serve(
    stream: TcpStream,
    verdict: &str,
    letters: &mpsc::UnboundedSender<String>,
) {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 here\r\n").await.unwrap();
    let (mut line, mut letter, mut data) = (String::new(), String::new(), false);
    loop {
        line.clear();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let answer = match line.trim_end() {
            "." if data => {
                data = false;
                let _ = letters.send(std::mem::take(&mut letter));
                verdict
            }
            _ if data => {
                letter.push_str(&line);
                continue;
            }
            "DATA" => {
                data = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        stream
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_letter_is_sent_again_until_it_is_taken_under_the_same_name() {
    let stage = Stage::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = listener.local_addr().unwrap().to_string();
    let (sender, mut letters) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for verdict in ["451 not now", "250 taken"] {
            let (stream, _) = listener.accept().await.unwrap();
            serve(stream, verdict, &sender).await;
        }
    });
    let post = Post::new(&server, None, "Support desk <support@desk.example>").unwrap();
    let host = stage.system("Minh Long").await;
    host.reporter("lan")
        .await
        .files("Không xác nhận được báo giá")
        .await;
    tokio::spawn(mail::courier(stage.desk.clone(), post));
    let mut next = async || {
        tokio::time::timeout(Duration::from_secs(10), letters.recv())
            .await
            .unwrap()
            .unwrap()
    };
    let first = next().await;
    // Later, as far as the outbox is concerned.
    stage.desk.world.pass(chrono::TimeDelta::seconds(10));
    stage.desk.mail.notify_one();
    let second = next().await;
    let name = |letter: &str| {
        let line = letter.lines().find(|line| line.starts_with("Message-ID:"));
        line.unwrap().to_owned()
    };
    assert_eq!(name(&first), name(&second));
    assert!(name(&first).ends_with("@desk.example>"));
    for part in [
        "Auto-Submitted: auto-generated",
        "To: Lan <lan@minhlong.example>",
        "multipart/alternative",
    ] {
        assert!(second.contains(part), "{second}");
    }
    for _ in 0..100 {
        let waiting: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL")
            .fetch_one(stage.desk.store.read())
            .await
            .unwrap();
        if waiting == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the letter was not crossed out");
}
