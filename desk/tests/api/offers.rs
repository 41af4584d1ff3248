//! `.../offer`: work outside of the policy (3.2c).

use axum::http::StatusCode;
use chrono::{SecondsFormat, TimeDelta};
use deskside_protocol::api::{AgentTicketView, AnswerOffer, NewOffer, TicketView};
use deskside_protocol::ids::TicketId;
use deskside_protocol::policy::{Because, Cause, Cover};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{ClockKind, Happened, Money, Stop, TicketState};

use crate::support::{Agent, Caller as _, Seat, Stage, message};

fn new_offer(stage: &Stage, price: &str) -> NewOffer {
    NewOffer {
        text: "A report of sales by province".into(),
        price: Money {
            amount: price.into(),
            currency: "VND".into(),
        },
        ready_at: stage.desk.world.now() + TimeDelta::days(14),
    }
}

async fn offers(agent: &Agent, id: &TicketId, price: &str) -> AgentTicketView {
    let offer = new_offer(agent.stage(), price);
    agent
        .post(&format!("/api/agent/tickets/{id}/offer"), &offer)
        .await
        .json(StatusCode::CREATED)
}

fn answer(agreed: bool, words: &str) -> AnswerOffer {
    AnswerOffer {
        agreed,
        words: words.into(),
    }
}

async fn answers(approver: &Seat, id: &TicketId, agreed: bool) -> TicketView {
    approver
        .post(&format!("/api/tickets/{id}/offer"), &answer(agreed, ""))
        .await
        .json(StatusCode::OK)
}

#[tokio::test]
async fn clause_3_2c_an_offer_says_what_for_how_much_and_by_when() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("Please make us a report").await.summary.id;
    let path = format!("/api/agent/tickets/{id}/offer");
    let offer = new_offer(&stage, "4000000");
    let view: AgentTicketView = linh
        .post_once(&path, "key", &offer)
        .await
        .json(StatusCode::CREATED);
    linh.post_once(&path, "key", &offer)
        .await
        .expect(StatusCode::OK);
    let view = view.ticket;
    assert!(matches!(view.summary.state, TicketState::Agreement { .. }));
    let made = view.offer.unwrap();
    assert_eq!((made.price, made.ready_at), (offer.price, offer.ready_at));
    assert_eq!(made.answer, None);
    assert!(view.verdict.ruled && view.verdict.cover == Cover::Excluded);
    assert_eq!(view.verdict.clause, "3.2c");
    let because = &view.verdict.because[0];
    assert!(
        matches!(because, Because::AgentRuled { cause, .. } if *cause == Some(Cause::OutOfScope))
    );
    let stop = |kind| view.summary.clock(kind).unwrap().stop;
    assert_eq!(stop(ClockKind::Notice), Some(Stop::Kept));
    assert_eq!(stop(ClockKind::Solution), Some(Stop::Moot));
    let mails = stage.mails().await;
    let told: Vec<&str> = mails[1..].iter().map(|mail| mail.0.as_str()).collect();
    assert_eq!(told, ["lan@minhlong.example", "hoa@minhlong.example"]);
    // While it waits, nothing else goes on.
    linh.takes(&id, "resolve").await.refused(Code::WrongState);
}

#[tokio::test]
async fn an_offer_needs_words_a_price_and_a_moment_that_lies_ahead() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("A wish").await.summary.id;
    let path = format!("/api/agent/tickets/{id}/offer");
    let good = new_offer(&stage, "4000000");
    let past = NewOffer {
        ready_at: stage.desk.world.now(),
        ..good.clone()
    };
    for bad in [past, new_offer(&stage, "-1"), new_offer(&stage, "cheap")] {
        linh.post(&path, &bad).await.refused(Code::FieldInvalid);
    }
    let silent = NewOffer {
        text: "\n".into(),
        ..good.clone()
    };
    linh.post(&path, &silent).await.refused(Code::FieldEmpty);
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);
    linh.post(&path, &good).await.refused(Code::WrongState);
}

