//! `/api/agent/agents` and `/api/agent/tickets/{id}/assignee`.

use axum::http::StatusCode;
use deskside_protocol::api::{AgentTicketView, Assign};
use deskside_protocol::identity::AgentCard;
use deskside_protocol::ids::AgentId;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{ClockKind, Happened};

use crate::support::{Anonymous, Caller as _, Stage};

#[tokio::test]
async fn staff_is_known_to_staff_only() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let (linh, _binh) = (stage.agent("linh").await, stage.lead("binh").await);
    let staff: Vec<AgentCard> = linh.get("/api/agent/agents").await.json(StatusCode::OK);
    let names: Vec<_> = staff.iter().map(|card| card.name.as_str()).collect();
    assert_eq!(names, ["binh", "linh"]);
    for reply in [
        lan.get("/api/agent/agents").await,
        Anonymous(&stage).get("/api/agent/agents").await,
    ] {
        reply.refused(Code::Unauthenticated);
        assert!(!reply.text().contains("desk.example"));
    }
}

#[tokio::test]
async fn a_ticket_is_given_to_somebody_who_is_written_to_and_back_to_all() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let (linh, anh) = (stage.agent("linh").await, stage.agent("anh").await);
    let staff: Vec<AgentCard> = linh.get("/api/agent/agents").await.json(StatusCode::OK);
    let id = lan.files("It fails").await.summary.id;
    let path = format!("/api/agent/tickets/{id}/assignee");
    let to = |name: &str| Assign {
        agent: staff
            .iter()
            .find(|card| card.name == name)
            .map(|card| card.id.clone()),
    };
    let given: AgentTicketView = linh.post(&path, &to("anh")).await.json(StatusCode::OK);
    let assignee = given.ticket.summary.assignee.unwrap();
    assert_eq!(assignee.name, "anh");
    let mails = stage.mails().await;
    assert_eq!(mails.len(), 2);
    assert!(
        mails[1].0 == "anh@desk.example" && mails[1].1.contains("Yours now"),
        "{mails:?}"
    );
    // The same again changes nothing; taking it oneself writes to nobody; neither stops a clock.
    linh.post(&path, &to("anh")).await.expect(StatusCode::OK);
    linh.post(&path, &to("linh")).await.expect(StatusCode::OK);
    let free: AgentTicketView = anh.post(&path, &to("nobody")).await.json(StatusCode::OK);
    assert_eq!(free.ticket.summary.assignee, None);
    assert_eq!(stage.mails().await.len(), 2);
    assert!(free.ticket.summary.clock(ClockKind::Answer).unwrap().runs());
    let lines: Vec<_> = free
        .ticket
        .timeline
        .iter()
        .map(|moment| {
            let agent = moment.detail.get("agent").map_or("", String::as_str);
            (moment.what, moment.actor.as_str(), agent)
        })
        .collect();
    assert_eq!(
        lines[1..],
        [
            (Happened::Assigned, "agent:linh", "anh"),
            (Happened::Assigned, "agent:linh", "linh"),
            (Happened::Unassigned, "agent:anh", ""),
        ]
    );
}

#[tokio::test]
async fn nobody_else_gives_tickets_away_and_nobody_unknown_gets_one() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let linh = stage.agent("linh").await;
    let id = lan.files("It fails").await.summary.id;
    let path = format!("/api/agent/tickets/{id}/assignee");
    let unknown = Assign {
        agent: Some(AgentId("agt_none".into())),
    };
    linh.post(&path, &unknown).await.refused(Code::FieldInvalid);
    lan.post(&path, &unknown)
        .await
        .expect(StatusCode::FORBIDDEN);
    let elsewhere = "/api/agent/tickets/tkt_none/assignee";
    linh.post(elsewhere, &Assign { agent: None })
        .await
        .refused(Code::NotFound);
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);
    linh.takes(&id, "close").await.expect(StatusCode::OK);
    linh.post(&path, &Assign { agent: None })
        .await
        .refused(Code::WrongState);
    let assignee = linh.sees(&id).await.ticket.summary.assignee.unwrap();
    assert_eq!(assignee.name, "linh", "who acted first took it on");
}
