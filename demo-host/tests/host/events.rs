//! What the desk tells us: only what it signed, lately, and once.

use deskside_protocol::access::EndReason;
use deskside_protocol::host::{DeskFact, SignedHead};
use deskside_protocol::ids::RotationId;
use ed25519_dalek::SigningKey;
use reqwest::StatusCode;

use crate::desk::{Desk, verified};
use crate::stage::{Answer, Stage};

async fn hook(stage: &Stage, headers: Vec<(&'static str, String)>, body: &str) -> Answer {
    let mut request = stage
        .http
        .post(stage.url("/deskside/events"))
        .body(body.to_owned());
    for (name, value) in headers {
        request = request.header(name, value);
    }
    Answer::of(request).await
}

#[tokio::test]
async fn a_closed_ticket_ends_access_and_the_head_is_countersigned() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let support = stage.enter(&grant, "a").await;
    let (system, now) = (stage.system().await, stage.app.now());
    let fact = DeskFact::GrantEnd {
        grant,
        why: EndReason::TicketClosed,
    };
    let event = stage.desk.event(&system, 1, fact, now);
    let body = serde_json::to_string(&event).unwrap();
    let headers = stage.desk.seal("msg-1", now.timestamp(), &body);
    let answer = hook(&stage, headers.clone(), &body).await;
    assert_eq!(answer.status, StatusCode::OK);
    let signed = answer.json()["jws"].as_str().unwrap().to_owned();
    let head: SignedHead = verified(&signed, &stage.desk.host_key(&system));
    assert_eq!(head.head, event.head);
    assert_eq!(
        support.get("/quotations").await.header("location"),
        "/support-ended"
    );
    // Told again, the same answer and nothing else.
    let again = hook(&stage, headers, &body).await;
    assert_eq!(again.json()["jws"], signed);
    assert_eq!(stage.count("SELECT COUNT(*) FROM desk_events").await, 1);
    let hoa = stage.sign_in("hoa").await;
    assert_eq!(hoa.get("/deskside/audit/head").await.json()["jws"], signed);
}

#[tokio::test]
async fn forged_old_and_bare_webhooks_are_refused() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let support = stage.enter(&grant, "a").await;
    let (system, now) = (stage.system().await, stage.app.now());
    let fact = DeskFact::GrantEnd {
        grant,
        why: EndReason::Revoked,
    };
    let body = serde_json::to_string(&stage.desk.event(&system, 1, fact, now)).unwrap();
    let at = now.timestamp();
    let stranger = Desk {
        key: SigningKey::from_bytes(&[9; 32]),
        ..stage.desk.clone()
    };
    let mut bare = stage.desk.seal("b", at, &body);
    bare.retain(|(name, _)| *name != "webhook-signature");
    let mut empty = stage.desk.seal("c", at, &body);
    empty[2].1 = "v1a,".into();
    let mut symmetric = stage.desk.seal("d", at, &body);
    symmetric[2].1 = symmetric[2].1.replace("v1a,", "v1,");
    let mut renamed = stage.desk.seal("e", at, &body);
    renamed[0].1 = "f".into();
    for (attack, headers) in [
        ("another key", stranger.seal("a", at, &body)),
        ("no signature", bare),
        ("an empty signature", empty),
        ("a symmetric signature", symmetric),
        ("another message's signature", renamed),
        ("six minutes old", stage.desk.seal("g", at - 360, &body)),
        ("six minutes early", stage.desk.seal("h", at + 360, &body)),
    ] {
        let answer = hook(&stage, headers, &body).await;
        assert_eq!(answer.code(), "unauthenticated", "{attack}");
    }
    let changed = body.replace("\"seq\":1", "\"seq\":2");
    let sealed = stage.desk.seal("i", at, &body);
    assert_eq!(
        hook(&stage, sealed, &changed).await.code(),
        "unauthenticated"
    );
    assert_eq!(support.get("/quotations").await.status, 200);
    assert_eq!(stage.count("SELECT COUNT(*) FROM heads").await, 0);
}

