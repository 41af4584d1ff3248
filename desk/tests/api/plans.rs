//! `/api/agent/tickets/{id}/plan` and `/api/tickets/{id}/choice`: clause 3.1b.

use axum::http::StatusCode;
use chrono::{SecondsFormat, TimeDelta};
use deskside_protocol::api::{AgentTicketView, Assign, NewChoice, NewPlan, TicketView};
use deskside_protocol::ids::TicketId;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Choice, ClockKind, Happened, SettlementState, Stop, TicketState};

use crate::support::{Agent, Caller as _, Seat, Stage};

/// A plan for in a week.
pub(super) fn new_plan(stage: &Stage, proposal: &str) -> NewPlan {
    NewPlan {
        explanation: "The error lies in a library".into(),
        proposal: proposal.into(),
        eta: stage.desk.world.now() + TimeDelta::days(7),
    }
}

/// Plans.
pub(super) async fn plans(agent: &Agent, id: &TicketId, proposal: &str) -> AgentTicketView {
    let plan = new_plan(agent.stage(), proposal);
    agent
        .post(&format!("/api/agent/tickets/{id}/plan"), &plan)
        .await
        .json(StatusCode::CREATED)
}

/// Chooses.
pub(super) async fn chooses(approver: &Seat, id: &TicketId, choice: Choice) -> TicketView {
    approver
        .post(&format!("/api/tickets/{id}/choice"), &NewChoice { choice })
        .await
        .json(StatusCode::OK)
}

#[tokio::test]
async fn clause_3_1b_a_plan_keeps_the_promise_and_is_told_to_all_who_decide() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    stage.pass(TimeDelta::hours(11)).await;
    let path = format!("/api/agent/tickets/{id}/plan");
    let plan = new_plan(&stage, "We release 17.2");
    let first: AgentTicketView = linh
        .post_once(&path, "key", &plan)
        .await
        .json(StatusCode::CREATED);
    let again: AgentTicketView = linh
        .post_once(&path, "key", &plan)
        .await
        .json(StatusCode::OK);
    assert_eq!(first.ticket.plan, again.ticket.plan);
    let view = first.ticket;
    assert!(matches!(view.summary.state, TicketState::Planned { eta, .. } if eta == plan.eta));
    let planned = view.plan.unwrap();
    assert_eq!((planned.by.as_str(), planned.chosen), ("linh", None));
    for kind in [ClockKind::Solution, ClockKind::Answer] {
        assert_eq!(view.summary.clock(kind).unwrap().stop, Some(Stop::Kept));
    }
    assert_eq!(view.summary.assignee.unwrap().name, "linh");
    let mails = stage.mails().await;
    let told: Vec<&str> = mails[1..].iter().map(|mail| mail.0.as_str()).collect();
    assert_eq!(told, ["lan@minhlong.example", "hoa@minhlong.example"]);
    let letter: String =
        sqlx::query_scalar("SELECT body_text FROM outbox ORDER BY rowid DESC LIMIT 1")
            .fetch_one(stage.desk.store.read())
            .await
            .unwrap();
    assert!(letter.contains("exempted from liability"), "{letter}");
}

#[tokio::test]
async fn a_plan_needs_words_and_a_moment_that_lies_ahead() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    let path = format!("/api/agent/tickets/{id}/plan");
    let plan = new_plan(&stage, "We release 17.2");
    let past = NewPlan {
        eta: stage.desk.world.now() - TimeDelta::minutes(1),
        ..plan.clone()
    };
    linh.post(&path, &past).await.refused(Code::FieldInvalid);
    for silent in [
        NewPlan {
            explanation: " ".into(),
            ..plan.clone()
        },
        NewPlan {
            proposal: String::new(),
            ..plan.clone()
        },
    ] {
        linh.post(&path, &silent).await.refused(Code::FieldEmpty);
    }
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);
    linh.post(&path, &plan).await.refused(Code::WrongState);
    assert_eq!(linh.sees(&id).await.ticket.plan, None);
}

#[tokio::test]
async fn clause_3_1b_the_admin_chooses_once_and_the_agent_is_told() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, hoa) = (host.reporter("lan").await, host.approver("hoa").await);
    let linh = stage.agent("linh").await;
    let id = lan.files("It fails").await.summary.id;
    let path = format!("/api/tickets/{id}/choice");
    let follow = NewChoice {
        choice: Choice::Follow,
    };
    hoa.post(&path, &follow).await.refused(Code::WrongState);
    plans(&linh, &id, "We release 17.2").await;
    lan.post(&path, &follow).await.refused(Code::NotAnApprover);
    let before = stage.mails().await.len();
    let view = chooses(&hoa, &id, Choice::Follow).await;
    let plan = view.plan.unwrap();
    let chosen = plan.chosen.unwrap();
    assert_eq!((chosen.choice, chosen.by.as_str()), (Choice::Follow, "Hoa"));
    assert_eq!(plan.settlement, None);
    let last = view.timeline.last().unwrap();
    assert_eq!(
        (last.what, last.actor.as_str()),
        (Happened::Chosen, "person:Hoa")
    );
    let mails = stage.mails().await;
    let told: Vec<&str> = mails[before..].iter().map(|mail| mail.0.as_str()).collect();
    let expected = [
        "linh@desk.example",
        "hoa@minhlong.example",
        "lan@minhlong.example",
    ];
    assert_eq!(told, expected);
    let other = NewChoice {
        choice: Choice::ThirdParty,
    };
    hoa.post(&path, &other).await.refused(Code::WrongState);
}

