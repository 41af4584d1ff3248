//! `/api/rotations`: a duty from sharing to the host's proof.

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::api::{Evidence, RotationView};
use deskside_protocol::audit::Step;
use deskside_protocol::host::{DeskFact, HostEvent};
use deskside_protocol::ids::TicketId;
use deskside_protocol::problem::Code;
use deskside_protocol::rotation::{RotationEvidence, RotationState, Why};
use deskside_protocol::ticket::SharedCredential;

use super::agent_tickets::steps;
use crate::support::{Agent, Caller as _, Host, Reply, Seat, Stage, URL, new_ticket, person};

struct Scene {
    stage: Stage,
    host: Host,
    tuan: Seat,
    linh: Agent,
    ticket: TicketId,
    rotation: RotationView,
}

/// Lan said that Tuan's password was shared.
async fn scene() -> Scene {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, tuan) = (host.reporter("lan").await, host.reporter("tuan").await);
    let linh = stage.agent("linh").await;
    let mut new = new_ticket("It fails");
    new.shared = Some(SharedCredential {
        login: " tuan ".into(),
    });
    let ticket = lan.files_all(&new).await.summary.id;
    let rotation = mine(&tuan).await;
    Scene {
        stage,
        host,
        tuan,
        linh,
        ticket,
        rotation,
    }
}

async fn mine(seat: &Seat) -> RotationView {
    let mine: Vec<RotationView> = seat.get("/api/rotations").await.json(StatusCode::OK);
    mine.into_iter().next().unwrap()
}

impl Scene {
    fn evidence(&self, login: &str, changed_at: Option<DateTime>) -> RotationEvidence {
        let now = self.stage.desk.world.now().timestamp();
        RotationEvidence {
            iss: self.host.system.clone(),
            aud: URL.into(),
            iat: now,
            exp: now + 60,
            jti: self.stage.desk.world.secret(),
            login: login.into(),
            changed_at,
        }
    }

    async fn show(&self, seat: &Seat, evidence: &RotationEvidence) -> Reply {
        let body = Evidence {
            evidence: self.host.sign(evidence),
        };
        let path = format!("/api/rotations/{}/evidence", self.rotation.id);
        seat.post(&path, &body).await
    }

    async fn close(&self) {
        for step in ["resolve", "close"] {
            self.linh
                .takes(&self.ticket, step)
                .await
                .expect(StatusCode::OK);
        }
    }

    async fn reminders(&self) -> Vec<String> {
        let mails = self.stage.mails().await.into_iter();
        mails
            .filter(|(_, subject)| subject.contains("change the password"))
            .map(|(to, _)| to)
            .collect()
    }
}

#[tokio::test]
async fn a_declared_sharing_is_a_duty_and_reminding_begins_when_the_ticket_closes() {
    let scene = scene().await;
    assert_eq!(
        (scene.rotation.login.as_str(), scene.rotation.why),
        ("tuan", Why::Declared)
    );
    assert_eq!(scene.rotation.due_from, None);
    let opened = |event: &deskside_protocol::host::DeskEvent| match &event.what {
        DeskFact::RotationOpened { remind, .. } => Some(*remind),
        _ => None,
    };
    let told: Vec<bool> = scene
        .stage
        .events()
        .await
        .iter()
        .filter_map(opened)
        .collect();
    assert_eq!(told, vec![false]);
    let subject = HostEvent::RotationSubject {
        rotation: scene.rotation.id.clone(),
        person: Some(person("tuan")),
    };
    scene
        .host
        .report(subject)
        .await
        .expect(StatusCode::NO_CONTENT);
    scene.stage.pass(TimeDelta::hours(1)).await;
    assert!(scene.reminders().await.is_empty());
    scene.close().await;
    let told: Vec<bool> = scene
        .stage
        .events()
        .await
        .iter()
        .filter_map(opened)
        .collect();
    assert_eq!(told, vec![false, true]);
    assert!(mine(&scene.tuan).await.due_from.is_some());
    scene.stage.pass(TimeDelta::zero()).await;
    assert_eq!(scene.reminders().await, vec!["tuan@minhlong.example"]);
    assert!(steps(&scene.stage).await.contains(&Step::RotationReminded));
    for (hours, count) in [(23, 1), (2, 2), (46, 2), (2, 3), (24 * 7, 4)] {
        scene.stage.pass(TimeDelta::hours(hours)).await;
        assert_eq!(scene.reminders().await.len(), count, "after {hours} h more");
    }
}

#[tokio::test]
async fn reminders_missed_while_the_desk_was_down_are_not_made_up_for() {
    let scene = scene().await;
    let subject = HostEvent::RotationSubject {
        rotation: scene.rotation.id.clone(),
        person: Some(person("tuan")),
    };
    scene
        .host
        .report(subject)
        .await
        .expect(StatusCode::NO_CONTENT);
    scene.close().await;
    scene.stage.pass(TimeDelta::days(60)).await;
    scene.stage.pass(TimeDelta::zero()).await;
    assert_eq!(scene.reminders().await.len(), 1);
}

