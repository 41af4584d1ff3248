//! Clause 2.4: the desk itself is backed up by its own command and restores from it.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::StatusCode;
use deskside_desk::audit;
use deskside_desk::system::System;
use deskside_desk::world::World;
use deskside_desk::{Desk, Settings, backup};
use deskside_protocol::api::{AttachmentView, AuditTrail, NewTicket, TicketView};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Caller as _, Seat, Stage, URL, new_ticket, rules};

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and some more bytes";

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deskside-desk"))
        .args(arguments)
        .env("RUST_LOG", "error")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A desk with a ticket, a file and an audit chain, and a folder for what is put away.
struct Scene {
    stage: Stage,
    lan: Seat,
    ticket: TicketView,
    file: AttachmentView,
    away: TempDir,
}

impl Scene {
    async fn new() -> Self {
        let stage = Stage::new().await;
        let lan = stage.system("Minh Long").await.reporter("lan").await;
        let path = "/api/uploads/0f0e0d0c-0b0a-0908-0706-050403020100?name=screen.png";
        let file: AttachmentView = lan
            .put(path, "image/png", PICTURE.to_vec())
            .await
            .json(StatusCode::CREATED);
        let new = NewTicket {
            attachments: vec![file.id.clone()],
            ..new_ticket("It fails")
        };
        let ticket = lan.files_all(&new).await;
        let linh = stage.agent("linh").await;
        linh.sees(&ticket.summary.id).await;
        let path = format!("/api/agent/attachments/{}", file.id);
        linh.get(&path).await.expect(StatusCode::OK);
        Self {
            stage,
            lan,
            ticket,
            file,
            away: TempDir::new().unwrap(),
        }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.away.path().join(name)
    }

    /// Backs up with the desk's own command, in a process of its own beside the running desk.
    async fn backup(&self, name: &str) -> Output {
        let (data, out) = (self.stage.desk.settings.data.clone(), self.at(name));
        tokio::task::spawn_blocking(move || {
            run(&["backup", "--data", text(&data), "--out", text(&out)])
        })
        .await
        .unwrap()
    }

    /// The audit trail as a desk has it.
    async fn trail(&self, desk: &Desk) -> AuditTrail {
        let mut db = desk.read().await.unwrap();
        let system = System::load(&mut db, &self.lan.opened.system.id).await;
        audit::trail(&mut db, &system.unwrap()).await.unwrap()
    }

