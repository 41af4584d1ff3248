//! Events to hosts: at once, signed, again until taken.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use deskside_protocol::api::AuditTrail;
use deskside_protocol::audit::Broken;
use deskside_protocol::host::{DeskEvent, Signed, SignedHead};
use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::support::{Caller as _, Host, Stage};

/// A host that takes events, or not.
#[derive(Clone)]
struct Ears {
    host: Arc<std::sync::OnceLock<Host>>,
    deaf: Arc<AtomicBool>,
    heard: mpsc::UnboundedSender<DeskEvent>,
}

async fn hear(State(ears): State<Ears>, headers: HeaderMap, body: Bytes) -> Response {
    if ears.deaf.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let host = ears.host.get().unwrap();
    let text = |name: &str| headers[name].to_str().unwrap();
    let key = URL_SAFE_NO_PAD
        .decode(host.stage.desk.key.public())
        .unwrap();
    let key = VerifyingKey::from_bytes(&key.try_into().unwrap()).unwrap();
    let signature = text("webhook-signature").strip_prefix("v1a,").unwrap();
    let signature = Signature::from_slice(&STANDARD.decode(signature).unwrap()).unwrap();
    let signed = format!(
        "{}.{}.{}",
        text("webhook-id"),
        text("webhook-timestamp"),
        std::str::from_utf8(&body).unwrap()
    );
    key.verify(signed.as_bytes(), &signature).unwrap();
    let event: DeskEvent = serde_json::from_slice(&body).unwrap();
    let head = SignedHead {
        iss: host.system.clone(),
        iat: host.stage.desk.world.now().timestamp(),
        head: event.head.clone(),
    };
    ears.heard.send(event).unwrap();
    axum::Json(Signed {
        jws: host.sign(&head),
    })
    .into_response()
}

struct Scene {
    stage: Stage,
    host: Host,
    ears: Ears,
    heard: mpsc::UnboundedReceiver<DeskEvent>,
}

async fn scene() -> Scene {
    let (stage, wakes) = Stage::with(None).await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    tokio::spawn(deskside_desk::host::deliver(stage.desk.clone(), wakes));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, heard) = mpsc::unbounded_channel();
    let ears = Ears {
        host: Arc::default(),
        deaf: Arc::default(),
        heard: sender,
    };
    let router = axum::Router::new()
        .route("/deskside/events", post(hear))
        .with_state(ears.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let host = stage.system_at("Minh Long", &url).await;
    assert!(ears.host.set(host.clone()).is_ok());
    Scene {
        stage,
        host,
        ears,
        heard,
    }
}

impl Scene {
    async fn next(&mut self) -> DeskEvent {
        tokio::time::timeout(Duration::from_secs(10), self.heard.recv())
            .await
            .unwrap()
            .unwrap()
    }

    /// Waits until everything is crossed out.
    async fn settled(&self) {
        for _ in 0..200 {
            let waiting: i64 =
                sqlx::query_scalar("SELECT COUNT(*) FROM events WHERE delivered_at IS NULL")
                    .fetch_one(self.stage.desk.store.read())
                    .await
                    .unwrap();
            if waiting == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("events stay undelivered");
    }
}

#[tokio::test]
async fn an_event_reaches_the_host_at_once_and_its_head_comes_back_countersigned() {
    let mut scene = scene().await;
    let linh = scene.stage.agent("linh").await;
    let lan = scene.host.reporter("lan").await;
    let hoa = scene.host.approver("hoa").await;
    let id = lan.files("It fails").await.summary.id;
    let grant = linh.asks(&id).await;
    assert_eq!(scene.next().await.seq, 1);
    let approval = scene.host.approval(&grant, &linh.key);
    scene
        .host
        .approve(approval)
        .await
        .expect(StatusCode::NO_CONTENT);
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);
    let began = Instant::now();
    linh.takes(&id, "close").await.expect(StatusCode::OK);
    assert_eq!(scene.next().await.seq, 2);
    assert!(
        began.elapsed() < Duration::from_millis(300),
        "{:?}",
        began.elapsed()
    );
    scene.settled().await;
    let path = format!("/api/grants/{}/audit", grant.id);
    let trail: AuditTrail = hoa.get(&path).await.json(StatusCode::OK);
    assert!(trail.countersigned.is_some() && trail.broken.is_none());

    // The desk rewrites the whole chain, hashes and all: the countersigned head gives it away.
    scene
        .stage
        .desk
        .store
        .write(|tx| {
            Box::pin(async move {
                sqlx::query("DELETE FROM audit_entry WHERE seq >= 2")
                    .execute(&mut **tx)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    let trail: AuditTrail = hoa.get(&path).await.json(StatusCode::OK);
    assert!(matches!(trail.broken, Some(Broken::Head { .. })));
}

#[tokio::test]
async fn what_a_deaf_host_missed_is_told_again_in_order() {
    let mut scene = scene().await;
    scene.ears.deaf.store(true, Ordering::SeqCst);
    let linh = scene.stage.agent("linh").await;
    let lan = scene.host.reporter("lan").await;
    let id = lan.files("It fails").await.summary.id;
    let grant = linh.asks(&id).await;
    let end = format!("/api/agent/grants/{}/end", grant.id);
    linh.post(&end, &()).await.expect(StatusCode::OK);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(scene.heard.try_recv().is_err());
    scene.ears.deaf.store(false, Ordering::SeqCst);
    linh.asks(&id).await;
    for seq in 1..=3 {
        assert_eq!(scene.next().await.seq, seq);
    }
    scene.settled().await;
}
