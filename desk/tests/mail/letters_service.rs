//! Letters about what is promised to a system as a whole, in every language.

use deskside_desk::mail::{Letter, Recipient, Topic, letters};
use deskside_desk::system::{PairedHost, System};
use deskside_protocol::access::Jwk;
use deskside_protocol::api::AgentMaintenance;
use deskside_protocol::host::Installation;
use deskside_protocol::identity::{AgentCard, Lang, Text};
use deskside_protocol::ids::{AgentId, MaintenanceId, SystemId};
use deskside_protocol::policy::{
    MaintenanceState, MaintenanceView, Policy, Span, TermKind, TermView,
};

use crate::support::Stage;

fn system() -> System {
    System {
        id: SystemId("sys_1".into()),
        name: "Minh Long Ceramics".into(),
        time_zone: "Asia/Ho_Chi_Minh".into(),
        host: Some(PairedHost {
            key: Jwk {
                kty: "EC".into(),
                crv: "P-256".into(),
                x: String::new(),
                y: String::new(),
            },
            url: "https://erp.minhlong.example".into(),
            prefix: "/deskside".into(),
        }),
        scopes: vec![],
        approvers: vec![],
        policy: None,
        plan: None,
        installation: Some(Installation {
            product: "Kho ERP".into(),
            version: "4.2".into(),
            ..Installation::default()
        }),
    }
}

fn planned(short_notice: bool) -> AgentMaintenance {
    AgentMaintenance {
        system: system().card(),
        window: MaintenanceView {
            id: MaintenanceId("mnt_1".into()),
            span: Span {
                from: "2026-11-24T15:00:00Z".parse().unwrap(),
                until: "2026-11-24T17:30:00Z".parse().unwrap(),
            },
            text: Text {
                en: "Upgrade to Kho ERP 4.3".into(),
                vi: "Nâng cấp lên Kho ERP 4.3".into(),
            },
            state: MaintenanceState::Planned,
            told_at: None,
        },
        short_notice,
    }
}

fn term(policy: &Policy, kind: TermKind, today: &str) -> TermView {
    let (activated, released) = ("2026-10-01".parse().unwrap(), "2024-02-29".parse().unwrap());
    let terms = policy.terms(Some(activated), Some(released), today.parse().unwrap());
    terms.into_iter().find(|term| term.kind == kind).unwrap()
}

fn shown(letter: &Letter) -> String {
    format!("Subject: {}\n\n{}", letter.subject, letter.text().unwrap())
}

#[tokio::test]
async fn every_letter_about_the_service_in_every_language() {
    let stage = Stage::new().await;
    let texts = &stage.desk.texts;
    let (system, policy) = (system(), stage.desk.rules.current());
    for lang in [Lang::En, Lang::Vi] {
        let hoa = Recipient {
            name: "Hoa Nguyen".into(),
            email: "hoa@minhlong.example".into(),
            lang,
            agent: false,
        };
        let khoa = Recipient {
            lang,
            ..Recipient::from(&AgentCard {
                id: AgentId("agt_2".into()),
                name: "Khoa Bui".into(),
                email: "khoa@desk.example".into(),
            })
        };
        let ending = |kind, today| {
            let term = term(policy, kind, today);
            letters::term_ending(texts, &hoa, &term, &system, policy)
        };
        let (usual, short) = (planned(false), planned(true));
        let down = Span {
            from: "2026-11-22T07:05:00Z".parse().unwrap(),
            until: "2026-11-22T07:06:00Z".parse().unwrap(),
        };
        let about = Some(Topic::Maintenance);
        let written = [
            (
                "maintenance_planned",
                about,
                letters::maintenance_planned(texts, &hoa, &usual, &system, policy),
            ),
            (
                "maintenance_planned.short",
                about,
                letters::maintenance_planned(texts, &hoa, &short, &system, policy),
            ),
            (
                "maintenance_reminder",
                about,
                letters::maintenance_reminder(texts, &hoa, &usual, &system, policy),
            ),
            (
                "maintenance_cancelled",
                about,
                letters::maintenance_cancelled(texts, &hoa, &usual, &system, policy),
            ),
            (
                "term_warranty",
                Some(Topic::Terms),
                ending(TermKind::Warranty, "2026-11-30"),
            ),
            (
                "term_warranty.today",
                Some(Topic::Terms),
                ending(TermKind::Warranty, "2026-12-30"),
            ),
            (
                "term_lifecycle",
                Some(Topic::Terms),
                ending(TermKind::Lifecycle, "2027-02-27"),
            ),
            (
                "outage",
                None,
                letters::outage(texts, &khoa, down, &system, policy),
            ),
        ];
        for (name, topic, letter) in written {
            let shown = shown(&letter);
            let keys = shown
                .split_whitespace()
                .any(|word| word.starts_with("mail."));
            assert!(!keys && !shown.contains('{'), "{shown}");
            assert_eq!(letter.topic, topic, "{name}");
            insta::assert_snapshot!(format!("{name}.{}", lang.tag()), shown);
        }
    }
}
