//! Attacks on entering.

use deskside_protocol::access::AssertionClaims;
use deskside_protocol::ids::{AgentId, GrantId};
use reqwest::StatusCode;

use crate::agent::Agent;
use crate::desk::unsigned;
use crate::stage::{Answer, SendForm, Stage};

fn claims(stage: &Stage, grant: &GrantId, jti: &str) -> AssertionClaims {
    Agent::claims(grant, &stage.app.enter_url(), stage.app.now(), jti)
}

#[tokio::test]
async fn an_assertion_counts_once() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let assertion = Agent::with_key(11).sign(&claims(&stage, &grant, "once"));
    assert_eq!(
        stage.enter_with(&assertion).await.status,
        StatusCode::SEE_OTHER
    );
    let replayed = stage.enter_with(&assertion).await;
    assert_eq!(replayed.status, StatusCode::FORBIDDEN);
    assert!(replayed.headers.get("set-cookie").is_none());
    assert!(replayed.text.contains("used before"));
}

#[tokio::test]
async fn of_many_at_once_one_enters() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let assertion = Agent::with_key(11).sign(&claims(&stage, &grant, "once"));
    let answers = futures::future::join_all((0..20).map(|_| stage.enter_with(&assertion))).await;
    let inside = answers
        .iter()
        .filter(|one| one.status == StatusCode::SEE_OTHER)
        .count();
    assert_eq!(inside, 1);
}

#[tokio::test]
async fn only_what_was_approved_enters() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let agent = Agent::with_key(11);
    let good = claims(&stage, &grant, "x");
    let with = |change: fn(&mut AssertionClaims)| {
        let mut claims = good.clone();
        change(&mut claims);
        agent.sign(&claims)
    };
    let hs256 = jsonwebtoken::encode(
        &jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256),
        &good,
        &jsonwebtoken::EncodingKey::from_secret(agent.jwk().canonical().as_bytes()),
    )
    .unwrap();
    for (attack, assertion) in [
        ("another agent's key", Agent::with_key(12).sign(&good)),
        (
            "alg none",
            format!("{}.", unsigned(r#"{"alg":"none"}"#, &good)),
        ),
        ("HS256 with the public key", hs256),
        ("signed by the desk", stage.desk.sign(&good)),
        (
            "another host",
            with(|one| one.aud = "http://evil.example/deskside/enter".into()),
        ),
        (
            "another agent",
            with(|one| one.iss = AgentId::from_random([9; 16])),
        ),
        (
            "another grant",
            with(|one| one.grant = GrantId::from_random([9; 16])),
        ),
        (
            "expired",
            with(|one| (one.iat, one.exp) = (one.iat - 120, one.exp - 120)),
        ),
        ("valid for too long", with(|one| one.exp = one.iat + 61)),
        (
            "from the future",
            with(|one| (one.iat, one.exp) = (one.iat + 300, one.exp + 300)),
        ),
        ("without a name", with(|one| one.jti = String::new())),
        ("nonsense", "not.a.token".into()),
    ] {
        let answer = stage.enter_with(&assertion).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{attack}");
        assert!(answer.headers.get("set-cookie").is_none(), "{attack}");
    }
    assert_eq!(stage.count("SELECT COUNT(*) FROM sign_ins").await, 0);
}

#[tokio::test]
async fn an_assertion_in_a_url_is_refused() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let assertion = Agent::with_key(11).sign(&claims(&stage, &grant, "x"));
    let url = stage.url(&format!("/deskside/enter?assertion={assertion}"));
    let posted = Answer::of(stage.http.post(&url).form(&[("assertion", &assertion)])).await;
    assert_eq!(posted.status, StatusCode::BAD_REQUEST);
    let bare = Answer::of(stage.http.post(&url)).await;
    assert_eq!(bare.status, StatusCode::BAD_REQUEST);
    let got = Answer::of(stage.http.get(&url)).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    let head = stage.http.head(&url).send().await.unwrap();
    assert_eq!(head.status(), StatusCode::NOT_FOUND);
    // None of that used it up.
    assert_eq!(
        stage.enter_with(&assertion).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn before_approval_nobody_enters() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let assertion = Agent::with_key(11).sign(&claims(&stage, &request.grant, "x"));
    assert_eq!(
        stage.enter_with(&assertion).await.status,
        StatusCode::FORBIDDEN
    );
}
