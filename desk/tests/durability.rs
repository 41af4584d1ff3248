//! What was acknowledged is there after a kill -9; a desk started by a program ends with it.

use std::process::Stdio;
use std::time::Duration;

use axum::http::StatusCode;
use deskside_protocol::api::{NewTicket, OpenSession, SessionOpened, TicketSummary, TicketView};
use deskside_protocol::host::PairRequest;
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::cli::desk;
use crate::support::{Host, Stage, URL, new_ticket};

fn start(data: &TempDir, port: u16) -> Child {
    Command::new(env!("CARGO_BIN_EXE_deskside-desk"))
        .args(["serve", "--exit-with-stdin", "--public-url", URL])
        .args(["--data", data.path().to_str().unwrap()])
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

async fn up(http: &reqwest::Client, port: u16) {
    for _ in 0..200 {
        let health = http.get(format!("http://127.0.0.1:{port}/healthz")).send();
        if health
            .await
            .is_ok_and(|answer| answer.status() == StatusCode::OK)
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the desk did not come up");
}

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let data = TempDir::new().unwrap();
    let arguments = [
        "system",
        "add",
        "--name",
        "Minh Long",
        "--origin",
        "http://localhost:9200",
    ];
    let line: Value = serde_json::from_slice(&desk(&data, &arguments, "").stdout).unwrap();
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}");
    let mut child = start(&data, port);
    up(&http, port).await;

    // A host with a real key, beside a desk that only lends it its clock and its chance.
    let stage = Stage::new().await;
    let mut host: Host = stage.system("Elsewhere").await;
    host.system.0 = line["system"].as_str().unwrap().to_owned();
    let pair = PairRequest {
        code: line["code"].as_str().unwrap().to_owned(),
        key: host.key(),
        url: "http://localhost:9200".into(),
        prefix: "/deskside".into(),
    };
    let paired = http
        .post(format!("{base}/api/pair"))
        .json(&pair)
        .send()
        .await
        .unwrap();
    assert_eq!(paired.status(), StatusCode::OK);
    let session = sign_in(&http, &base, &host).await;
    let files = (0..20).map(|n| {
        let new: NewTicket = new_ticket(&format!("Trouble {n}"));
        http.post(format!("{base}/api/tickets"))
            .bearer_auth(&session)
            .header("idempotency-key", n.to_string())
            .json(&new)
            .send()
    });
    let answers = futures::future::try_join_all(files).await.unwrap();
    let mut acknowledged = Vec::new();
    for answer in answers {
        assert_eq!(answer.status(), StatusCode::CREATED);
        acknowledged.push(answer.json::<TicketView>().await.unwrap().summary.reference);
    }
    // kill -9: no goodbye, no flush.
    child.kill().await.unwrap();

    let mut child = start(&data, port);
    up(&http, port).await;
    let mine: Vec<TicketSummary> = http
        .get(format!("{base}/api/tickets"))
        .bearer_auth(&session)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let mut kept: Vec<String> = mine.into_iter().map(|ticket| ticket.reference).collect();
    acknowledged.sort();
    kept.sort();
    assert_eq!(kept, acknowledged);

    // Its standard input ends, and so does it, cleanly.
    drop(child.stdin.take());
    let ended = tokio::time::timeout(Duration::from_secs(10), child.wait()).await;
    assert!(ended.unwrap().unwrap().success());
}

async fn sign_in(http: &reqwest::Client, base: &str, host: &Host) -> String {
    let identity = host.sign(&host.claims("lan", false));
    let answer = http
        .post(format!("{base}/api/sessions"))
        .json(&OpenSession { identity })
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    answer.json::<SessionOpened>().await.unwrap().session
}
