//! `POST /api/host/reports`: what hosts may say, and what nobody may say for them.

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::access::{Approval, EndReason, GrantState};
use deskside_protocol::api::GrantView;
use deskside_protocol::host::{HostEvent, HostReport};
use deskside_protocol::problem::Code;

use crate::support::{Agent, Caller as _, Host, Seat, Stage, URL, person};

struct Scene {
    stage: Stage,
    host: Host,
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
        hoa,
        linh,
        grant,
    }
}

impl Scene {
    async fn untouched(&self) {
        let grants: Vec<GrantView> = self.hoa.get("/api/grants").await.json(StatusCode::OK);
        assert_eq!(grants[0].state, self.grant.state);
        assert_eq!(self.stage.count("audit_entry").await, 1);
    }

    /// An approval that differs from what was asked must change nothing.
    async fn refused(&self, change: impl FnOnce(&mut Approval)) {
        let mut approval = self.host.approval(&self.grant, &self.linh.key);
        change(&mut approval);
        self.host
            .approve(approval)
            .await
            .refused(Code::SignatureRefused);
        self.untouched().await;
    }
}

#[tokio::test]
async fn narrower_and_shorter_is_taken() {
    let scene = scene().await;
    let mut approval = scene.host.approval(&scene.grant, &scene.linh.key);
    approval.until = approval.from + TimeDelta::minutes(60);
    scene
        .host
        .approve(approval)
        .await
        .expect(StatusCode::NO_CONTENT);
    let grants: Vec<GrantView> = scene.hoa.get("/api/grants").await.json(StatusCode::OK);
    let GrantState::Approved { approval } = &grants[0].state else {
        panic!("not approved");
    };
    assert_eq!(approval.until - approval.from, TimeDelta::minutes(60));
    let mails = scene.stage.mails().await;
    let told = mails
        .iter()
        .filter(|(_, subject)| subject.contains("may enter until"));
    assert_eq!(told.count(), 2, "approver and agent");
}

#[tokio::test]
async fn attack_an_approval_wider_than_asked() {
    let scene = scene().await;
    scene
        .refused(|approval| approval.scopes.push("stock.read".into()))
        .await;
    scene
        .refused(|approval| approval.scopes = vec!["users.write".into()])
        .await;
    scene.refused(|approval| approval.scopes.clear()).await;
}

#[tokio::test]
async fn attack_an_approval_longer_than_asked() {
    let scene = scene().await;
    scene
        .refused(|approval| approval.until += TimeDelta::minutes(1))
        .await;
    scene
        .refused(|approval| approval.until += TimeDelta::days(300))
        .await;
    scene
        .refused(|approval| approval.until = approval.from)
        .await;
}

#[tokio::test]
async fn attack_an_approval_for_another_key_agent_ticket_or_place() {
    let scene = scene().await;
    let other = scene.stage.agent("khoa").await;
    let thumb = deskside_desk::keys::thumbprint(&other.key);
    scene.refused(|approval| approval.agent_key = thumb).await;
    scene
        .refused(|approval| approval.agent.0 = "agt_other".into())
        .await;
    scene
        .refused(|approval| approval.ticket.0 = "tkt_other".into())
        .await;
    scene
        .refused(|approval| approval.enter_url = "https://evil.example/enter".into())
        .await;
}

#[tokio::test]
async fn attack_a_report_replayed() {
    let scene = scene().await;
    let approval = Box::new(scene.host.approval(&scene.grant, &scene.linh.key));
    let report = scene.host.reported(HostEvent::GrantApproved { approval });
    scene
        .host
        .hand_in(report.clone())
        .await
        .expect(StatusCode::NO_CONTENT);
    let (mails, entries) = (
        scene.stage.mails().await,
        scene.stage.count("audit_entry").await,
    );
    for _ in 0..3 {
        let reply = scene.host.hand_in(report.clone()).await;
        reply.refused(Code::IdempotencyConflict);
    }
    assert_eq!(scene.stage.mails().await, mails);
    assert_eq!(scene.stage.count("audit_entry").await, entries);
}

#[tokio::test]
async fn attack_another_systems_host_reports_about_this_grant() {
    let scene = scene().await;
    let other = scene.stage.system("Sao Viet").await;
    // Honestly signed for its own system, about a grant it does not have.
    let approval = other.approval(&scene.grant, &scene.linh.key);
    other.approve(approval).await.refused(Code::NotFound);
    let now = scene.stage.desk.world.now();
    other
        .ended(&scene.grant, now, EndReason::Revoked)
        .await
        .refused(Code::NotFound);
    // In the first system's name, with its own key.
    let approval = Box::new(scene.host.approval(&scene.grant, &scene.linh.key));
    let claims = HostReport {
        iss: scene.host.system.clone(),
        aud: URL.into(),
        iat: now.timestamp(),
        exp: now.timestamp() + 60,
        jti: "forged".into(),
        event: HostEvent::GrantApproved { approval },
    };
    other
        .hand_in(other.sign(&claims))
        .await
        .refused(Code::SignatureRefused);
    scene.untouched().await;
}

#[tokio::test]
async fn attack_a_report_for_another_desk_or_out_of_its_time() {
    let scene = scene().await;
    let now = scene.stage.desk.world.now().timestamp();
    let claims = |aud: &str, iat: i64, exp: i64| HostReport {
        iss: scene.host.system.clone(),
        aud: aud.into(),
        iat,
        exp,
        jti: scene.stage.desk.world.secret(),
        event: HostEvent::GrantDenied {
            grant: scene.grant.id.clone(),
            at: scene.stage.desk.world.now(),
            by: person("hoa"),
        },
    };
    for claims in [
        claims("https://other-desk.example", now, now + 60),
        claims(URL, now - 200, now - 100),
        claims(URL, now + 100, now + 200),
    ] {
        let report = scene.host.sign(&claims);
        scene
            .host
            .hand_in(report)
            .await
            .refused(Code::SignatureRefused);
    }
    scene.untouched().await;
    let claims = claims(URL, now, now + 60);
    let report = scene.host.sign(&claims);
    scene
        .host
        .hand_in(report)
        .await
        .expect(StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn what_comes_late_about_a_grant_that_is_over_holds_up_nothing() {
    let scene = scene().await;
    let approval = scene.host.approval(&scene.grant, &scene.linh.key);
    scene
        .host
        .approve(approval)
        .await
        .expect(StatusCode::NO_CONTENT);
    let now = scene.stage.desk.world.now();
    for _ in 0..2 {
        scene
            .host
            .ended(&scene.grant, now, EndReason::Revoked)
            .await
            .expect(StatusCode::NO_CONTENT);
    }
    let seen = HostEvent::GrantSeen {
        grant: scene.grant.id.clone(),
        at: now,
        screen: Some("quotations".into()),
    };
    scene.host.report(seen).await.expect(StatusCode::NO_CONTENT);
    let grants: Vec<GrantView> = scene.hoa.get("/api/grants").await.json(StatusCode::OK);
    assert!(matches!(
        grants[0].state,
        GrantState::Ended {
            why: EndReason::Revoked,
            ..
        }
    ));
}
