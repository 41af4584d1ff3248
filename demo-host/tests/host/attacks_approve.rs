//! Attacks on approving.

use deskside_protocol::access::GrantRequest;
use ed25519_dalek::SigningKey;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::agent::Agent;
use crate::desk::{jws, unsigned};
use crate::stage::{SendForm, Stage};

const ACCOUNTS: &str = "SELECT COUNT(*) FROM users WHERE support_grant IS NOT NULL";

#[tokio::test]
async fn an_end_user_cannot_approve() {
    let stage = Stage::open().await;
    let (hoa, lan) = (stage.sign_in("hoa").await, stage.sign_in("lan").await);
    let request = stage.request(1).await;
    let signed = stage.desk.sign(&request);
    assert_eq!(lan.deliver(&signed).await.code(), "not_an_approver");
    hoa.deliver(&signed).await;
    let path = format!("/deskside/confirm/{}", request.grant);
    assert_eq!(lan.get(&path).await.status, StatusCode::FORBIDDEN);
    let page = hoa.get(&path).await;
    let stolen = lan.approve(&request.grant, &page, "demo-lan").await;
    assert_eq!(stolen.status, StatusCode::FORBIDDEN);
    let denied = lan.submit(&path, &[("decision", "deny")]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.count(ACCOUNTS).await, 0);
    for path in [
        "/deskside/scopes",
        "/deskside/grants",
        "/deskside/audit/head",
    ] {
        assert_eq!(lan.get(path).await.code(), "not_an_approver");
    }
}

#[tokio::test]
async fn a_support_account_cannot_approve() {
    let stage = Stage::open().await;
    let first = stage.granted(1).await;
    let support = stage.enter(&first, "a").await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(2).await;
    assert_eq!(
        support.deliver(&stage.desk.sign(&request)).await.status,
        403
    );
    hoa.deliver(&stage.desk.sign(&request)).await;
    let path = format!("/deskside/confirm/{}", request.grant);
    assert_eq!(support.get(&path).await.status, StatusCode::FORBIDDEN);
    let page = hoa.get(&path).await;
    let tried = support.approve(&request.grant, &page, "demo-hoa").await;
    assert_eq!(tried.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.count(ACCOUNTS).await, 1);
}

#[tokio::test]
async fn a_choice_can_only_narrow() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let path = format!("/deskside/confirm/{}", request.grant);
    for wider in [
        "minutes=121",
        "minutes=1",
        "minutes=many",
        "scopes=accounting.read",
        "scopes=sales.read,accounting.read",
        "scopes=sales.read&scopes=users.write",
    ] {
        let page = hoa.get(&format!("{path}?{wider}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wider}");
    }
    // What the form repeats is held against what was shown.
    let page = hoa
        .get(&format!("{path}?minutes=15&scopes=sales.read"))
        .await;
    let nonce = page.field("nonce");
    for (minutes, scope) in [("120", "sales.read"), ("15", "sales.write")] {
        let fields = [
            ("nonce", nonce.as_str()),
            ("minutes", minutes),
            ("scopes", scope),
            ("password", "demo-hoa"),
            ("decision", "approve"),
        ];
        let answer = hoa.submit(&path, &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{minutes} {scope}");
    }
    assert_eq!(stage.count(ACCOUNTS).await, 0);
}

#[tokio::test]
async fn forged_requests_are_refused() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let good = stage.request(1).await;
    let public = stage.house().pairing().await.unwrap().unwrap().desk_key;
    let with = |change: fn(&mut GrantRequest)| {
        let mut request = good.clone();
        change(&mut request);
        stage.desk.sign(&request)
    };
    let none = format!("{}.", unsigned(r#"{"alg":"none"}"#, &good));
    let hs256 = jsonwebtoken::encode(
        &jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256),
        &good,
        &jsonwebtoken::EncodingKey::from_secret(public.as_bytes()),
    )
    .unwrap();
    let mut changed: Vec<String> = stage
        .desk
        .sign(&good)
        .split('.')
        .map(str::to_owned)
        .collect();
    let wider = GrantRequest {
        minutes: 600,
        ..good.clone()
    };
    changed[1] = unsigned("", &wider).trim_start_matches('.').to_owned();
    for (attack, forged) in [
        ("another key", jws(&SigningKey::from_bytes(&[8; 32]), &good)),
        ("alg none", none),
        ("HS256 with the public key", hs256),
        ("changed after signing", changed.join(".")),
        (
            "another desk",
            with(|one| one.iss = "http://evil.example".into()),
        ),
        ("another system", with(|one| one.aud.0 = "sys_other".into())),
        ("expired", with(|one| one.exp = one.iat - 1)),
        ("from the future", with(|one| one.iat += 3600)),
        ("no key", with(|one| one.agent_key.x = "short".into())),
        ("nonsense", "a.b.c".to_owned()),
    ] {
        assert_eq!(
            hoa.deliver(&forged).await.code(),
            "signature_refused",
            "{attack}"
        );
    }
    assert_eq!(stage.count("SELECT COUNT(*) FROM requests").await, 0);
    let unknown = with(|one| one.scopes = vec!["users.write".into()]);
    assert_eq!(hoa.deliver(&unknown).await.code(), "field_invalid");
}

#[tokio::test]
async fn another_request_under_the_same_name_is_refused() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let mut request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    request.agent_key = Agent::with_key(99).jwk();
    assert_eq!(
        hoa.deliver(&stage.desk.sign(&request)).await.code(),
        "wrong_state"
    );
}

