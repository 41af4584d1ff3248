//! `POST /api/sessions`: identity tokens, right and wrong.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use deskside_protocol::api::OpenSession;
use deskside_protocol::identity::IdentityClaims;
use deskside_protocol::problem::Code;
use jsonwebtoken::{Algorithm, EncodingKey, Header};

use crate::support::{Anonymous, Caller as _, Host, Reply, Stage};

async fn open(host: &Host, identity: String) -> Reply {
    let body = OpenSession { identity };
    Anonymous(&host.stage).post("/api/sessions", &body).await
}

async fn refused(host: &Host, change: impl FnOnce(&mut IdentityClaims)) {
    let mut claims = host.claims("lan", false);
    change(&mut claims);
    open(host, host.sign(&claims))
        .await
        .refused(Code::IdentityRefused);
    assert_eq!(host.stage.count("reporter_sessions").await, 0);
}

#[tokio::test]
async fn a_token_of_the_host_opens_a_session_with_all_the_widget_needs() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long Ceramics").await;
    let lan = host.reporter("lan").await;
    assert_eq!(lan.opened.person.login, "lan");
    assert!(!lan.opened.approver);
    assert_eq!(lan.opened.system.name, "Minh Long Ceramics");
    assert_eq!(lan.opened.policy.id, "VIIN.WTS.POL.080423");
    assert!(
        lan.opened
            .assessed_modules
            .as_ref()
            .unwrap()
            .contains(&"kho_sales".to_owned())
    );
    lan.get("/api/tickets").await.expect(StatusCode::OK);
    assert!(host.approver("hoa").await.opened.approver);
}

#[tokio::test]
async fn a_session_is_kept_hashed_and_ends_after_twelve_hours() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let kept: String = sqlx::query_scalar("SELECT token_hash FROM reporter_sessions")
        .fetch_one(stage.desk.store.read())
        .await
        .unwrap();
    assert_ne!(kept, lan.opened.session);
    stage.pass(TimeDelta::hours(12)).await;
    lan.get("/api/tickets").await.refused(Code::Unauthenticated);
}

#[tokio::test]
async fn attack_a_token_replayed() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let token = host.sign(&host.claims("lan", false));
    open(&host, token.clone()).await.expect(StatusCode::CREATED);
    open(&host, token).await.refused(Code::IdentityRefused);
}

#[tokio::test]
async fn attack_a_token_replayed_many_times_at_once() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let token = host.sign(&host.claims("lan", false));
    let tries = (0..16).map(|_| open(&host, token.clone()));
    let answers = futures::future::join_all(tries).await;
    let opened = answers
        .iter()
        .filter(|reply| reply.status == StatusCode::CREATED);
    assert_eq!(opened.count(), 1);
}

#[tokio::test]
async fn attack_a_token_forged_by_another_key() {
    let stage = Stage::new().await;
    let (host, other) = (
        stage.system("Minh Long").await,
        stage.system("Sao Viet").await,
    );
    // The other company's host says that it speaks for this system.
    let forged = other.sign(&host.claims("lan", true));
    open(&host, forged).await.refused(Code::IdentityRefused);
}

#[tokio::test]
async fn attack_a_token_with_changed_claims_under_an_honest_signature() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let honest = host.sign(&host.claims("lan", false));
    let parts: Vec<&str> = honest.split('.').collect();
    let wider = serde_json::to_string(&host.claims("lan", true)).unwrap();
    let forged = format!(
        "{}.{}.{}",
        parts[0],
        URL_SAFE_NO_PAD.encode(wider),
        parts[2]
    );
    open(&host, forged).await.refused(Code::IdentityRefused);
}

#[tokio::test]
async fn attack_the_algorithm_swapped_for_hmac_with_the_public_key() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let claims = host.claims("lan", true);
    let key = host.key();
    for secret in [
        key.canonical(),
        key.x.clone(),
        format!("{}{}", key.x, key.y),
    ] {
        let key = EncodingKey::from_secret(secret.as_bytes());
        let forged = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).unwrap();
        open(&host, forged).await.refused(Code::IdentityRefused);
    }
}

#[tokio::test]
async fn attack_the_algorithm_swapped_for_none() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let claims = serde_json::to_string(&host.claims("lan", true)).unwrap();
    for header in [r#"{"alg":"none"}"#, r#"{"alg":"None","typ":"JWT"}"#] {
        let forged = format!(
            "{}.{}.",
            URL_SAFE_NO_PAD.encode(header),
            URL_SAFE_NO_PAD.encode(&claims)
        );
        open(&host, forged).await.refused(Code::IdentityRefused);
    }
}

#[tokio::test]
async fn attack_a_token_for_another_audience() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    refused(&host, |claims| claims.aud = "https://evil.example".into()).await;
    refused(&host, |claims| claims.aud = String::new()).await;
}

#[tokio::test]
async fn attack_a_token_expired_early_or_too_long_lived() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let now = stage.desk.world.now().timestamp();
    refused(&host, |claims| {
        (claims.iat, claims.exp) = (now - 400, now - 100)
    })
    .await;
    refused(&host, |claims| {
        (claims.iat, claims.exp) = (now + 100, now + 200)
    })
    .await;
    refused(&host, |claims| claims.exp = claims.iat + 301).await;
    refused(&host, |claims| claims.exp = i64::MAX).await;
    refused(&host, |claims| claims.exp = claims.iat).await;
}

#[tokio::test]
async fn attack_a_token_of_nobody_or_without_a_name_of_its_own() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    refused(&host, |claims| claims.jti = String::new()).await;
    refused(&host, |claims| claims.person.id = String::new()).await;
    refused(&host, |claims| claims.iss.0 = "sys_nobody".into()).await;
}

#[tokio::test]
async fn what_is_no_token_or_no_json_is_a_problem_too() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    for token in ["", "a.b.c", "....", "eyJ"] {
        open(&host, token.into())
            .await
            .refused(Code::IdentityRefused);
    }
    let reply = stage
        .call(
            axum::http::Method::POST,
            "/api/sessions",
            &[("content-type", "application/json".into())],
            "{not json",
        )
        .await;
    reply.refused(Code::BadRequest);
    let reply = stage
        .call(axum::http::Method::PUT, "/api/sessions", &[], "")
        .await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    reply.refused(Code::BadRequest);
    Anonymous(&stage)
        .get("/api/nothing")
        .await
        .refused(Code::NotFound);
    Anonymous(&stage)
        .get("/api/tickets")
        .await
        .refused(Code::Unauthenticated);
}
