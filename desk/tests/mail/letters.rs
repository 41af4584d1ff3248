//! Every letter in every language, as people get it. Changing a word shows here.

use chrono::TimeDelta;
use deskside_desk::access::Grant;
use deskside_desk::mail::{Letter, Recipient, letters};
use deskside_desk::policy::{Known, reckoning};
use deskside_desk::rotation::Rotation;
use deskside_desk::system::{PairedHost, System};
use deskside_desk::ticket::Ticket;
use deskside_protocol::DateTime;
use deskside_protocol::access::{Approval, EndReason, GrantState, Jwk, ScopeOffer};
use deskside_protocol::context::Context;
use deskside_protocol::host::HostContext;
use deskside_protocol::identity::{AgentCard, Lang, Person, Text};
use deskside_protocol::ids::{AgentId, GrantId, RotationId, SystemId, TicketId};
use deskside_protocol::policy::Channel;
use deskside_protocol::policy::Impact;
use deskside_protocol::rotation::{RotationState, Why};
use deskside_protocol::ticket::{Clock, ClockKind, TicketState};

use crate::support::Stage;

fn received_at() -> DateTime {
    "2026-11-22T07:05:00Z".parse().unwrap()
}

pub(super) fn person(login: &str, name: &str, lang: Lang) -> Person {
    Person {
        id: login.into(),
        login: login.into(),
        name: name.into(),
        email: format!("{login}@minhlong.example"),
        lang,
    }
}

pub(super) fn agent() -> AgentCard {
    AgentCard {
        id: AgentId("agt_1".into()),
        name: "Linh Do".into(),
        email: "linh@desk.example".into(),
    }
}

pub(super) fn system() -> System {
    System {
        id: SystemId("sys_1".into()),
        name: "Minh Long Ceramics".into(),
        time_zone: "Asia/Ho_Chi_Minh".into(),
        host: Some(PairedHost {
            key: key(),
            url: "https://erp.minhlong.example".into(),
            prefix: "/deskside".into(),
        }),
        scopes: vec![],
        approvers: vec![],
        policy: None,
        plan: None,
        installation: None,
    }
}

fn key() -> Jwk {
    Jwk {
        kty: "EC".into(),
        crv: "P-256".into(),
        x: String::new(),
        y: String::new(),
    }
}

pub(super) fn ticket(stage: &Stage) -> Ticket {
    let rules = &stage.desk.rules;
    let context = Context {
        system: Some(HostContext {
            activated_on: Some("2026-10-01".parse().unwrap()),
            password_path: Some("/profile".into()),
            ..HostContext::default()
        }),
        ..Context::default()
    };
    let policy = rules.current();
    Ticket {
        system: SystemId("sys_1".into()),
        id: TicketId("tkt_1".into()),
        reference: "T-1042".into(),
        subject: "Confirming quotation S00042 fails".into(),
        description: "Confirming quotation S00042 fails".into(),
        impact: Impact::Blocked,
        reporter: person("lan", "Lan Tran", Lang::Vi),
        lang: Lang::Vi,
        verdict: rules.judge(
            policy,
            Known {
                impact: Impact::Blocked,
                incident: None,
                context: &context,
                installation: None,
                maintenance_until: None,
                today: "2026-11-22".parse().unwrap(),
            },
        ),
        context,
        channel: Channel::Widget,
        policy: policy.id.clone(),
        booked: None,
        clocks: vec![Clock::start(
            ClockKind::Answer,
            received_at(),
            policy.answer_due(Impact::Blocked.severity(), received_at(), reckoning(&[])),
        )],
        assignee: None,
        way: None,
        plan: None,
        offer: None,
        investigation: None,
        recovery: None,
        state: TicketState::Open,
        received_at: received_at(),
        updated_at: received_at(),
    }
}

fn grant() -> Grant {
    let scope = |id: &str, en: &str, vi: &str| ScopeOffer {
        id: id.into(),
        label: Text {
            en: en.into(),
            vi: vi.into(),
        },
        effective: vec![],
    };
    Grant {
        system: SystemId("sys_1".into()),
        id: GrantId("gnt_1".into()),
        ticket: TicketId("tkt_1".into()),
        reference: "T-1042".into(),
        reporter: "lan".into(),
        agent: agent(),
        agent_key: key(),
        reason: "To see the quotation that fails".into(),
        scopes: vec![
            scope("sales.read", "Sales, to look at", "Bán hàng, chỉ xem"),
            scope("stock.read", "Stock, to look at", "Kho, chỉ xem"),
        ],
        minutes: 120,
        asked_at: received_at(),
        request: String::new(),
        state: GrantState::requested(received_at()),
    }
}