#[tokio::test]
async fn a_choice_reaches_the_desk_also_while_nobody_works_on_the_ticket() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let hoa = host.approver("hoa").await;
    let (linh, _) = (stage.agent("linh").await, stage.agent("nam").await);
    let id = hoa.files("It fails").await.summary.id;
    plans(&linh, &id, "We release 17.2").await;
    let free = Assign { agent: None };
    linh.post(&format!("/api/agent/tickets/{id}/assignee"), &free)
        .await
        .expect(StatusCode::OK);
    let before = stage.mails().await.len();
    chooses(&hoa, &id, Choice::Follow).await;
    let mails = stage.mails().await;
    let told: Vec<&str> = mails[before..].iter().map(|mail| mail.0.as_str()).collect();
    let expected = [
        "linh@desk.example",
        "nam@desk.example",
        "hoa@minhlong.example",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn clause_3_1b_a_new_plan_is_chosen_on_anew_and_the_old_one_stays_readable() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, hoa) = (host.reporter("lan").await, host.approver("hoa").await);
    let linh = stage.agent("linh").await;
    let id = lan.files("It fails").await.summary.id;
    let first = plans(&linh, &id, "We release 17.2").await.ticket;
    chooses(&hoa, &id, Choice::Follow).await;
    stage.pass(TimeDelta::hours(1)).await;
    let second = plans(&linh, &id, "We release 17.3 instead").await.ticket;
    let since = |view: &TicketView| match view.summary.state {
        TicketState::Planned { since, .. } => since,
        _ => panic!("{:?}", view.summary.state),
    };
    assert_eq!(
        since(&first),
        since(&second),
        "planned since the first plan"
    );
    let (old, new) = (first.plan.unwrap(), second.plan.unwrap());
    assert_eq!(new.chosen, None);
    let proposals: Vec<&str> = second
        .timeline
        .iter()
        .filter(|moment| moment.what == Happened::Planned)
        .map(|moment| moment.detail["proposal"].as_str())
        .collect();
    assert_eq!(proposals, ["We release 17.2", "We release 17.3 instead"]);
    // Nobody chooses on a plan that was replaced while they looked at it.
    let choice = |seen: chrono::DateTime<chrono::Utc>| {
        let seen = seen.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        format!("/api/tickets/{id}/choice?seen={seen}")
    };
    let follow = NewChoice {
        choice: Choice::Follow,
    };
    hoa.post(&choice(old.at), &follow)
        .await
        .refused(Code::WrongState);
    hoa.post(&choice(new.at), &follow)
        .await
        .expect(StatusCode::OK);
}

#[tokio::test]
async fn clause_3_1b_what_a_third_party_does_cannot_be_planned_away() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, hoa) = (host.reporter("lan").await, host.approver("hoa").await);
    let linh = stage.agent("linh").await;
    let id = lan.files("It fails").await.summary.id;
    plans(&linh, &id, "We release 17.2").await;
    let view = chooses(&hoa, &id, Choice::ThirdParty).await;
    let papers = view.plan.unwrap().settlement.unwrap();
    assert_eq!(papers.state, SettlementState::AwaitingDocuments);
    let other = new_plan(&stage, "We do it ourselves after all");
    linh.post(&format!("/api/agent/tickets/{id}/plan"), &other)
        .await
        .refused(Code::WrongState);
}

#[tokio::test]
async fn attack_planning_and_choosing_by_those_who_may_not() {
    let stage = Stage::new().await;
    let (one, two) = (
        stage.system("Minh Long").await,
        stage.system("Sao Viet").await,
    );
    let (lan, hoa) = (one.reporter("lan").await, one.approver("hoa").await);
    let linh = stage.agent("linh").await;
    let id = lan.files("It fails").await.summary.id;
    let plan = new_plan(&stage, "Mine");
    let path = format!("/api/agent/tickets/{id}/plan");
    for seat in [&lan, &hoa] {
        seat.post(&path, &plan).await.refused(Code::Forbidden);
    }
    plans(&linh, &id, "We release 17.2").await;
    let choice = format!("/api/tickets/{id}/choice");
    let third = NewChoice {
        choice: Choice::ThirdParty,
    };
    linh.post(&choice, &third)
        .await
        .refused(Code::Unauthenticated);
    two.approver("hoa")
        .await
        .post(&choice, &third)
        .await
        .refused(Code::NotFound);
    assert_eq!(linh.sees(&id).await.ticket.plan.unwrap().chosen, None);
}
