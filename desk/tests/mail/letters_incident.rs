//! Letters about incidents and recoveries in every language, as people get them.

use chrono::TimeDelta;
use deskside_desk::mail::{Recipient, letters};
use deskside_desk::ticket::Ticket;
use deskside_protocol::api::AttachmentView;
use deskside_protocol::identity::Lang;
use deskside_protocol::ids::AttachmentId;
use deskside_protocol::policy::IncidentKind;
use deskside_protocol::ticket::{
    Incident, IncidentReport, Recovery, RecoveryDecision, RecoveryResult,
};

use super::fixtures::{agent, person, received_at, shown, system, ticket, to};
use crate::support::Stage;

/// An incident that was looked into.
fn incident(stage: &Stage) -> Ticket {
    let report = IncidentReport {
        text: "A password was guessed.\nIt was changed, and sign-ins from abroad are watched."
            .into(),
        at: received_at() + TimeDelta::days(2),
        by: "Linh Do".into(),
    };
    Ticket {
        subject: "Somebody signed in at night".into(),
        investigation: Some(Incident {
            report: Some(report),
            ..Incident::new(IncidentKind::Intrusion)
        }),
        ..ticket(stage)
    }
}

/// A recovery as it was proposed.
fn recovery() -> Recovery {
    Recovery {
        lost_at: received_at(),
        restore_point: "2026-11-21T18:00:00Z".parse().unwrap(),
        volume_mb: 12_560,
        estimate_minutes: 45,
        at: received_at() + TimeDelta::hours(1),
        by: "Linh Do".into(),
        decision: None,
        result: None,
    }
}

fn decided(approved: bool) -> Recovery {
    Recovery {
        decision: Some(RecoveryDecision {
            approved,
            at: received_at() + TimeDelta::hours(2),
            by: "Hoa Nguyen".into(),
        }),
        ..recovery()
    }
}

fn done(restored: bool) -> Recovery {
    let proof = AttachmentView {
        id: AttachmentId("att_1".into()),
        name: "restore.log".into(),
        media_type: "text/plain".into(),
        size: 2048,
    };
    Recovery {
        result: Some(RecoveryResult {
            restored,
            text: if restored {
                "1,204 orders were counted before and after.".into()
            } else {
                "The backup of that night cannot be read.".into()
            },
            proof: if restored { vec![proof] } else { vec![] },
            at: received_at() + TimeDelta::hours(3),
            by: "Linh Do".into(),
        }),
        ..decided(true)
    }
}

#[tokio::test]
async fn clauses_2_3_and_2_4_every_letter_in_every_language() {
    let stage = Stage::new().await;
    let (desk, agent) = (&stage.desk, agent());
    let (system, incident) = (system(), incident(&stage));
    let lost = |recovery: Recovery| Ticket {
        subject: "All orders of yesterday are gone".into(),
        recovery: Some(recovery),
        ..ticket(&stage)
    };
    let (before, short) = (
        received_at() + TimeDelta::days(1),
        Recovery {
            restore_point: received_at() - TimeDelta::minutes(61),
            volume_mb: 480,
            ..recovery()
        },
    );
    for lang in [Lang::En, Lang::Vi] {
        let (lan, hoa) = (to("Lan Tran", lang), to("Hoa Nguyen", lang));
        let linh = Recipient {
            lang,
            ..Recipient::from(&agent)
        };
        let person = person("hoa", "Hoa Nguyen", lang);
        let words = ("Who knows this address?", "Nobody of us.\nWe asked all.");
        let proposed = lost(recovery());
        let written = [
            (
                "incident_asked",
                letters::incident_asked(desk, &hoa, &incident, &system, &agent, words.0),
            ),
            (
                "incident_answered",
                letters::incident_answered(desk, &linh, &incident, &system, &person, words),
            ),
            (
                "incident_reported",
                letters::incident_reported(desk, &lan, &incident, &system, None),
            ),
            (
                "incident_reported.again",
                letters::incident_reported(desk, &lan, &incident, &system, Some(before)),
            ),
            (
                "recovery_proposed",
                letters::recovery_proposed(desk, &hoa, &proposed, &system, &recovery(), true),
            ),
            (
                "recovery_proposed.reporter",
                letters::recovery_proposed(desk, &lan, &proposed, &system, &short, false),
            ),
            (
                "recovery_approved",
                letters::recovery_decided(desk, &linh, &proposed, &system, &decided(true)),
            ),
            (
                "recovery_refused",
                letters::recovery_decided(desk, &linh, &proposed, &system, &decided(false)),
            ),
            (
                "recovery_done",
                letters::recovery_result(desk, &hoa, &lost(done(true)), &system),
            ),
            (
                "recovery_failed",
                letters::recovery_result(desk, &hoa, &lost(done(false)), &system),
            ),
        ];
        for (name, letter) in written {
            let shown = shown(&letter);
            assert!(!shown.contains("mail.") && !shown.contains('{'), "{shown}");
            assert!(
                letter.thread.is_some(),
                "an answer to it belongs to the ticket"
            );
            insta::assert_snapshot!(format!("{name}.{}", lang.tag()), shown);
        }
    }
}