fn approved() -> Grant {
    let approval = Approval {
        grant: GrantId("gnt_1".into()),
        ticket: TicketId("tkt_1".into()),
        agent: agent().id,
        agent_key: String::new(),
        scopes: vec!["sales.read".into()],
        effective: vec![],
        from: received_at(),
        until: received_at() + TimeDelta::hours(1),
        by: person("hoa", "Hoa Nguyen", Lang::En),
        account: "support-1".into(),
        enter_url: String::new(),
    };
    let state = grant().state.approve(approval).unwrap();
    Grant { state, ..grant() }
}

fn rotation() -> Rotation {
    Rotation {
        system: SystemId("sys_1".into()),
        id: RotationId("rot_1".into()),
        ticket: TicketId("tkt_1".into()),
        reference: "T-1042".into(),
        reporter: "lan".into(),
        login: "tuan".into(),
        person: None,
        subject_told: true,
        shared_at: received_at(),
        why: Why::Declared,
        due_from: Some(received_at()),
        reminded: 0,
        remind_at: None,
        state: RotationState::Open,
    }
}

pub(super) fn to(name: &str, lang: Lang) -> Recipient {
    Recipient {
        name: name.into(),
        email: "somebody@minhlong.example".into(),
        lang,
        agent: false,
    }
}

pub(super) fn shown(letter: &Letter) -> String {
    format!("Subject: {}\n\n{}", letter.subject, letter.text().unwrap())
}

#[tokio::test]
async fn every_letter_in_every_language() {
    let stage = Stage::new().await;
    let (desk, texts) = (&stage.desk, &stage.desk.texts);
    let policy = desk.rules.current();
    let (system, ticket) = (system(), ticket(&stage));
    let declined = Ticket {
        state: TicketState::Declined {
            at: received_at(),
            clause: "1.1b".into(),
            why: "The module “fast_quote” changes this screen.\nPlease ask its maker.".into(),
        },
        ..ticket.clone()
    };
    let words = "Since when does it fail?\nIs it this quotation only?";
    for lang in [Lang::En, Lang::Vi] {
        let lan = to("Lan Tran", lang);
        let hoa = to("Hoa Nguyen", lang);
        let linh = Recipient {
            lang,
            ..Recipient::from(&agent())
        };
        let tuan = to("Tuan Le", lang);
        let agent = agent();
        let written = [
            (
                "received",
                letters::received(texts, &lan, &ticket, &system, policy),
            ),
            (
                "answered",
                letters::answered(texts, &lan, &ticket, &system, &agent, words, true),
            ),
            (
                "declined",
                letters::declined(texts, &lan, &declined, &system, &agent, policy),
            ),
            (
                "resolved",
                letters::resolved(texts, &lan, &ticket, &system, &agent),
            ),
            ("closed", letters::closed(texts, &lan, &ticket, &system)),
            (
                "access_asked",
                letters::access_asked(texts, &hoa, &grant(), &system),
            ),
            (
                "access_approved",
                letters::access_approved(texts, &hoa, &approved(), &system),
            ),
            (
                "access_ended",
                letters::access_ended(texts, &hoa, &approved(), &system, EndReason::TicketClosed),
            ),
            (
                "access_approved.agent",
                letters::access_approved(texts, &linh, &approved(), &system),
            ),
            (
                "rotation",
                letters::rotation(desk, &tuan, &rotation(), &ticket, &system, true),
            ),
            (
                "rotation_unknown",
                letters::rotation(desk, &hoa, &rotation(), &ticket, &system, false),
            ),
        ];
        for (name, letter) in written {
            let shown = shown(&letter);
            assert!(!shown.contains("mail.") && !shown.contains('{'), "{shown}");
            insta::assert_snapshot!(format!("{name}.{}", lang.tag()), shown);
        }
    }
}

#[tokio::test]
async fn a_letter_as_html() {
    let stage = Stage::new().await;
    let (system, ticket) = (system(), ticket(&stage));
    let policy = stage.desk.rules.current();
    let lan = to("Lan <b>Tran</b>", Lang::Vi);
    let letter = letters::received(&stage.desk.texts, &lan, &ticket, &system, policy);
    insta::assert_snapshot!(letter.html().unwrap());
}