#[tokio::test]
async fn the_head_only_moves_forward() {
    let stage = Stage::open().await;
    let (system, now) = (stage.system().await, stage.app.now());
    let tell = async |id: &str, seq: u64, hash: &str| {
        let rotation = RotationId::from_random([u8::try_from(seq).unwrap(); 16]);
        let mut event = stage
            .desk
            .event(&system, seq, DeskFact::RotationClosed { rotation }, now);
        event.head.hash = hash.into();
        let body = serde_json::to_string(&event).unwrap();
        let headers = stage.desk.seal(id, now.timestamp(), &body);
        let answer = hook(&stage, headers, &body).await;
        let jws = answer.json()["jws"].as_str().unwrap().to_owned();
        verified::<SignedHead>(&jws, &stage.desk.host_key(&system)).head
    };
    assert_eq!(tell("a", 5, "five").await.seq, 10);
    assert_eq!(tell("b", 3, "three").await.hash, "five");
    // The desk cannot put another past in the place of the one we have seen.
    assert_eq!(tell("c", 5, "rewritten").await.hash, "five");
    assert_eq!(tell("d", 6, "six").await.hash, "six");
}

#[tokio::test]
async fn what_a_webhook_missed_is_fetched() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let support = stage.enter(&grant, "a").await;
    let (system, now) = (stage.system().await, stage.app.now());
    let fact = DeskFact::GrantEnd {
        grant,
        why: EndReason::Withdrawn,
    };
    let event = stage.desk.event(&system, 1, fact, now);
    stage.desk.book.lock().unwrap().events.push(event);
    let fetched = deskside_demo_host::deskside::events::pull(&stage.app, stage.house()).await;
    assert_eq!(fetched, Ok(true));
    let ended = support.get("/support-ended").await;
    assert!(ended.text.contains("gave it back"));
    stage.desk.away(true);
    let away = deskside_demo_host::deskside::events::pull(&stage.app, stage.house()).await;
    assert_eq!(away, Ok(false));
}

#[tokio::test]
async fn a_request_arrives_by_webhook_and_a_dropped_one_is_gone() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let (system, now) = (stage.system().await, stage.app.now());
    let request = stage.request(1).await;
    let signed = stage.desk.sign(&request);
    let path = format!("/deskside/confirm/{}", request.grant);
    for (seq, fact) in [
        (1, DeskFact::GrantRequested { request: signed }),
        (
            2,
            DeskFact::GrantDropped {
                grant: request.grant.clone(),
            },
        ),
    ] {
        let body = serde_json::to_string(&stage.desk.event(&system, seq, fact, now)).unwrap();
        let headers = stage.desk.seal(&format!("m{seq}"), now.timestamp(), &body);
        assert_eq!(hook(&stage, headers, &body).await.status, StatusCode::OK);
        let page = hoa.get(&path).await;
        assert_eq!(page.text.contains("Give access until"), seq == 1);
    }
}

#[tokio::test]
async fn reports_wait_for_the_desk_and_keep_their_order() {
    let stage = Stage::open().await;
    stage.desk.away(true);
    let grant = stage.granted(1).await;
    let support = stage.enter(&grant, "a").await;
    support.get("/quotations").await;
    let hoa = stage.sign_in("hoa").await;
    hoa.submit(&format!("/settings/access/{grant}/end"), &[])
        .await;
    assert!(stage.desk.heard().is_empty());
    stage.desk.away(false);
    stage
        .desk_hears(|event| matches!(event, deskside_protocol::host::HostEvent::GrantEnded { .. }))
        .await;
    let names: Vec<String> = stage
        .desk
        .heard()
        .iter()
        .map(|event| {
            serde_json::to_value(event).unwrap()["event"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(names.first().unwrap(), "grant_approved");
    assert_eq!(names[1], "grant_entered");
    assert_eq!(names.last().unwrap(), "grant_ended");
}
