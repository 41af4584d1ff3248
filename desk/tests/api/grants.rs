//! `/api/grants` and what agents do with access.

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::access::{EndReason, GrantRequest, GrantState};
use deskside_protocol::api::{AuditTrail, GrantRequestJws, GrantView, TicketSummary};
use deskside_protocol::audit::{Broken, Step};
use deskside_protocol::host::{DeskFact, HostEvent};
use deskside_protocol::problem::Code;

use super::agent_tickets::steps;
use crate::support::{Agent, Caller as _, Host, Seat, Stage, URL};

struct Scene {
    stage: Stage,
    host: Host,
    lan: Seat,
    hoa: Seat,
    linh: Agent,
    grant: GrantView,
}

async fn scene() -> Scene {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, hoa) = (host.reporter("lan").await, host.approver("hoa").await);
    let linh = stage.agent("linh").await;
    let id = lan.files("It fails").await.summary.id;
    let grant = linh.asks(&id).await;
    Scene {
        stage,
        host,
        lan,
        hoa,
        linh,
        grant,
    }
}

impl Scene {
    async fn state(&self) -> GrantState {
        let grants: Vec<GrantView> = self.hoa.get("/api/grants").await.json(StatusCode::OK);
        grants.into_iter().next().unwrap().state
    }

    async fn approve(&self) {
        let approval = self.host.approval(&self.grant, &self.linh.key);
        self.host
            .approve(approval)
            .await
            .expect(StatusCode::NO_CONTENT);
    }
}

#[tokio::test]
async fn a_request_is_signed_for_the_host_and_told_to_approvers() {
    let scene = scene().await;
    let path = format!("/api/grants/{}/request", scene.grant.id);
    let GrantRequestJws { request } = scene.hoa.get(&path).await.json(StatusCode::OK);
    let key =
        jsonwebtoken::DecodingKey::from_ed_components(&scene.stage.desk.key.public()).unwrap();
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::EdDSA);
    validation.validate_aud = false;
    let claims = jsonwebtoken::decode::<GrantRequest>(&request, &key, &validation)
        .unwrap()
        .claims;
    assert_eq!(
        (claims.iss.as_str(), &claims.aud),
        (URL, &scene.host.system)
    );
    assert_eq!(claims.agent_key, scene.linh.key);
    assert_eq!(
        (claims.scopes, claims.minutes),
        (vec!["sales.read".to_owned()], 120)
    );
    scene.lan.get(&path).await.refused(Code::NotAnApprover);
    let events = scene.stage.events().await;
    assert_eq!(
        events.last().unwrap().what,
        DeskFact::GrantRequested { request }
    );
    let mails = scene.stage.mails().await;
    assert!(
        mails.iter().any(
            |(to, subject)| to == "hoa@minhlong.example" && subject.contains("asks for access")
        )
    );
    let list: Vec<TicketSummary> = scene.lan.get("/api/tickets").await.json(StatusCode::OK);
    assert!(list[0].access);
}

#[tokio::test]
async fn what_is_not_offered_too_long_or_asked_twice_is_refused() {
    let scene = scene().await;
    let (linh, ticket) = (&scene.linh, &scene.grant.ticket);
    linh.asks_for(ticket, &["sales.read"], 60)
        .await
        .refused(Code::AlreadyAsked);
    let end = format!("/api/agent/grants/{}/end", scene.grant.id);
    linh.post(&end, &()).await.expect(StatusCode::OK);
    linh.asks_for(ticket, &["users.write"], 60)
        .await
        .refused(Code::FieldInvalid);
    linh.asks_for(ticket, &[], 60)
        .await
        .refused(Code::FieldEmpty);
    linh.asks_for(ticket, &["sales.read"], 4)
        .await
        .refused(Code::FieldInvalid);
    linh.asks_for(ticket, &["sales.read"], 7 * 24 * 60 + 1)
        .await
        .refused(Code::FieldInvalid);
    linh.takes(ticket, "resolve").await.expect(StatusCode::OK);
    linh.asks_for(ticket, &["sales.read"], 60)
        .await
        .refused(Code::WrongState);
}

