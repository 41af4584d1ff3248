//! Companies never meet.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::agent::Agent;
use crate::stage::Stage;

#[tokio::test]
async fn nothing_crosses_from_one_company_to_the_other() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let (mai, bao) = (stage.sign_in("mai").await, stage.sign_in("bao").await);
    let (ours, theirs) = (
        stage.sign_in("lan").await.get("/api/quotations").await.text,
        mai.get("/api/quotations").await.text,
    );
    assert_ne!(ours, theirs);
    assert!(mai.get("/").await.text.contains("Sao Viet Logistics"));

    // The other company's administrator decides, sees and ends nothing here.
    let confirm = format!("/deskside/confirm/{grant}");
    assert_eq!(bao.get(&confirm).await.status, StatusCode::NOT_FOUND);
    assert_eq!(bao.get("/deskside/grants").await.json(), json!([]));
    let revoke = format!("/deskside/grants/{grant}/revoke");
    assert_eq!(
        bao.call(Method::POST, &revoke, &json!({})).await.code(),
        "not_found"
    );
    assert_eq!(
        bao.get(&format!("/settings/access/{grant}")).await.status,
        404
    );
    assert_eq!(
        bao.get("/deskside/evidence?login=tuan").await.code(),
        "not_found"
    );
    let request = stage.request(2).await;
    assert_eq!(
        bao.deliver(&stage.desk.sign(&request)).await.code(),
        "signature_refused"
    );

    // Support that was let into one is in that one.
    let support = stage.enter(&grant, "a").await;
    assert!(support.get("/").await.text.contains("Minh Long Ceramics"));
    assert!(!bao.get("/").await.text.contains("is in your system"));
    let moved = support.cookie.replace("=minhlong.", "=saoviet.");
    let crossed = stage
        .http
        .get(stage.url("/quotations"))
        .header("cookie", moved);
    assert_eq!(
        crossed.send().await.unwrap().status(),
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn each_company_has_a_key_and_a_name_of_its_own() {
    let stage = Stage::open().await;
    let [one, other] = [&stage.app.houses[0], &stage.app.houses[1]];
    assert_ne!(one.key.id(), other.key.id());
    let systems = (
        one.pairing().await.unwrap().unwrap(),
        other.pairing().await.unwrap().unwrap(),
    );
    assert_ne!(systems.0.system, systems.1.system);
}

#[tokio::test]
async fn a_grant_of_one_company_is_no_grant_of_the_other() {
    let stage = Stage::open().await;
    let bao = stage.sign_in("bao").await;
    let system = stage.app.houses[1].pairing().await.unwrap().unwrap().system;
    let key = Agent::with_key(11).jwk();
    let request = stage.desk.request(&system, 5, &key, stage.app.now());
    assert_eq!(bao.deliver(&stage.desk.sign(&request)).await.status, 201);
    let page = bao
        .get(&format!("/deskside/confirm/{}", request.grant))
        .await;
    assert_eq!(
        bao.approve(&request.grant, &page, "demo-bao").await.status,
        303
    );
    let support = stage.enter(&request.grant, "a").await;
    assert!(support.get("/").await.text.contains("Sao Viet Logistics"));
}

#[tokio::test]
async fn without_a_desk_the_erp_works_and_has_no_widget() {
    let stage = Stage::open_with(false).await;
    let hoa = stage.sign_in("hoa").await;
    let page = hoa.get("/settings").await;
    assert!(page.text.contains("not paired") && !page.text.contains("<deskside-widget"));
    let identity = hoa
        .call(Method::POST, "/deskside/identity", &json!({}))
        .await;
    assert_eq!(identity.code(), "wrong_state");
    let paired = hoa.submit("/settings/pair", &[("code", "abcd")]).await;
    assert_eq!(paired.status, StatusCode::SEE_OTHER);
    assert!(hoa.get("/").await.text.contains("<deskside-widget"));
}