#[tokio::test]
async fn clause_3_2c_agreed_work_goes_on_without_the_clocks_of_errors() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, hoa) = (host.reporter("lan").await, host.approver("hoa").await);
    let linh = stage.agent("linh").await;
    let id = lan.files("A wish").await.summary.id;
    offers(&linh, &id, "4000000").await;
    let path = format!("/api/tickets/{id}/offer");
    let before = stage.mails().await.len();
    let view: TicketView = hoa
        .post(&path, &answer(true, "Please begin"))
        .await
        .json(StatusCode::OK);
    assert_eq!(view.summary.state, TicketState::Open);
    assert!(view.summary.clocks.iter().all(|clock| !clock.runs()));
    let said = view.offer.unwrap().answer.unwrap();
    assert!(said.agreed && said.by == "Hoa" && said.words == "Please begin");
    let last = view.timeline.last().unwrap();
    assert_eq!(
        (last.what, last.actor.as_str()),
        (Happened::OfferAgreed, "person:Hoa")
    );
    let mails = stage.mails().await;
    let told: Vec<&str> = mails[before..].iter().map(|mail| mail.0.as_str()).collect();
    let expected = [
        "linh@desk.example",
        "hoa@minhlong.example",
        "lan@minhlong.example",
    ];
    assert_eq!(told, expected);
    hoa.post(&path, &answer(false, ""))
        .await
        .refused(Code::WrongState);
    // Taken up again, an answer is due as for every request, and nothing of 3.1b and 3.1c.
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);
    stage.pass(TimeDelta::minutes(1)).await;
    lan.post(
        &format!("/api/tickets/{id}/messages"),
        &message("Not quite"),
    )
    .await
    .expect(StatusCode::CREATED);
    let view = linh.sees(&id).await.ticket;
    let running: Vec<ClockKind> = view
        .summary
        .clocks
        .iter()
        .filter(|clock| clock.runs())
        .map(|clock| clock.kind)
        .collect();
    assert_eq!(running, [ClockKind::Answer]);
}

#[tokio::test]
async fn clause_3_2c_what_is_not_agreed_on_is_declined_by_the_clause() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, hoa) = (host.reporter("lan").await, host.approver("hoa").await);
    let linh = stage.agent("linh").await;
    let id = lan.files("A wish").await.summary.id;
    offers(&linh, &id, "4000000").await;
    let view = answers(&hoa, &id, false).await;
    let TicketState::Declined { clause, why, .. } = &view.summary.state else {
        panic!("{:?}", view.summary.state);
    };
    assert_eq!(clause, "3.2c");
    assert!(why.contains("not agreed on"), "{why}");
    assert_eq!(view.timeline.last().unwrap().what, Happened::OfferRefused);
    // It can be offered again, for less.
    offers(&linh, &id, "3000000").await;
    let view = answers(&hoa, &id, true).await;
    assert_eq!(view.summary.state, TicketState::Open);
    assert_eq!(view.offer.unwrap().price.amount, "3000000");
}

#[tokio::test]
async fn nobody_agrees_to_a_price_that_was_changed_meanwhile() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let hoa = host.approver("hoa").await;
    let linh = stage.agent("linh").await;
    let id = hoa.files("A wish").await.summary.id;
    let cheap = offers(&linh, &id, "4000000").await.ticket.offer.unwrap();
    stage.pass(TimeDelta::minutes(1)).await;
    let dear = offers(&linh, &id, "9000000").await.ticket.offer.unwrap();
    let path = |seen: chrono::DateTime<chrono::Utc>| {
        let seen = seen.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        format!("/api/tickets/{id}/offer?seen={seen}")
    };
    hoa.post(&path(cheap.at), &answer(true, ""))
        .await
        .refused(Code::WrongState);
    let view = linh.sees(&id).await.ticket;
    assert!(matches!(view.summary.state, TicketState::Agreement { .. }));
    hoa.post(&path(dear.at), &answer(true, ""))
        .await
        .expect(StatusCode::OK);
}

#[tokio::test]
async fn attack_offering_and_agreeing_by_those_who_may_not() {
    let stage = Stage::new().await;
    let (one, two) = (
        stage.system("Minh Long").await,
        stage.system("Sao Viet").await,
    );
    let (lan, hoa) = (one.reporter("lan").await, one.approver("hoa").await);
    let linh = stage.agent("linh").await;
    let id = lan.files("A wish").await.summary.id;
    let offer = new_offer(&stage, "1");
    for seat in [&lan, &hoa] {
        seat.post(&format!("/api/agent/tickets/{id}/offer"), &offer)
            .await
            .refused(Code::Forbidden);
    }
    let path = format!("/api/tickets/{id}/offer");
    let yes = answer(true, "");
    hoa.post(&path, &yes).await.refused(Code::WrongState);
    offers(&linh, &id, "4000000").await;
    linh.post(&path, &yes).await.refused(Code::Unauthenticated);
    lan.post(&path, &yes).await.refused(Code::NotAnApprover);
    let intruder = two.approver("hoa").await;
    intruder.post(&path, &yes).await.refused(Code::NotFound);
    let view = linh.sees(&id).await.ticket;
    assert_eq!(view.offer.unwrap().answer, None);
}
