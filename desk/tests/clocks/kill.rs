//! A desk that is killed while it tells of broken promises tells each of them once.

use std::process::Stdio;
use std::time::Duration;

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_desk::world::World;
use deskside_desk::{Desk, Settings};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteConnectOptions;
use tempfile::TempDir;
use tokio::process::Command;

use crate::support::{Caller as _, Stage, URL, new_ticket, rules};

/// So many clocks that telling takes several commits: one of answer, notice and solution each.
const TICKETS: usize = 120;
const CLOCKS: i64 = 3 * TICKETS as i64;

/// A folder in which tickets wait since three days, and nobody looked since.
async fn neglected(data: &TempDir) {
    let settings = Settings {
        data: data.path().to_owned(),
        public_url: URL.to_owned(),
        web: None,
    };
    let world = World::standing(World::real().now() - TimeDelta::days(3));
    let (desk, _wakes) = Desk::open(settings, rules(), world).await.unwrap();
    let stage = Stage::of(desk, TempDir::new().unwrap());
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    stage.agent("linh").await;
    stage.lead("binh").await;
    let new = new_ticket("It fails");
    let filed = (0..TICKETS).map(|_| lan.post("/api/tickets", &new));
    for reply in futures::future::join_all(filed).await {
        reply.expect(StatusCode::CREATED);
    }
    stage.desk.store.clone().close().await;
}

async fn count(db: &mut SqliteConnection, statement: &'static str) -> i64 {
    sqlx::query_scalar(statement).fetch_one(db).await.unwrap()
}

/// Runs the desk and kills it as soon as it has told anything more; says how much was told by then.
async fn run_and_kill(data: &TempDir, db: &mut SqliteConnection) -> i64 {
    const TOLD: &str = "SELECT COUNT(*) FROM clocks WHERE breached_at IS NOT NULL";
    let before = count(db, TOLD).await;
    let mut child = Command::new(env!("CARGO_BIN_EXE_deskside-desk"))
        .args(["serve", "--exit-with-stdin", "--public-url", URL])
        .args(["--data", data.path().to_str().unwrap()])
        .args(["--listen", "127.0.0.1:0"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    for _ in 0..10_000 {
        if count(db, TOLD).await > before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    // kill -9: no goodbye, no flush.
    child.kill().await.unwrap();
    count(db, TOLD).await
}

#[tokio::test]
async fn a_desk_killed_between_any_two_steps_tells_each_broken_promise_once() {
    let data = TempDir::new().unwrap();
    neglected(&data).await;
    let file = SqliteConnectOptions::new().filename(data.path().join("desk.sqlite"));
    let mut db = sqlx::ConnectOptions::connect(&file).await.unwrap();
    let mut halves = 0;
    while run_and_kill(&data, &mut db).await < CLOCKS {
        halves += 1;
    }
    assert!(halves > 1, "it was never killed half-way");
    let lines = "SELECT COUNT(*) FROM timeline WHERE what = '\"clock_breached\"'";
    assert_eq!(count(&mut db, lines).await, CLOCKS);
    let letters = "SELECT COUNT(*) FROM outbox WHERE subject LIKE '%Promise broken%'";
    assert_eq!(
        count(&mut db, letters).await,
        2 * CLOCKS,
        "one to each of the staff"
    );
    let twice = "SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE subject LIKE '%Promise broken%'
                 GROUP BY recipient, subject HAVING COUNT(*) > 1)";
    assert_eq!(count(&mut db, twice).await, 0);
    let waiting = "SELECT COUNT(*) FROM clocks WHERE look_at IS NOT NULL";
    assert_eq!(count(&mut db, waiting).await, 0);
}
