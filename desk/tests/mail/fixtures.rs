//! What letters in these tests are about: one ticket, its grant, its rotation, and who reads.

use chrono::TimeDelta;
use deskside_desk::access::Grant;
use deskside_desk::mail::{Letter, Recipient};
use deskside_desk::policy::{Known, reckoning};
use deskside_desk::rotation::Rotation;
use deskside_desk::system::{PairedHost, System};
use deskside_desk::ticket::Ticket;
use deskside_protocol::DateTime;
use deskside_protocol::access::{Approval, GrantState, Jwk, ScopeOffer};
use deskside_protocol::context::Context;
use deskside_protocol::host::HostContext;
use deskside_protocol::identity::{AgentCard, Lang, Person, Text};
use deskside_protocol::ids::{AgentId, GrantId, RotationId, SystemId, TicketId};
use deskside_protocol::policy::Channel;
use deskside_protocol::policy::Impact;
use deskside_protocol::rotation::{RotationState, Why};
use deskside_protocol::ticket::{Clock, ClockKind, TicketState};

use crate::support::Stage;

pub(super) fn received_at() -> DateTime {
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

pub(super) fn key() -> Jwk {
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

pub(super) fn grant() -> Grant {
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

pub(super) fn approved() -> Grant {
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

pub(super) fn rotation() -> Rotation {
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

/// A letter as text, if every sentence of it exists and no blank was left.
pub(super) fn shown(letter: &Letter) -> String {
    let shown = format!("Subject: {}\n\n{}", letter.subject, letter.text().unwrap());
    assert!(!shown.contains("mail.") && !shown.contains('{'), "{shown}");
    shown
}