#[tokio::test]
async fn an_agent_without_a_key_cannot_ask() {
    let scene = scene().await;
    sqlx::query("SELECT 1")
        .execute(scene.stage.desk.store.read())
        .await
        .unwrap();
    let other = scene.stage.agent("khoa").await;
    scene
        .stage
        .desk
        .store
        .write(|tx| {
            Box::pin(async move {
                sqlx::query("UPDATE agents SET key_jwk = NULL WHERE name = 'khoa'")
                    .execute(&mut **tx)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    let id = scene.lan.files("Another").await.summary.id;
    other
        .asks_for(&id, &["sales.read"], 60)
        .await
        .refused(Code::WrongState);
}

#[tokio::test]
async fn attack_a_reporter_denies_or_approves() {
    let scene = scene().await;
    let deny = format!("/api/grants/{}/deny", scene.grant.id);
    scene
        .lan
        .post(&deny, &())
        .await
        .refused(Code::NotAnApprover);
    // There is no way to approve at the desk, for anybody.
    let approve = format!("/api/grants/{}/approve", scene.grant.id);
    for seat in [&scene.lan, &scene.hoa] {
        seat.post(&approve, &()).await.refused(Code::NotFound);
    }
    // An agent's cookie is no session of the customer.
    scene
        .linh
        .post(&deny, &())
        .await
        .refused(Code::Unauthenticated);
    assert!(matches!(scene.state().await, GrantState::Requested { .. }));
}

#[tokio::test]
async fn an_approver_denies_and_the_host_is_told() {
    let scene = scene().await;
    let deny = format!("/api/grants/{}/deny", scene.grant.id);
    let denied: GrantView = scene.hoa.post(&deny, &()).await.json(StatusCode::OK);
    assert!(matches!(denied.state, GrantState::Denied { .. }));
    scene.hoa.post(&deny, &()).await.refused(Code::WrongState);
    let grant = scene.grant.id.clone();
    assert_eq!(
        scene.stage.events().await.last().unwrap().what,
        DeskFact::GrantDropped { grant }
    );
    let approval = scene.host.approval(&scene.grant, &scene.linh.key);
    scene
        .host
        .approve(approval)
        .await
        .expect(StatusCode::NO_CONTENT);
    assert!(matches!(scene.state().await, GrantState::Denied { .. }));
    assert!(
        matches!(
            scene.stage.events().await.last().unwrap().what,
            DeskFact::GrantEnd { .. }
        ),
        "what was approved too late is ended at once"
    );
}

#[tokio::test]
async fn closing_the_ticket_ends_the_grant_in_the_same_breath() {
    let scene = scene().await;
    scene.approve().await;
    let entered = HostEvent::GrantEntered {
        grant: scene.grant.id.clone(),
        at: scene.stage.desk.world.now(),
    };
    scene
        .host
        .report(entered)
        .await
        .expect(StatusCode::NO_CONTENT);
    assert!(matches!(scene.state().await, GrantState::Active { .. }));
    scene
        .linh
        .takes(&scene.grant.ticket, "resolve")
        .await
        .expect(StatusCode::OK);
    scene
        .linh
        .takes(&scene.grant.ticket, "close")
        .await
        .expect(StatusCode::OK);
    let GrantState::Ended { why, sweep, .. } = scene.state().await else {
        panic!("not ended");
    };
    assert_eq!((why, sweep), (EndReason::TicketClosed, None));
    assert_eq!(
        scene.stage.events().await.last().unwrap().what,
        DeskFact::GrantEnd {
            grant: scene.grant.id.clone(),
            why: EndReason::TicketClosed
        }
    );
    let now = scene.stage.desk.world.now();
    scene
        .host
        .ended(&scene.grant, now, EndReason::TicketClosed)
        .await
        .expect(StatusCode::NO_CONTENT);
    let GrantState::Ended { sweep, .. } = scene.state().await else {
        panic!("not ended");
    };
    assert_eq!(sweep.unwrap().account, "support-1");
    assert_eq!(
        steps(&scene.stage).await,
        vec![
            Step::AccessAsked,
            Step::AccessApproved,
            Step::AccessEntered,
            Step::AccessEnded,
            Step::AccessSwept
        ]
    );
}

#[tokio::test]
async fn time_alone_ends_grants_and_lets_requests_lapse() {
    let scene = scene().await;
    scene.approve().await;
    scene.stage.pass(TimeDelta::minutes(119)).await;
    assert!(matches!(scene.state().await, GrantState::Approved { .. }));
    let events = scene.stage.events().await.len();
    scene.stage.pass(TimeDelta::minutes(2)).await;
    let GrantState::Ended { why, .. } = scene.state().await else {
        panic!("not ended");
    };
    assert_eq!(why, EndReason::Expired);
    assert_eq!(
        scene.stage.events().await.len(),
        events,
        "the host has a clock of its own"
    );
    let mails = scene.stage.mails().await;
    let ended = mails
        .iter()
        .filter(|(_, subject)| subject.contains("has ended"));
    assert_eq!(ended.count(), 2, "approver and agent");
    scene.linh.asks(&scene.grant.ticket).await;
    scene.stage.pass(TimeDelta::hours(73)).await;
    assert_eq!(
        steps(&scene.stage).await[2..],
        [Step::AccessEnded, Step::AccessAsked, Step::AccessLapsed]
    );
    scene.stage.pass(TimeDelta::hours(1)).await;
    assert_eq!(steps(&scene.stage).await.len(), 5, "told once");
}

#[tokio::test]
async fn the_audit_verifies_and_one_flipped_byte_is_seen() {
    let scene = scene().await;
    scene.approve().await;
    let path = format!("/api/grants/{}/audit", scene.grant.id);
    scene.lan.get(&path).await.refused(Code::NotAnApprover);
    let trail: AuditTrail = scene.hoa.get(&path).await.json(StatusCode::OK);
    assert_eq!((trail.entries.len(), trail.broken), (2, None));
    assert_eq!(trail.host_key, scene.host.key());
    deskside_protocol::audit::verify(&trail.system, &trail.entries, None).unwrap();
    scene
        .stage
        .desk
        .store
        .write(|tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE audit_entry SET body = replace(body, 'Hoa', 'Hob') WHERE seq = 2",
                )
                .execute(&mut **tx)
                .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    let trail: AuditTrail = scene.hoa.get(&path).await.json(StatusCode::OK);
    assert_eq!(trail.broken, Some(Broken::At { seq: 2 }));
    let agents = format!("/api/agent/grants/{}/audit", scene.grant.id);
    let trail: AuditTrail = scene.linh.get(&agents).await.json(StatusCode::OK);
    assert!(trail.broken.is_some());
}
