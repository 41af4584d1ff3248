//! `POST /api/pair`.

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_desk::manage::{self, NewSystem};
use deskside_protocol::host::{PairRequest, Paired};
use deskside_protocol::problem::Code;

use crate::support::{Anonymous, Caller as _, Stage, URL};

async fn code(stage: &Stage) -> String {
    let new = NewSystem {
        name: "Minh Long".into(),
        origins: vec!["https://erp.example/".into()],
        zone: chrono_tz::Tz::UTC,
    };
    manage::add_system(&stage.desk, new).await.unwrap().1
}

async fn request(stage: &Stage, code: &str) -> PairRequest {
    // Any real key will do.
    let key = stage.system("Another").await.key();
    PairRequest {
        code: code.to_owned(),
        key,
        url: "https://erp.example".into(),
        prefix: "/deskside".into(),
    }
}

#[tokio::test]
async fn a_code_pairs_once() {
    let stage = Stage::new().await;
    let code = code(&stage).await;
    let kept: Vec<Option<String>> = sqlx::query_scalar("SELECT code_hash FROM systems")
        .fetch_all(stage.desk.store.read())
        .await
        .unwrap();
    assert_ne!(kept[0].as_deref(), Some(code.as_str()), "kept hashed");
    let request = request(&stage, &code).await;
    let paired: Paired = Anonymous(&stage)
        .post("/api/pair", &request)
        .await
        .json(StatusCode::OK);
    assert_eq!(
        (paired.desk.as_str(), paired.desk_key),
        (URL, stage.desk.key.public())
    );
    Anonymous(&stage)
        .post("/api/pair", &request)
        .await
        .refused(Code::PairingRefused);
}

#[tokio::test]
async fn a_code_is_good_for_a_day() {
    let stage = Stage::new().await;
    let code = code(&stage).await;
    let request = request(&stage, &code).await;
    stage.pass(TimeDelta::hours(24)).await;
    Anonymous(&stage)
        .post("/api/pair", &request)
        .await
        .refused(Code::PairingRefused);
}

#[tokio::test]
async fn attack_a_stolen_code_sends_events_elsewhere() {
    let stage = Stage::new().await;
    let code = code(&stage).await;
    let mut request = request(&stage, &code).await;
    for url in [
        "https://evil.example",
        "https://erp.example.evil.example",
        "http://erp.example",
    ] {
        request.url = url.into();
        Anonymous(&stage)
            .post("/api/pair", &request)
            .await
            .refused(Code::PairingRefused);
    }
    request.url = "file:///etc".into();
    Anonymous(&stage)
        .post("/api/pair", &request)
        .await
        .refused(Code::FieldInvalid);
    request.url = "https://erp.example".into();
    request.prefix = "/@evil.example/?".into();
    Anonymous(&stage)
        .post("/api/pair", &request)
        .await
        .refused(Code::FieldInvalid);
    request.prefix = "/deskside".into();
    Anonymous(&stage)
        .post("/api/pair", &request)
        .await
        .expect(StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_code_pairs_nobody() {
    let stage = Stage::new().await;
    code(&stage).await;
    for wrong in ["", "AAAAA-AAAAA-AAAAA-AAAAA"] {
        let request = request(&stage, wrong).await;
        Anonymous(&stage)
            .post("/api/pair", &request)
            .await
            .refused(Code::PairingRefused);
    }
}
