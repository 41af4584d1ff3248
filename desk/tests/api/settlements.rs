//! `.../settlement`: how a third party's work is settled (3.1b).

use axum::http::StatusCode;
use deskside_protocol::api::{AgentTicketView, NewSettlement, SettlementStep, TicketView};
use deskside_protocol::ids::{AttachmentId, TicketId};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Choice, Happened, Money, SettlementState};

use super::attachments::file_of;
use super::plans::{chooses, plans};
use crate::support::{Agent, Caller as _, Host, Reply, Seat, Stage};

struct Cast {
    stage: Stage,
    host: Host,
    lan: Seat,
    hoa: Seat,
    linh: Agent,
    id: TicketId,
}

/// A ticket on which the customer chose a third party.
async fn cast() -> Cast {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, hoa) = (host.reporter("lan").await, host.approver("hoa").await);
    let linh = stage.agent("linh").await;
    let id = lan.files("It fails").await.summary.id;
    plans(&linh, &id, "We release 17.2").await;
    chooses(&hoa, &id, Choice::ThirdParty).await;
    Cast {
        stage,
        host,
        lan,
        hoa,
        linh,
        id,
    }
}

fn papers(amount: &str, documents: &[AttachmentId]) -> NewSettlement {
    NewSettlement {
        amount: Money {
            amount: amount.into(),
            currency: "VND".into(),
        },
        words: "Sao Viet mended the report".into(),
        documents: documents.to_vec(),
    }
}

fn back(why: &str) -> SettlementStep {
    SettlementStep::Return { why: why.into() }
}

fn paid(reference: &str) -> SettlementStep {
    SettlementStep::Settle {
        reference: reference.into(),
    }
}

impl Cast {
    async fn sends(&self, who: &Seat, new: &NewSettlement) -> Reply {
        let path = format!("/api/tickets/{}/settlement", self.id);
        who.post(&path, new).await
    }

    async fn says(&self, step: &SettlementStep) -> Reply {
        let path = format!("/api/agent/tickets/{}/settlement", self.id);
        self.linh.post(&path, step).await
    }

    async fn state(&self) -> &'static str {
        let plan = self.linh.sees(&self.id).await.ticket.plan;
        plan.unwrap().settlement.unwrap().state.as_str()
    }
}

