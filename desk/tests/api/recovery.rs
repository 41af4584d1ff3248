//! `/api/agent/tickets/{id}/recovery` and `/api/tickets/{id}/recovery` (2.4).

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::api::{
    AgentTicketView, AttachmentView, DecideRecovery, NewRecovery, NewRecoveryResult, TicketView,
};
use deskside_protocol::host::{HostEvent, Installation};
use deskside_protocol::ids::{AttachmentId, SystemId, TicketId};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{ClockKind, Happened, Recovery, TicketState};

use crate::support::{Agent, Caller, Host, Reply, Seat, Stage, person};

struct Scene {
    stage: Stage,
    host: Host,
    lan: Seat,
    hoa: Seat,
    linh: Agent,
    id: TicketId,
}

/// Lan told that data is lost; the host said how much it holds.
async fn scene() -> Scene {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let hello = HostEvent::Hello {
        scopes: vec![],
        approvers: vec![person("hoa")],
        installation: Some(Installation {
            product: "Viindoo".into(),
            version: "17.0".into(),
            released_on: None,
            activated_on: None,
            data_mb: Some(12_500),
        }),
    };
    host.report(hello).await.expect(StatusCode::NO_CONTENT);
    let (lan, hoa) = (host.reporter("lan").await, host.approver("hoa").await);
    let linh = stage.agent("linh").await;
    let id = lan
        .files("All orders of yesterday are gone")
        .await
        .summary
        .id;
    Scene {
        stage,
        host,
        lan,
        hoa,
        linh,
        id,
    }
}

impl Scene {
    fn now(&self) -> DateTime {
        self.stage.desk.world.now()
    }

    fn lost(&self, hours_ago: i64) -> NewRecovery {
        NewRecovery {
            lost_at: self.now() - TimeDelta::hours(hours_ago),
            volume_mb: None,
        }
    }

    async fn proposes(&self, new: &NewRecovery) -> Reply {
        let path = format!("/api/agent/tickets/{}/recovery", self.id);
        self.linh.post(&path, new).await
    }

    async fn decides(&self, who: &impl Caller, approved: bool) -> Reply {
        let decided = DecideRecovery {
            approved,
            proposed_at: None,
        };
        let path = format!("/api/tickets/{}/recovery", self.id);
        who.post(&path, &decided).await
    }

    async fn tells(&self, restored: bool) -> Reply {
        let result = NewRecoveryResult {
            restored,
            text: "Restored; 1,204 orders counted before and after.".into(),
            proof: vec![],
        };
        let path = format!("/api/agent/tickets/{}/recovery/result", self.id);
        self.linh.post(&path, &result).await
    }

    async fn recovery(&self) -> Option<Recovery> {
        self.linh.sees(&self.id).await.ticket.recovery
    }
}

#[tokio::test]
async fn clause_2_4a_from_proposal_over_approval_to_the_result() {
    let scene = scene().await;
    let new = scene.lost(30);
    let view: AgentTicketView = scene.proposes(&new).await.json(StatusCode::CREATED);
    let recovery = view.ticket.recovery.unwrap();
    let gap = new.lost_at - recovery.restore_point;
    assert!(gap > TimeDelta::zero() && gap <= TimeDelta::hours(24));
    // At 01:00 in the customer's zone, as the policy says.
    let point = recovery
        .restore_point
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh);
    assert_eq!(point.format("%H:%M:%S").to_string(), "01:00:00");
    assert_eq!(
        (recovery.volume_mb, recovery.estimate_minutes),
        (12_500, 45)
    );
    let points = view.service.backup.unwrap().points;
    assert!(points.contains(&recovery.restore_point) && points.len() == 7);
    let summary = view.ticket.summary;
    assert!(matches!(
        summary.state,
        TicketState::AwaitingReporter { .. }
    ));
    assert!(!summary.clock(ClockKind::Answer).unwrap().runs());

    let view: TicketView = scene.decides(&scene.hoa, true).await.json(StatusCode::OK);
    assert_eq!(view.summary.state, TicketState::Open);
    let decision = view.recovery.unwrap().decision.unwrap();
    assert!(decision.approved && decision.by == "Hoa");
    scene.tells(true).await.expect(StatusCode::CREATED);
    let view = scene.linh.sees(&scene.id).await.ticket;
    assert!(view.recovery.unwrap().result.unwrap().restored);
    let what: Vec<_> = view.timeline.iter().map(|moment| moment.what).collect();
    assert_eq!(
        what,
        [
            Happened::Received,
            Happened::RecoveryProposed,
            Happened::RecoveryApproved,
            Happened::RecoveryDone,
        ]
    );
    assert_eq!(
        view.timeline[1].detail["point"],
        recovery.restore_point.to_rfc3339()
    );
    let mails = scene.stage.mails().await;
    let subjects: Vec<(&str, &str)> = mails
        .iter()
        .map(|(to, subject)| (to.split('@').next().unwrap(), subject.as_str()))
        .collect();
    let orders = "All orders of yesterday are gone";
    let proposed = format!("[T-1001] Restore data from a backup? {orders}");
    let approved = format!("[T-1001] Hoa approved the recovery: {orders}");
    let restored = format!("[T-1001] Your data is restored: {orders}");
    assert_eq!(
        subjects[1..],
        [
            ("lan", proposed.as_str()),
            ("hoa", &proposed),
            ("linh", &approved),
            ("lan", &restored),
            ("hoa", &restored),
        ]
    );
}

