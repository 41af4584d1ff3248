//! `/api/agent/session`, `/api/agent/me`, `/api/agent/key`.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use deskside_protocol::api::{AgentKey, AgentSignIn, Me};
use deskside_protocol::problem::Code;

use crate::support::{Agent, Anonymous, Caller as _, Reply, Stage, json};

async fn try_password(stage: &Stage, email: &str, password: &str) -> Reply {
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("x-deskside", "console".to_owned()),
    ];
    let body = json(&AgentSignIn {
        email: email.to_owned(),
        password: password.to_owned(),
    });
    stage
        .call(Method::POST, "/api/agent/session", &headers, body)
        .await
}

#[tokio::test]
async fn an_agent_signs_in_and_out() {
    let stage = Stage::new().await;
    let linh = stage.agent("linh").await;
    let me: Me = linh.get("/api/agent/me").await.json(StatusCode::OK);
    assert_eq!(me.agent.email, "linh@desk.example");
    assert!(me.key.is_some() && !me.lead);
    let reply = stage
        .call(Method::DELETE, "/api/agent/session", &linh.headers(), "")
        .await
        .expect(StatusCode::NO_CONTENT);
    assert!(
        reply.headers["set-cookie"]
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    linh.get("/api/agent/me")
        .await
        .refused(Code::Unauthenticated);
}

#[tokio::test]
async fn attack_guessing_passwords_is_braked_and_told_nothing_about_who_exists() {
    let stage = Stage::new().await;
    stage.agent("linh").await;
    try_password(&stage, "nobody@desk.example", "demo-linh")
        .await
        .refused(Code::WrongCredentials);
    for _ in 0..5 {
        try_password(&stage, "linh@desk.example", "wrong")
            .await
            .refused(Code::WrongCredentials);
    }
    try_password(&stage, "LINH@desk.example", "demo-linh")
        .await
        .refused(Code::TooMany);
    stage.pass(TimeDelta::minutes(5)).await;
    try_password(&stage, "linh@desk.example", "demo-linh")
        .await
        .expect(StatusCode::OK);
}

#[tokio::test]
async fn attack_another_sites_form_with_the_agents_cookie() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    let cookie = [("cookie", linh.cookie.clone())];
    for (method, path) in [
        (Method::POST, format!("/api/agent/tickets/{id}/resolve")),
        (Method::POST, format!("/api/agent/tickets/{id}/messages")),
        (Method::PUT, "/api/agent/key".to_owned()),
        (Method::DELETE, "/api/agent/session".to_owned()),
        (Method::POST, "/api/agent/session".to_owned()),
    ] {
        stage
            .call(method, &path, &cookie, "{}")
            .await
            .refused(Code::Forbidden);
    }
    assert_eq!(stage.count("messages").await, 0);
}

#[tokio::test]
async fn nobody_but_agents_gets_in() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.approver("hoa").await;
    let session = lan.opened.session.clone();
    let forged = [
        vec![],
        vec![("authorization", format!("Bearer {session}"))],
        vec![("cookie", format!("deskside_console={session}"))],
    ];
    for headers in forged {
        for path in ["/api/agent/me", "/api/agent/tickets", "/api/agent/live"] {
            stage
                .call(Method::GET, path, &headers, "")
                .await
                .refused(Code::Unauthenticated);
        }
    }
    Anonymous(&stage)
        .get("/api/agent/tickets")
        .await
        .refused(Code::Unauthenticated);
}

#[tokio::test]
async fn a_key_that_is_no_point_on_the_curve_is_refused() {
    let stage = Stage::new().await;
    let linh: Agent = stage.agent("linh").await;
    for change in [
        |key: &mut AgentKey| key.jwk.x = "A".repeat(43),
        |key: &mut AgentKey| key.jwk.crv = "P-384".into(),
        |key: &mut AgentKey| key.jwk.y.clear(),
    ] {
        let mut key = AgentKey {
            jwk: linh.key.clone(),
        };
        change(&mut key);
        linh.put("/api/agent/key", "application/json", json(&key))
            .await
            .refused(Code::FieldInvalid);
    }
}