#[tokio::test]
async fn clause_3_1b_papers_are_checked_returned_accepted_and_paid() {
    let cast = cast().await;
    let (hoa, lan) = (&cast.hoa, &cast.lan);
    let invoice = file_of(hoa, 1, "invoice.pdf").await;
    let before = cast.stage.mails().await.len();
    let view: TicketView = cast
        .sends(hoa, &papers("12500000", std::slice::from_ref(&invoice.id)))
        .await
        .json(StatusCode::CREATED);
    assert!(view.attachments.is_empty(), "papers go with the plan");
    let settlement = view.plan.unwrap().settlement.unwrap();
    assert_eq!(settlement.documents, vec![invoice.clone()]);
    assert!(matches!(
        settlement.state,
        SettlementState::Submitted { .. }
    ));
    // Kept, and to be had by both sides.
    for path in [
        format!("/api/attachments/{}", invoice.id),
        format!("/api/agent/attachments/{}", invoice.id),
    ] {
        let reply = if path.contains("agent") {
            cast.linh.get(&path).await
        } else {
            lan.get(&path).await
        };
        assert_eq!(reply.expect(StatusCode::OK).body, b"invoice.pdf");
    }
    cast.says(&back("The invoice names no tax number"))
        .await
        .expect(StatusCode::OK);
    assert_eq!(cast.state().await, "returned");
    let better = file_of(hoa, 2, "better.pdf").await;
    let view: TicketView = cast
        .sends(hoa, &papers("12000000", std::slice::from_ref(&better.id)))
        .await
        .json(StatusCode::CREATED);
    let settlement = view.plan.unwrap().settlement.unwrap();
    assert_eq!(settlement.documents, vec![invoice, better], "none is lost");
    assert_eq!(settlement.amount.unwrap().amount, "12000000");
    // It goes on after the ticket is over.
    for step in ["resolve", "close"] {
        let reply = cast.linh.takes(&cast.id, step).await;
        reply.expect(StatusCode::OK);
    }
    cast.says(&SettlementStep::Accept)
        .await
        .expect(StatusCode::OK);
    let view: AgentTicketView = cast.says(&paid("UNC-7")).await.json(StatusCode::OK);
    let steps: Vec<Happened> = view
        .ticket
        .timeline
        .iter()
        .map(|moment| moment.what)
        .filter(|what| what.as_str().starts_with("settlement"))
        .collect();
    let expected = vec![
        Happened::SettlementSubmitted,
        Happened::SettlementReturned,
        Happened::SettlementSubmitted,
        Happened::SettlementAccepted,
        Happened::SettlementSettled,
    ];
    assert_eq!(steps, expected);
    let mails = cast.stage.mails().await;
    let told: Vec<&str> = mails[before..].iter().map(|mail| mail.0.as_str()).collect();
    let expected = [
        "linh@desk.example",
        "hoa@minhlong.example",
        "hoa@minhlong.example",
        "linh@desk.example",
        "hoa@minhlong.example",
        "lan@minhlong.example",
        "lan@minhlong.example",
        "hoa@minhlong.example",
        "hoa@minhlong.example",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn clause_3_1b_every_step_out_of_turn_is_refused() {
    let cast = cast().await;
    let hoa = &cast.hoa;
    let all = [back("No"), SettlementStep::Accept, paid("UNC-7")];
    for step in &all {
        cast.says(step).await.refused(Code::WrongState);
    }
    let file = file_of(hoa, 1, "a.pdf").await;
    let new = papers("5", std::slice::from_ref(&file.id));
    cast.sends(hoa, &new).await.expect(StatusCode::CREATED);
    let file = file_of(hoa, 2, "b.pdf").await;
    let more = papers("5", std::slice::from_ref(&file.id));
    cast.sends(hoa, &more).await.refused(Code::WrongState);
    cast.says(&paid("UNC-7")).await.refused(Code::WrongState);
    cast.says(&back(" ")).await.refused(Code::FieldEmpty);
    cast.says(&back("No")).await.expect(StatusCode::OK);
    for step in &all {
        cast.says(step).await.refused(Code::WrongState);
    }
    cast.sends(hoa, &more).await.expect(StatusCode::CREATED);
    cast.says(&SettlementStep::Accept)
        .await
        .expect(StatusCode::OK);
    for step in &all[..2] {
        cast.says(step).await.refused(Code::WrongState);
    }
    cast.says(&paid("")).await.refused(Code::FieldEmpty);
    cast.says(&paid("UNC-7")).await.expect(StatusCode::OK);
    for step in &all {
        cast.says(step).await.refused(Code::WrongState);
    }
    let file = file_of(hoa, 3, "c.pdf").await;
    let late = papers("5", std::slice::from_ref(&file.id));
    cast.sends(hoa, &late).await.refused(Code::WrongState);
    assert_eq!(cast.state().await, "settled");
}

#[tokio::test]
async fn papers_need_a_sum_words_and_a_document_and_are_sent_once() {
    let cast = cast().await;
    let hoa = &cast.hoa;
    let file = file_of(hoa, 1, "a.pdf").await;
    let ids = std::slice::from_ref(&file.id);
    for amount in ["0", "0.00", "-5", "5.123", "", "many"] {
        let reply = cast.sends(hoa, &papers(amount, ids)).await;
        reply.refused(Code::FieldInvalid);
    }
    let reply = cast.sends(hoa, &papers("5", &[])).await;
    reply.refused(Code::FieldEmpty);
    let silent = NewSettlement {
        words: " ".into(),
        ..papers("5", ids)
    };
    cast.sends(hoa, &silent).await.refused(Code::FieldEmpty);
    assert_eq!(cast.state().await, "awaiting_documents");
    let path = format!("/api/tickets/{}/settlement", cast.id);
    let new = papers("5", ids);
    for status in [StatusCode::CREATED, StatusCode::OK] {
        let reply = hoa.post_once(&path, "key", &new).await;
        reply.expect(status);
    }
    hoa.post_once(&path, "key", &papers("6", ids))
        .await
        .refused(Code::IdempotencyConflict);
}

#[tokio::test]
async fn attack_settling_by_those_who_may_not() {
    let cast = cast().await;
    let other = cast.stage.system("Sao Viet").await;
    let (hoa, lan) = (&cast.hoa, &cast.lan);
    let mine = file_of(lan, 1, "a.pdf").await;
    let new = papers("5", std::slice::from_ref(&mine.id));
    cast.sends(lan, &new).await.refused(Code::NotAnApprover);
    // An approver cannot take a colleague's file along, nor one of another system.
    cast.sends(hoa, &new).await.refused(Code::FieldInvalid);
    let intruder = other.approver("hoa").await;
    let foreign = file_of(&intruder, 1, "a.pdf").await;
    let new = papers("5", std::slice::from_ref(&foreign.id));
    cast.sends(hoa, &new).await.refused(Code::FieldInvalid);
    cast.sends(&intruder, &new).await.refused(Code::NotFound);
    assert_eq!(cast.state().await, "awaiting_documents");
    // Nobody but agents says that papers are in order.
    let path = format!("/api/agent/tickets/{}/settlement", cast.id);
    for seat in [lan, hoa] {
        let reply = seat.post(&path, &SettlementStep::Accept).await;
        reply.refused(Code::Forbidden);
    }
    let plain = cast.host.reporter("minh").await;
    let reply = plain.get(&format!("/api/tickets/{}", cast.id)).await;
    reply.refused(Code::NotFound);
}

#[tokio::test]
async fn no_papers_are_taken_where_the_plan_is_followed() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let hoa = host.approver("hoa").await;
    let linh = stage.agent("linh").await;
    let id = hoa.files("It fails").await.summary.id;
    let file = file_of(&hoa, 1, "a.pdf").await;
    let path = format!("/api/tickets/{id}/settlement");
    let new = papers("5", std::slice::from_ref(&file.id));
    hoa.post(&path, &new).await.refused(Code::WrongState);
    plans(&linh, &id, "We release 17.2").await;
    hoa.post(&path, &new).await.refused(Code::WrongState);
    chooses(&hoa, &id, Choice::Follow).await;
    hoa.post(&path, &new).await.refused(Code::WrongState);
}