#[tokio::test]
async fn clause_2_4a_only_a_backup_from_before_the_loss_that_still_exists() {
    let scene = scene().await;
    let path = format!("/api/agent/tickets/{}/recovery", scene.id);
    scene
        .proposes(&scene.lost(24 * 9))
        .await
        .refused(Code::NoBackup);
    scene
        .proposes(&scene.lost(-1))
        .await
        .refused(Code::FieldInvalid);
    let huge = NewRecovery {
        volume_mb: Some(u64::MAX),
        ..scene.lost(30)
    };
    scene.proposes(&huge).await.refused(Code::FieldInvalid);
    let long_ago = serde_json::json!({"lost_at": "-262000-01-01T00:00:00Z"});
    let refused = scene.linh.post(&path, &long_ago).await;
    assert!(refused.status.is_client_error(), "{}", refused.text());
    assert_eq!(scene.recovery().await, None);
    // Nobody says how much data it is, where the host did not.
    let other = scene.stage.system("Sao Viet").await;
    let id = other.reporter("mai").await.files("Gone").await.summary.id;
    let path = format!("/api/agent/tickets/{id}/recovery");
    scene
        .linh
        .post(&path, &scene.lost(30))
        .await
        .refused(Code::FieldEmpty);
    let said = NewRecovery {
        volume_mb: Some(40_000),
        ..scene.lost(30)
    };
    let view: AgentTicketView = scene
        .linh
        .post(&path, &said)
        .await
        .json(StatusCode::CREATED);
    assert_eq!(view.ticket.recovery.unwrap().estimate_minutes, 120);
}

#[tokio::test]
async fn clause_2_4a_a_plan_may_promise_more_and_a_refused_recovery_is_not_done() {
    let scene = scene().await;
    books_premium(&scene).await;
    let id = scene.lan.files("All is gone").await.summary.id;
    let path = format!("/api/agent/tickets/{id}/recovery");
    let view: AgentTicketView = scene
        .linh
        .post(&path, &scene.lost(24 * 9))
        .await
        .json(StatusCode::CREATED);
    let recovery = view.ticket.recovery.unwrap();
    assert!(recovery.lost_at - recovery.restore_point <= TimeDelta::hours(6));
    let path = format!("/api/tickets/{id}/recovery");
    let decide = DecideRecovery {
        approved: false,
        proposed_at: Some(recovery.at),
    };
    let view: TicketView = scene.hoa.post(&path, &decide).await.json(StatusCode::OK);
    let last = view.timeline.last().unwrap();
    assert_eq!(last.what, Happened::RecoveryRefused);
    let result = NewRecoveryResult {
        restored: true,
        text: "Done all the same".into(),
        proof: vec![],
    };
    scene
        .linh
        .post(&format!("/api/agent/tickets/{id}/recovery/result"), &result)
        .await
        .refused(Code::WrongState);
}

