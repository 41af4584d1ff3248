//! What was acknowledged is there after a kill -9; a desk started by a program ends with it.

use std::process::Stdio;
use std::time::Duration;

use axum::http::StatusCode;
use deskside_protocol::api::{NewTicket, OpenSession, SessionOpened, TicketSummary, TicketView};
use deskside_protocol::host::PairRequest;
use deskside_protocol::identity::IdentityClaims;
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::cli::desk;
use crate::support::{Host, Stage, URL, new_ticket};

fn start(data: &TempDir, port: u16) -> Child {
    start_with(data, port, &[])
}

/// Starts the desk as a program of its own, told some more.
pub(crate) fn start_with(data: &TempDir, port: u16, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_deskside-desk"))
        .args(["serve", "--exit-with-stdin", "--public-url", URL])
        .args(["--data", data.path().to_str().unwrap()])
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// A port on which nothing listens.
pub(crate) fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Waits until the desk answers.
pub(crate) async fn up(http: &reqwest::Client, port: u16) {
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

/// Somebody who calls the desk over the network.
pub(crate) fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// Adds a system beside the running desk and pairs a host with it.
pub(crate) async fn paired(http: &reqwest::Client, base: &str, data: &TempDir) -> Host {
    let arguments = [
        "system",
        "add",
        "--name",
        "Minh Long",
        "--origin",
        "http://localhost:9200",
    ];
    let line: Value = serde_json::from_slice(&desk(data, &arguments, "").stdout).unwrap();
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
    host
}

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9() {
    let (http, data, port) = (client(), TempDir::new().unwrap(), free_port());
    let base = format!("http://127.0.0.1:{port}");
    let mut child = start(&data, port);
    up(&http, port).await;
    let host = paired(&http, &base, &data).await;
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

/// Signs Lan in.
pub(crate) async fn sign_in(http: &reqwest::Client, base: &str, host: &Host) -> String {
    sign_in_as(http, base, host, host.claims("lan", false)).await
}

/// Signs somebody in.
pub(crate) async fn sign_in_as(
    http: &reqwest::Client,
    base: &str,
    host: &Host,
    claims: IdentityClaims,
) -> String {
    let identity = host.sign(&claims);
    let answer = http
        .post(format!("{base}/api/sessions"))
        .json(&OpenSession { identity })
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    answer.json::<SessionOpened>().await.unwrap().session
}