#[tokio::test]
async fn what_changed_between_showing_and_approving_is_not_approved() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let mut request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let path = format!("/deskside/confirm/{}", request.grant);
    let page = hoa.get(&path).await;
    request.agent_key = Agent::with_key(99).jwk();
    sqlx::query("UPDATE requests SET jws = ?1")
        .bind(stage.desk.sign(&request))
        .execute(&stage.house().db)
        .await
        .unwrap();
    let answer = hoa.approve(&request.grant, &page, "demo-hoa").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text.contains("not what you were shown"));
    assert_eq!(stage.count(ACCOUNTS).await, 0);
    // The page it was answered with shows what holds now, and can be approved.
    let done = hoa.approve(&request.grant, &answer, "demo-hoa").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_page_left_open_is_counted_anew() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let page = hoa
        .get(&format!("/deskside/confirm/{}", request.grant))
        .await;
    stage.later(11 * 60);
    let answer = hoa.approve(&request.grant, &page, "demo-hoa").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(stage.count(ACCOUNTS).await, 0);
}

#[tokio::test]
async fn a_demoted_approver_is_refused_in_mid_flow() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let page = hoa
        .get(&format!("/deskside/confirm/{}", request.grant))
        .await;
    sqlx::query("DELETE FROM user_roles WHERE role = 'administrator'")
        .execute(&stage.house().db)
        .await
        .unwrap();
    let answer = hoa.approve(&request.grant, &page, "demo-hoa").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.count(ACCOUNTS).await, 0);
}

#[tokio::test]
async fn a_hundred_approvals_at_once_make_one_account() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let path = format!("/deskside/confirm/{}", request.grant);
    let (one, other) = (hoa.get(&path).await, hoa.get(&path).await);
    let tries = (0..100).map(|number| {
        let page = if number % 2 == 0 { &one } else { &other };
        hoa.approve(&request.grant, page, "demo-hoa")
    });
    let answers = futures::future::join_all(tries).await;
    let done = answers
        .iter()
        .filter(|one| one.status == StatusCode::SEE_OTHER)
        .count();
    assert_eq!(done, 1);
    assert!(
        answers
            .iter()
            .all(|one| one.status == 303 || one.status == 409)
    );
    assert_eq!(stage.count(ACCOUNTS).await, 1);
    assert_eq!(
        stage
            .count("SELECT COUNT(*) FROM outbox WHERE event LIKE '%grant_approved%'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_password_cannot_be_guessed_on_the_confirm_page() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let mut page = hoa
        .get(&format!("/deskside/confirm/{}", request.grant))
        .await;
    for number in 0..10 {
        page = hoa
            .approve(&request.grant, &page, &format!("guess-{number}"))
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let late = hoa.approve(&request.grant, &page, "demo-hoa").await;
    assert_eq!(late.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_form_of_another_site_approves_nothing() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let path = format!("/deskside/confirm/{}", request.grant);
    let forged = hoa
        .ask(Method::POST, &path)
        .header("origin", &stage.desk.url)
        .form(&[("csrf", hoa.csrf.as_str()), ("decision", "deny")]);
    assert_eq!(forged.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    let identity = hoa
        .ask(Method::POST, "/deskside/identity")
        .header("origin", &stage.desk.url)
        .json(&json!({}));
    assert_eq!(
        identity.send().await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
}
