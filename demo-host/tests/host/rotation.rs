//! A shared password: whose it is, that it is shown, and proof that it changed.

use deskside_protocol::host::{DeskFact, HostEvent};
use deskside_protocol::identity::IdentityClaims;
use deskside_protocol::ids::RotationId;
use deskside_protocol::rotation::RotationEvidence;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::desk::verified;
use crate::stage::{Answer, Stage};

async fn shared(stage: &Stage, seq: u64, login: &str, remind: bool) {
    let (system, now) = (stage.system().await, stage.app.now());
    let fact = DeskFact::RotationOpened {
        rotation: RotationId::from_random([1; 16]),
        login: login.into(),
        shared_at: now - chrono::TimeDelta::minutes(10),
        remind,
    };
    let body = serde_json::to_string(&stage.desk.event(&system, seq, fact, now)).unwrap();
    let mut request = stage
        .http
        .post(stage.url("/deskside/events"))
        .body(body.clone());
    for (name, value) in stage.desk.seal(&format!("r{seq}"), now.timestamp(), &body) {
        request = request.header(name, value);
    }
    assert_eq!(Answer::of(request).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_shared_password_is_due_until_it_is_changed() {
    let stage = Stage::open().await;
    let tuan = stage.sign_in("tuan").await;
    shared(&stage, 1, "TUAN", false).await;
    let subject = stage
        .desk_hears(|event| matches!(event, HostEvent::RotationSubject { .. }))
        .await;
    let HostEvent::RotationSubject { person, .. } = subject else {
        unreachable!()
    };
    assert_eq!(person.unwrap().email, "tuan@minhlong.example");
    assert!(tuan.get("/").await.text.contains("due=\"\""));
    shared(&stage, 2, "TUAN", true).await;
    assert!(tuan.get("/").await.text.contains("due=\"rotation:1\""));
    assert!(
        stage
            .sign_in("lan")
            .await
            .get("/")
            .await
            .text
            .contains("due=\"\"")
    );

    let evidence = async || {
        let answer = tuan.get("/deskside/evidence?login=tuan").await;
        let jws = answer.json()["jws"].as_str().unwrap().to_owned();
        verified::<RotationEvidence>(&jws, &stage.desk.host_key(&stage.system().await))
    };
    assert_eq!(evidence().await.changed_at, None);
    let fields = |old, new, again| [("current", old), ("new", new), ("again", again)];
    for (old, new, again) in [
        ("wrong", "a-new-one-1", "a-new-one-1"),
        ("demo-tuan", "short", "short"),
        ("demo-tuan", "a-new-one-1", "another-1"),
        ("demo-tuan", "demo-tuan", "demo-tuan"),
    ] {
        let answer = tuan
            .submit("/profile/password", &fields(old, new, again))
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
    }
    assert!(tuan.get("/").await.text.contains("due=\"rotation:1\""));
    let other = stage.sign_in("tuan").await;
    let done = tuan
        .submit(
            "/profile/password",
            &fields("demo-tuan", "a-new-one-1", "a-new-one-1"),
        )
        .await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(evidence().await.changed_at.is_some());
    assert!(tuan.get("/").await.text.contains("due=\"\""));
    // Whoever had the old password is out.
    assert_eq!(other.get("/").await.status, StatusCode::SEE_OTHER);
    assert!(stage.sign_in_with("tuan", "demo-tuan").await.is_none());
    stage
        .desk_hears(
            |event| matches!(event, HostEvent::CredentialChanged { login, .. } if login == "tuan"),
        )
        .await;
}

#[tokio::test]
async fn an_administrator_may_change_it_and_ask_about_anybody() {
    let stage = Stage::open().await;
    let (hoa, lan) = (stage.sign_in("hoa").await, stage.sign_in("lan").await);
    let id = stage
        .count("SELECT id FROM users WHERE login = 'tuan'")
        .await;
    let done = hoa
        .submit(&format!("/users/{id}/password"), &[("new", "set-by-hoa-1")])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(hoa.get("/deskside/evidence?login=Tuan").await.status, 200);
    assert_eq!(
        lan.get("/deskside/evidence?login=tuan").await.code(),
        "forbidden"
    );
    assert_eq!(
        hoa.get("/deskside/evidence?login=nobody").await.code(),
        "not_found"
    );
    assert!(stage.sign_in_with("tuan", "set-by-hoa-1").await.is_some());
}

#[tokio::test]
async fn a_stranger_to_the_host_is_said_to_be_one() {
    let stage = Stage::open().await;
    shared(&stage, 1, "somebody@else.example", true).await;
    let subject = stage
        .desk_hears(|event| matches!(event, HostEvent::RotationSubject { .. }))
        .await;
    assert!(matches!(
        subject,
        HostEvent::RotationSubject { person: None, .. }
    ));
}

#[tokio::test]
async fn identity_is_vouched_for_to_the_one_desk() {
    let stage = Stage::open().await;
    let key = stage.desk.host_key(&stage.system().await);
    for (login, approver) in [("lan", false), ("hoa", true)] {
        let person = stage.sign_in(login).await;
        let answer = person
            .call(Method::POST, "/deskside/identity", &json!({}))
            .await;
        let jws = answer.json()["jws"].as_str().unwrap().to_owned();
        let claims: IdentityClaims = verified(&jws, &key);
        assert_eq!(
            (claims.aud.as_str(), claims.approver),
            (stage.desk.url.as_str(), approver)
        );
        assert!(claims.exp - claims.iat <= IdentityClaims::MAX_SECONDS);
        assert_eq!(claims.person.login, login);
    }
    let lan = stage.sign_in("lan").await;
    let context = lan.get("/deskside/context").await.json();
    assert_eq!(context["released_on"], "2025-09-15");
    assert_eq!(context["password_path"], "/profile");
    let modules = context["modules"].as_array().unwrap();
    let quick = modules
        .iter()
        .find(|one| one["name"] == "fast_quote")
        .unwrap();
    assert_eq!(quick["touches"], json!(["sale.report"]));
}