    fn restore(&self, name: &str, data: &Path) -> Output {
        run(&[
            "restore",
            "--from",
            text(&self.at(name)),
            "--data",
            text(data),
        ])
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clause_2_4_everything_is_back_and_the_audit_chain_verifies() {
    let scene = Scene::new().await;
    // People go on writing meanwhile.
    let stop = Arc::new(AtomicBool::new(false));
    let (writer, until) = (scene.lan.clone(), Arc::clone(&stop));
    let busy = tokio::spawn(async move {
        let mut filed = 0;
        while !until.load(Ordering::SeqCst) {
            writer.files(&format!("Trouble {filed}")).await;
            filed += 1;
        }
        filed
    });
    let output = scene.backup("desk.tar.gz").await;
    stop.store(true, Ordering::SeqCst);
    assert!(busy.await.unwrap() > 0);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("copying the database"));
    assert!(said(&output).contains("100%"));
    let total: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(total["files"], 3, "database, key and the one file");
    let mode = scene.at("desk.tar.gz").metadata().unwrap().permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    let left = std::fs::read_dir(scene.away.path()).unwrap().count();
    assert_eq!(left, 1, "nothing of the work lies about");

    let data = scene.at("restored");
    let output = scene.restore("desk.tar.gz", &data);
    assert!(output.status.success(), "{}", said(&output));
    let again: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(again, total);
    for (name, mode) in [("", 0o700), ("desk.key", 0o600), ("desk.sqlite", 0o600)] {
        let found = data.join(name).metadata().unwrap().permissions().mode();
        assert_eq!(found & 0o777, mode, "{name}");
    }
    let settings = Settings {
        data,
        public_url: URL.to_owned(),
        web: None,
    };
    let (back, _wakes) = Desk::open(settings, rules(), World::real()).await.unwrap();
    assert_eq!(back.key.public(), scene.stage.desk.key.public());
    let (then, now) = (
        scene.trail(&scene.stage.desk).await,
        scene.trail(&back).await,
    );
    assert!(now.broken.is_none() && !now.entries.is_empty());
    assert_eq!(now.entries, then.entries);
    // Even the session goes on: the same person finds the same ticket and file at the desk that is back.
    let back = scene.stage.reopened(back);
    let headers = scene.lan.headers();
    let path = format!("/api/tickets/{}", scene.ticket.summary.id);
    let ticket: TicketView = back
        .call(axum::http::Method::GET, &path, &headers, "")
        .await
        .json(StatusCode::OK);
    assert_eq!(ticket.description, "It fails");
    let path = format!("/api/attachments/{}", scene.file.id);
    let reply = back
        .call(axum::http::Method::GET, &path, &headers, "")
        .await
        .expect(StatusCode::OK);
    assert_eq!(reply.body, PICTURE);
}

#[tokio::test]
async fn attack_a_flipped_byte_anywhere_is_refused() {
    let scene = Scene::new().await;
    let output = scene.backup("good").await;
    assert!(output.status.success(), "{}", said(&output));
    let good = std::fs::read(scene.at("good")).unwrap();
    // Every so often, and all of head and end.
    let (last, data) = (good.len() - 1, scene.at("data"));
    let places =
        (0..good.len()).filter(|place| place % 97 == 0 || *place < 10 || last - place < 12);
    for place in places {
        let mut bad = good.clone();
        bad[place] ^= 0xff;
        std::fs::write(scene.at("bad"), &bad).unwrap();
        let refused = backup::restore(&scene.at("bad"), &data, &mut |_| {}).await;
        let why = format!("{:#}", refused.unwrap_err());
        assert!(why.contains("damaged"), "byte {place} of {last}: {why}");
        assert!(!data.exists(), "nothing is left behind");
    }
    let shorter = &good[..good.len() - 9];
    let longer = [good.as_slice(), b"more"].concat();
    for bad in [shorter, longer.as_slice(), b"", b"no archive"] {
        std::fs::write(scene.at("bad"), bad).unwrap();
        let output = scene.restore("bad", &scene.at("data"));
        assert!(!output.status.success() && said(&output).contains("damaged"));
    }
}

/// Packs an archive by hand, whose sums are right.
fn forge(place: &Path, files: &[(&str, &[u8])], manifest: &Value) {
    let file = std::fs::File::create(place).unwrap();
    let gzip = flate2::write::GzEncoder::new(file, flate2::Compression::default());
    let mut tar = tar::Builder::new(gzip);
    let words = serde_json::to_vec(manifest).unwrap();
    for (path, bytes) in files.iter().chain([&("manifest.json", words.as_slice())]) {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        // As a hostile archive would write it, past the library's own care.
        header.as_gnu_mut().unwrap().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap().flush().unwrap();
}

#[tokio::test]
async fn attack_an_archive_that_writes_elsewhere_or_says_what_it_does_not_hold() {
    let scene = Scene::new().await;
    let empty = serde_json::json!({ "format": 1, "made_at": "2026-11-24T00:00:00Z", "files": {} });
    for path in ["../outside", "/tmp/deskside-outside", "a/../../outside"] {
        forge(&scene.at("evil"), &[(path, b"x")], &empty);
        let output = scene.restore("evil", &scene.at("data"));
        assert!(said(&output).contains("leads out"), "{}", said(&output));
    }
    assert!(!scene.at("outside").exists());
    forge(&scene.at("evil"), &[("desk.key", b"x")], &empty);
    let output = scene.restore("evil", &scene.at("data"));
    assert!(said(&output).contains("sums"), "{}", said(&output));
    forge(&scene.at("evil"), &[], &empty);
    let output = scene.restore("evil", &scene.at("data"));
    assert!(said(&output).contains("lacks"), "{}", said(&output));
}

#[tokio::test]
async fn attack_a_rewritten_audit_chain_is_not_restored() {
    let scene = Scene::new().await;
    let desk = &scene.stage.desk;
    desk.store
        .write(|tx| {
            Box::pin(async move {
                sqlx::query("UPDATE audit_entry SET body = REPLACE(body, 'linh', 'nobody')")
                    .execute(&mut **tx)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    assert!(scene.backup("rewritten").await.status.success());
    let output = scene.restore("rewritten", &scene.at("data"));
    assert!(!output.status.success());
    assert!(
        said(&output).contains("audit chain of Minh Long"),
        "{}",
        said(&output)
    );
    assert!(!scene.at("data").exists());
}

#[tokio::test]
async fn nothing_is_written_over() {
    let scene = Scene::new().await;
    assert!(scene.backup("desk").await.status.success());
    let again = scene.backup("desk").await;
    assert!(said(&again).contains("there already"));
    let data = scene.at("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("mine"), "mine").unwrap();
    let refused = scene.restore("desk", &data);
    assert!(said(&refused).contains("empty folder only"));
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 1);
    std::fs::remove_file(data.join("mine")).unwrap();
    assert!(scene.restore("desk", &data).status.success());
    let nothing = run(&["backup", "--data", text(scene.away.path()), "--out", "x"]);
    assert!(said(&nothing).contains("no data folder"));
}
