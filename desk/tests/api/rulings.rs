//! `/api/agent/tickets/{id}/ruling`: clauses 1.1, 2.1 and 3.1c.

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::api::{AgentTicketView, Ruling, TicketView};
use deskside_protocol::ids::TicketId;
use deskside_protocol::policy::{Because, Cause, Cover};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{ClockKind, Happened, Side, Stop, TicketState};

use crate::support::{Caller as _, Seat, Stage, message};

fn path(id: &TicketId) -> String {
    format!("/api/agent/tickets/{id}/ruling")
}

fn ruling(cover: Cover, cause: Cause, clause: &str, why: &str) -> Ruling {
    Ruling {
        cover,
        cause,
        clause: clause.into(),
        why: why.into(),
    }
}

fn excluded(cause: Cause, clause: &str) -> Ruling {
    ruling(Cover::Excluded, cause, clause, "Because it is so")
}

async fn seen_by(seat: &Seat, id: &TicketId) -> TicketView {
    seat.get(&format!("/api/tickets/{id}"))
        .await
        .json(StatusCode::OK)
}

#[tokio::test]
async fn clause_1_1_a_ruling_fits_its_cause_or_is_refused() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    let refusals = [
        (
            ruling(Cover::Undecided, Cause::VendorError, "1.1a", "Who knows"),
            "cover",
        ),
        (excluded(Cause::VendorError, "1.1a"), "cause"),
        (
            ruling(Cover::Covered, Cause::WrongOperation, "1.1b", "It is"),
            "cause",
        ),
        (excluded(Cause::ThirdParty, "1.1b"), "clause"),
        (excluded(Cause::WrongOperation, "9.9z"), "clause"),
        (excluded(Cause::OutOfScope, "2.1"), "clause"),
    ];
    for (ruling, field) in refusals {
        let reply = linh.post(&path(&id), &ruling).await;
        reply.refused(Code::FieldInvalid);
        assert!(reply.text().contains(&format!("\"field\":\"{field}\"")));
    }
    let silent = ruling(Cover::Excluded, Cause::WrongOperation, "1.1b", " ");
    linh.post(&path(&id), &silent)
        .await
        .refused(Code::FieldEmpty);
    let view = linh.sees(&id).await.ticket;
    assert!(!view.verdict.ruled);
    assert_eq!(view.summary.state, TicketState::Open);
    assert_eq!(stage.mails().await.len(), 1, "nothing but the receipt");
}

#[tokio::test]
async fn clause_1_1_covered_is_told_with_reasons_and_makes_the_notice_moot() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    let why = "The error is ours; my password is hunter22";
    let covered = ruling(Cover::Covered, Cause::VendorError, "1.1a", why);
    let view: AgentTicketView = linh.post(&path(&id), &covered).await.json(StatusCode::OK);
    let clock = view.ticket.summary.clock(ClockKind::Notice).unwrap();
    assert_eq!(clock.stop, Some(Stop::Moot));
    let seen = seen_by(&lan, &id).await;
    assert_eq!(seen.summary.state, TicketState::Open);
    assert!(seen.verdict.ruled && seen.verdict.cover == Cover::Covered);
    let Because::AgentRuled { cause, why } = &seen.verdict.because[0] else {
        panic!("{:?}", seen.verdict);
    };
    assert_eq!(*cause, Some(Cause::VendorError));
    assert!(!why.contains("hunter22"));
    assert_eq!(seen.timeline.last().unwrap().what, Happened::Ruled);
    let mails = stage.mails().await;
    assert!(mails[1].0.starts_with("lan@") && mails[1].1.contains("Covered by the warranty"));
}

