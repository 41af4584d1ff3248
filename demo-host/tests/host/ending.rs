//! The end of access: on our own clock, with the desk dead, at once, swept, and for good.

use std::time::{Duration, Instant};

use deskside_protocol::access::EndReason;
use deskside_protocol::host::HostEvent;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::agent::Agent;
use crate::stage::{Person, Stage};

/// Opens the live stream and waits until it says that access ended.
async fn hears_the_end(support: &Person<'_>, then: impl AsyncFnOnce()) -> Duration {
    let mut live = support
        .ask(Method::GET, "/support/live")
        .send()
        .await
        .unwrap();
    assert_eq!(live.status(), StatusCode::OK);
    assert!(
        live.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/event-stream")
    );
    let first = live.chunk().await.unwrap().unwrap();
    assert!(first.starts_with(b"event: open"));
    then().await;
    let since = Instant::now();
    let mut said = String::new();
    while let Some(chunk) = live.chunk().await.unwrap() {
        said.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    assert!(said.contains("event: ended"), "{said}");
    since.elapsed()
}

async fn is_over(support: &Person<'_>, why: &str) {
    let page = support.get("/quotations").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.header("location"), "/support-ended");
    assert_eq!(
        support.get("/api/quotations").await.code(),
        "unauthenticated"
    );
    assert_eq!(support.get("/support/live").await.status, 401);
    let ended = support.get("/support-ended").await;
    assert!(ended.text.contains(why), "{}", ended.text);
    assert!(ended.text.contains("Minh Long Ceramics"));
}

#[tokio::test]
async fn our_own_clock_ends_access_with_the_desk_dead() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let support = stage.enter(&grant, "a").await;
    stage.desk.away(true);
    let took = hears_the_end(&support, async || stage.later(3601)).await;
    assert!(took < Duration::from_secs(1), "{took:?}");
    is_over(&support, "The approved time was over.").await;
    // The clock turned back revives nothing.
    stage.later(0);
    is_over(&support, "The approved time was over.").await;
    let claims = Agent::claims(&grant, &stage.app.enter_url(), stage.app.now(), "b");
    let again = stage.enter_with(&Agent::with_key(11).sign(&claims)).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    // The desk comes back and learns of it.
    stage.desk.away(false);
    let ended = stage
        .desk_hears(|event| matches!(event, HostEvent::GrantEnded { .. }))
        .await;
    let HostEvent::GrantEnded { why, sweep, .. } = ended else {
        unreachable!()
    };
    assert_eq!(
        (why, sweep.sessions, sweep.sign_ins),
        (EndReason::Expired, 1, 1)
    );
}

#[tokio::test]
async fn a_request_after_its_time_is_refused_before_anybody_swept() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let support = stage.enter(&grant, "a").await;
    stage.later(3601);
    // At once: faster than any timer looks at the clock.
    assert_eq!(
        support.get("/quotations").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn an_approver_ends_it_from_the_widget_and_what_was_left_is_swept() {
    let stage = Stage::open().await;
    let grant = stage.granted_with(1, "minutes=60&scopes=sales.write").await;
    let (hoa, lan) = (stage.sign_in("hoa").await, stage.sign_in("lan").await);
    let support = stage.enter(&grant, "a").await;
    let second = stage.enter(&grant, "b").await;
    support.submit("/quotations/50/share", &[]).await;
    lan.submit("/quotations/50/share", &[]).await;
    assert_eq!(stage.count("SELECT COUNT(*) FROM share_links").await, 2);
    // A link of the clerk's would outlive the grant in the agent's hands.
    let links = async |person: &Person<'_>| {
        person
            .get("/quotations/50")
            .await
            .text
            .matches("/shared/")
            .count()
    };
    assert_eq!((links(&lan).await, links(&support).await), (4, 2));
    support.get("/users").await;
    let path = format!("/deskside/grants/{grant}/revoke");
    let refused = lan.call(Method::POST, &path, &json!({})).await;
    assert_eq!(refused.code(), "not_an_approver");
    let took = hears_the_end(&support, async || {
        let done = hoa.call(Method::POST, &path, &json!({})).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
    })
    .await;
    assert!(took < Duration::from_secs(1), "{took:?}");
    is_over(&support, "The customer ended it.").await;
    is_over(&second, "The customer ended it.").await;
    let ended = stage
        .desk_hears(|event| matches!(event, HostEvent::GrantEnded { .. }))
        .await;
    let HostEvent::GrantEnded { why, sweep, .. } = ended else {
        unreachable!()
    };
    assert_eq!(why, EndReason::Revoked);
    assert_eq!((sweep.sessions, sweep.sign_ins, sweep.refused), (2, 2, 1));
    assert!(sweep.screens >= 2);
    assert_eq!(sweep.removed, ["share link to S00050"]);
    // What the clerk made stays.
    assert_eq!(stage.count("SELECT COUNT(*) FROM share_links").await, 1);
}

#[tokio::test]
async fn a_plain_button_ends_it_too() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let hoa = stage.sign_in("hoa").await;
    let support = stage.enter(&grant, "a").await;
    let done = hoa
        .submit(&format!("/settings/access/{grant}/end"), &[])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    is_over(&support, "The customer ended it.").await;
}

#[tokio::test]
async fn an_ended_account_is_never_revived() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let hoa = stage.sign_in("hoa").await;
    let support = stage.enter(&grant, "a").await;
    hoa.call(
        Method::POST,
        &format!("/deskside/grants/{grant}/revoke"),
        &json!({}),
    )
    .await;
    let id = stage
        .count("SELECT id FROM users WHERE support_grant IS NOT NULL")
        .await;
    let path = format!("/users/{id}");
    let revived = hoa
        .submit(&path, &[("active", "yes"), ("role", "sales")])
        .await;
    assert_eq!(revived.status, StatusCode::FORBIDDEN);
    let password = hoa
        .submit(&format!("{path}/password"), &[("new", "hunter22x")])
        .await;
    assert_eq!(password.status, StatusCode::FORBIDDEN);
    is_over(&support, "The customer ended it.").await;
    let active = "SELECT COUNT(*) FROM users WHERE support_grant IS NOT NULL AND active = 1";
    assert_eq!(stage.count(active).await, 0);
}

#[tokio::test]
async fn an_unanswered_request_lapses() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    stage.later(72 * 3600 + 1);
    // Sessions have ended by then as well: somebody signs in anew and finds nothing to decide.
    let hoa = stage.sign_in("hoa").await;
    let page = hoa
        .get(&format!("/deskside/confirm/{}", request.grant))
        .await;
    assert!(page.text.contains("nothing to decide"));
}