#[tokio::test]
async fn approvers_are_reminded_of_a_sign_in_that_the_host_does_not_know() {
    let scene = scene().await;
    scene.close().await;
    scene.stage.pass(TimeDelta::zero()).await;
    assert!(scene.reminders().await.is_empty(), "the host may still say");
    let unknown = HostEvent::RotationSubject {
        rotation: scene.rotation.id.clone(),
        person: None,
    };
    scene
        .host
        .report(unknown)
        .await
        .expect(StatusCode::NO_CONTENT);
    scene.stage.pass(TimeDelta::seconds(3)).await;
    assert_eq!(scene.reminders().await, vec!["hoa@minhlong.example"]);
}

#[tokio::test]
async fn a_report_of_the_change_confirms() {
    let scene = scene().await;
    scene.close().await;
    scene.stage.pass(TimeDelta::minutes(1)).await;
    let changed = HostEvent::CredentialChanged {
        login: "tuan".into(),
        at: scene.stage.desk.world.now(),
    };
    scene
        .host
        .report(changed)
        .await
        .expect(StatusCode::NO_CONTENT);
    assert!(matches!(
        mine(&scene.tuan).await.state,
        RotationState::Confirmed { .. }
    ));
    assert_eq!(
        scene.stage.events().await.last().unwrap().what,
        DeskFact::RotationClosed {
            rotation: scene.rotation.id.clone()
        }
    );
    scene.stage.pass(TimeDelta::days(30)).await;
    assert!(scene.reminders().await.len() <= 1);
    assert!(steps(&scene.stage).await.contains(&Step::RotationConfirmed));
}

#[tokio::test]
async fn evidence_carried_by_the_browser_confirms() {
    let scene = scene().await;
    let later = scene.rotation.shared_at + TimeDelta::seconds(1);
    let evidence = scene.evidence("tuan", Some(later));
    let view: RotationView = scene
        .show(&scene.tuan, &evidence)
        .await
        .json(StatusCode::OK);
    assert_eq!(view.state, RotationState::Confirmed { changed_at: later });
    scene
        .show(&scene.tuan, &evidence)
        .await
        .refused(Code::WrongState);
}

#[tokio::test]
async fn attack_evidence_older_than_the_sharing() {
    let scene = scene().await;
    let shared = scene.rotation.shared_at;
    for changed in [None, Some(shared - TimeDelta::days(1)), Some(shared)] {
        let evidence = scene.evidence("tuan", changed);
        scene
            .show(&scene.tuan, &evidence)
            .await
            .refused(Code::NotChangedYet);
    }
    let old = HostEvent::CredentialChanged {
        login: "tuan".into(),
        at: shared - TimeDelta::seconds(1),
    };
    scene.host.report(old).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(mine(&scene.tuan).await.state, RotationState::Open);
}

#[tokio::test]
async fn attack_evidence_of_another_credential_desk_host_or_time() {
    let scene = scene().await;
    let later = Some(scene.rotation.shared_at + TimeDelta::seconds(1));
    let evidence = scene.evidence("lan", later);
    scene
        .show(&scene.tuan, &evidence)
        .await
        .refused(Code::FieldInvalid);
    let mut evidence = scene.evidence("tuan", later);
    evidence.aud = "https://other.example".into();
    scene
        .show(&scene.tuan, &evidence)
        .await
        .refused(Code::SignatureRefused);
    let mut evidence = scene.evidence("tuan", later);
    (evidence.iat, evidence.exp) = (evidence.iat - 500, evidence.iat - 400);
    scene
        .show(&scene.tuan, &evidence)
        .await
        .refused(Code::SignatureRefused);
    let other = scene.stage.system("Sao Viet").await;
    let forged = Evidence {
        evidence: other.sign(&scene.evidence("tuan", later)),
    };
    let path = format!("/api/rotations/{}/evidence", scene.rotation.id);
    scene
        .tuan
        .post(&path, &forged)
        .await
        .refused(Code::SignatureRefused);
    assert_eq!(mine(&scene.tuan).await.state, RotationState::Open);
}

#[tokio::test]
async fn a_rotation_is_for_whom_it_concerns_and_for_approvers() {
    let scene = scene().await;
    let (lan, hoa) = (
        scene.host.reporter("lan").await,
        scene.host.approver("hoa").await,
    );
    let none: Vec<RotationView> = lan.get("/api/rotations").await.json(StatusCode::OK);
    assert!(none.is_empty());
    assert_eq!(mine(&hoa).await.id, scene.rotation.id);
    let evidence = scene.evidence("tuan", Some(scene.stage.desk.world.now()));
    scene.show(&lan, &evidence).await.refused(Code::NotFound);
}