#[tokio::test]
async fn clause_3_1c_what_is_not_covered_is_explained_by_mail_with_its_clause() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    stage.pass(TimeDelta::hours(11)).await;
    let why = "A module of yours breaks it";
    let ruled = ruling(Cover::Excluded, Cause::UnassessedModule, "1.1b", why);
    linh.post(&path(&id), &ruled).await.expect(StatusCode::OK);
    let view = linh.sees(&id).await.ticket;
    let TicketState::Declined { clause, why, .. } = &view.summary.state else {
        panic!("{:?}", view.summary.state);
    };
    assert_eq!(
        (clause.as_str(), why.as_str()),
        ("1.1b", "A module of yours breaks it")
    );
    assert!(view.verdict.ruled && view.verdict.cover == Cover::Excluded);
    let notice = view.summary.clock(ClockKind::Notice).unwrap();
    assert!(notice.stop == Some(Stop::Kept) && !notice.late(stage.desk.world.now()));
    let mails: Vec<String> = sqlx::query_scalar("SELECT body_text FROM outbox ORDER BY rowid")
        .fetch_all(stage.desk.store.read())
        .await
        .unwrap();
    let letter = &mails[mails.len() - 1];
    assert!(letter.contains("A module of yours breaks it"));
    assert!(letter.contains("will not be eligible for the warranty"));
    linh.post(&path(&id), &ruled)
        .await
        .refused(Code::WrongState);
    lan.post(
        &format!("/api/tickets/{id}/messages"),
        &message("But it is yours"),
    )
    .await
    .expect(StatusCode::CREATED);
    assert_eq!(linh.sees(&id).await.ticket.summary.state, TicketState::Open);
}

#[tokio::test]
async fn a_wrong_decline_is_ruled_again_and_taken_up_with_new_clocks() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    let wrong = excluded(Cause::WrongOperation, "1.1b");
    linh.post(&path(&id), &wrong).await.expect(StatusCode::OK);
    stage.pass(TimeDelta::hours(2)).await;
    let right = ruling(
        Cover::Covered,
        Cause::VendorError,
        "1.1a",
        "I was wrong: it is ours",
    );
    linh.post(&path(&id), &right).await.expect(StatusCode::OK);
    let view = linh.sees(&id).await.ticket;
    assert_eq!(view.summary.state, TicketState::Open);
    assert_eq!(view.verdict.cover, Cover::Covered);
    let solution = view.summary.clock(ClockKind::Solution).unwrap();
    assert!(solution.runs() && solution.started_at > view.summary.received_at);
}

#[tokio::test]
async fn clause_2_1_a_question_about_a_third_party_is_one_move_and_counted_by_cause() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("The bank's page is down").await.summary.id;
    let texts: std::collections::BTreeMap<String, String> =
        serde_json::from_str(include_str!("../../../protocol/text/en.json")).unwrap();
    let courteous = &texts["third_party.text"];
    let ruled = ruling(Cover::Excluded, Cause::ThirdParty, "2.1", courteous);
    linh.post(&path(&id), &ruled).await.expect(StatusCode::OK);
    let seen = seen_by(&lan, &id).await;
    assert_eq!(seen.verdict.clause, "2.1");
    let because = &seen.verdict.because[0];
    assert!(
        matches!(because, Because::AgentRuled { cause, .. } if *cause == Some(Cause::ThirdParty))
    );
    let mails = stage.mails().await;
    assert!(mails[1].1.contains("another provider"), "{mails:?}");
}

#[tokio::test]
async fn attack_ruling_without_being_an_agent() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, hoa) = (host.reporter("lan").await, host.approver("hoa").await);
    let id = lan.files("It fails").await.summary.id;
    let mine = ruling(
        Cover::Covered,
        Cause::VendorError,
        "1.1a",
        "Because I say so",
    );
    for seat in [&lan, &hoa] {
        seat.post(&path(&id), &mine).await.refused(Code::Forbidden);
        // Nor with the console's header, which anybody can write.
        let mut headers = seat.headers();
        headers.push(("content-type", "application/json".into()));
        headers.push(("x-deskside", "console".into()));
        let body = crate::support::json(&mine);
        stage
            .call(axum::http::Method::POST, &path(&id), &headers, body)
            .await
            .refused(Code::Unauthenticated);
    }
    let view = seen_by(&lan, &id).await;
    assert!(!view.verdict.ruled);
    assert!(view.messages.iter().all(|said| said.side == Side::Reporter));
}