/// The customer books the larger plan.
async fn books_premium(scene: &Scene) {
    let system = scene.host.system.clone();
    scene
        .stage
        .desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE systems SET plan = 'premium' WHERE id = $1")
                    .bind(system.as_str())
                    .execute(&mut **tx)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn attack_a_recovery_decided_by_who_may_not() {
    let scene = scene().await;
    scene
        .decides(&scene.hoa, true)
        .await
        .refused(Code::WrongState);
    scene
        .proposes(&scene.lost(30))
        .await
        .expect(StatusCode::CREATED);
    scene
        .decides(&scene.lan, true)
        .await
        .refused(Code::NotAnApprover);
    scene
        .decides(&scene.linh, true)
        .await
        .refused(Code::Unauthenticated);
    let other = scene.stage.system("Sao Viet").await;
    scene
        .decides(&other.approver("hoa").await, true)
        .await
        .refused(Code::NotFound);
    scene.tells(true).await.refused(Code::WrongState);
    assert_eq!(scene.recovery().await.unwrap().decision, None);
}

#[tokio::test]
async fn attack_two_decisions_and_one_for_a_proposal_that_changed() {
    let scene = scene().await;
    scene
        .proposes(&scene.lost(30))
        .await
        .expect(StatusCode::CREATED);
    let first = scene.recovery().await.unwrap();
    scene
        .decides(&scene.hoa, false)
        .await
        .expect(StatusCode::OK);
    scene
        .decides(&scene.hoa, true)
        .await
        .refused(Code::WrongState);
    scene.tells(true).await.refused(Code::WrongState);
    // Another proposal asks anew; a click on what was shown before does not mean it.
    scene.stage.pass(TimeDelta::minutes(1)).await;
    scene
        .proposes(&scene.lost(60))
        .await
        .expect(StatusCode::CREATED);
    let path = format!("/api/tickets/{}/recovery", scene.id);
    let yes = |recovery: &Recovery| DecideRecovery {
        approved: true,
        proposed_at: Some(recovery.at),
    };
    let stale = scene.hoa.post(&path, &yes(&first)).await;
    stale.refused(Code::WrongState);
    let second = scene.recovery().await.unwrap();
    assert!(second.decision.is_none() && second.restore_point < first.restore_point);
    let meant = scene.hoa.post(&path, &yes(&second)).await;
    meant.expect(StatusCode::OK);
    scene.tells(false).await.expect(StatusCode::CREATED);
    scene.tells(true).await.refused(Code::WrongState);
    assert!(!scene.recovery().await.unwrap().result.unwrap().restored);
}

#[tokio::test]
async fn creating_calls_again_create_nothing_more() {
    let scene = scene().await;
    let path = format!("/api/agent/tickets/{}/recovery", scene.id);
    let new = scene.lost(30);
    for status in [StatusCode::CREATED, StatusCode::OK] {
        scene
            .linh
            .post_once(&path, "one", &new)
            .await
            .expect(status);
    }
    scene.decides(&scene.hoa, true).await.expect(StatusCode::OK);
    // Sent again after the decision it does not take it back.
    scene
        .linh
        .post_once(&path, "one", &new)
        .await
        .expect(StatusCode::OK);
    assert!(scene.recovery().await.unwrap().decision.is_some());
    let result = NewRecoveryResult {
        restored: true,
        text: "Done".into(),
        proof: vec![],
    };
    let path = format!("{path}/result");
    for status in [StatusCode::CREATED, StatusCode::OK] {
        scene
            .linh
            .post_once(&path, "two", &result)
            .await
            .expect(status);
    }
    assert_eq!(scene.linh.sees(&scene.id).await.ticket.timeline.len(), 4);
}

#[tokio::test]
async fn what_is_over_is_not_restored() {
    let scene = scene().await;
    scene
        .proposes(&scene.lost(30))
        .await
        .expect(StatusCode::CREATED);
    scene
        .linh
        .takes(&scene.id, "resolve")
        .await
        .expect(StatusCode::OK);
    scene
        .decides(&scene.hoa, true)
        .await
        .refused(Code::WrongState);
    scene
        .proposes(&scene.lost(30))
        .await
        .refused(Code::WrongState);
}

/// An agent's file for a system, uploaded.
async fn uploaded(agent: &Agent, system: &SystemId, name: &str) -> AttachmentView {
    let uuid = "0191d2a0-1111-7222-8333-944445555777";
    let path = format!("/api/agent/uploads/{uuid}?name={name}&system={system}");
    let reply = agent.put(&path, "text/plain", b"214 rows".to_vec()).await;
    reply.json(StatusCode::CREATED)
}

#[tokio::test]
async fn clause_2_4a_proof_goes_with_the_result_and_attack_with_files_of_others() {
    let scene = scene().await;
    scene
        .proposes(&scene.lost(30))
        .await
        .expect(StatusCode::CREATED);
    scene.decides(&scene.hoa, true).await.expect(StatusCode::OK);
    let other = scene.stage.system("Sao Viet").await;
    let minh = scene.stage.agent("minh").await;
    let path = format!("/api/agent/tickets/{}/recovery/result", scene.id);
    let result = |proof: &AttachmentId| NewRecoveryResult {
        restored: true,
        text: "Done".into(),
        proof: vec![proof.clone()],
    };
    // Nothing, a file for another system, a colleague's, and one of the customer.
    let theirs = "/api/uploads/0191d2a0-1111-7222-8333-944445555666?name=a.png";
    let theirs: AttachmentView = scene
        .lan
        .put(theirs, "image/png", b"picture".to_vec())
        .await
        .json(StatusCode::CREATED);
    for file in [
        AttachmentId("att_1".into()),
        uploaded(&scene.linh, &other.system, "other.log").await.id,
        uploaded(&minh, &scene.host.system, "minh.log").await.id,
        theirs.id,
    ] {
        let refused = scene.linh.post(&path, &result(&file)).await;
        refused.refused(Code::FieldInvalid);
    }
    assert!(scene.recovery().await.unwrap().result.is_none());
    let proof = uploaded(&scene.linh, &scene.host.system, "restore.log").await;
    let told = scene.linh.post(&path, &result(&proof.id)).await;
    told.expect(StatusCode::CREATED);
    let path = format!("/api/tickets/{}", scene.id);
    let view: TicketView = scene.hoa.get(&path).await.json(StatusCode::OK);
    assert_eq!(
        view.recovery.unwrap().result.unwrap().proof,
        std::slice::from_ref(&proof)
    );
    assert_eq!(view.attachments, [], "it goes with the result alone");
    let file = scene
        .hoa
        .get(&format!("/api/attachments/{}", proof.id))
        .await;
    assert_eq!(file.expect(StatusCode::OK).body, b"214 rows");
}
