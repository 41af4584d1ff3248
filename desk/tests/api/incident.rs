//! `/api/agent/tickets/{id}/incident` and `/api/tickets/{id}/incident` (2.3).

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::api::{
    AgentTicketView, MarkIncident, NewIncident, NewStep, NewTicket, RotationView, Ruling, StepDone,
    TicketView, Words,
};
use deskside_protocol::ids::{AgentId, TicketId};
use deskside_protocol::policy::{Because, Cause, Cover, Impact, IncidentKind, Severity};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Action, ClockKind, Happened, Side, Stop, TicketState, WhyNot};

use crate::support::{Agent, Caller, Host, Reply, Seat, Stage, message, new_ticket};

fn words(text: &str) -> Words {
    Words { text: text.into() }
}

fn told(kind: IncidentKind) -> NewTicket {
    NewTicket {
        impact: Impact::Security,
        incident: Some(NewIncident {
            kind,
            noticed_at: None,
            last_good_at: None,
        }),
        ..new_ticket("Somebody signed in at night")
    }
}

/// A stage with an incident on it, told by Lan.
async fn incident() -> (Stage, Host, Seat, Agent, TicketId) {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files_all(&told(IncidentKind::Intrusion)).await;
    (stage, host, lan, linh, id.summary.id)
}

async fn act(agent: &Agent, id: &TicketId, place: &str, body: &impl serde::Serialize) -> Reply {
    agent
        .post(&format!("/api/agent/tickets/{id}/incident{place}"), body)
        .await
}

async fn answer(who: &impl Caller, id: &TicketId, number: usize, text: &str) -> Reply {
    let path = format!("/api/tickets/{id}/incident/asks/{number}");
    who.post(&path, &words(text)).await
}

fn happened(view: &TicketView) -> Vec<(&str, Happened)> {
    let moments = view.timeline.iter();
    moments
        .map(|moment| (moment.actor.as_str(), moment.what))
        .collect()
}

#[tokio::test]
async fn clause_2_3b_an_investigation_from_receipt_to_report() {
    let (stage, host, _, linh, id) = incident().await;
    let hoa = host.approver("hoa").await;
    let step = NewStep {
        text: "Look at sign-ins".into(),
        owner: None,
    };
    act(&linh, &id, "/steps", &step)
        .await
        .expect(StatusCode::CREATED);
    let view = linh.sees(&id).await.ticket;
    let clock = view.summary.clock(ClockKind::Answer).unwrap();
    assert!(clock.runs(), "looking into it is no answer");
    let asked = act(&linh, &id, "/asks", &words("Who knows this address?")).await;
    let view: AgentTicketView = asked.json(StatusCode::CREATED);
    let view = view.ticket;
    assert!(matches!(
        view.summary.state,
        TicketState::AwaitingReporter { .. }
    ));
    let clock = view.summary.clock(ClockKind::Answer).unwrap();
    assert_eq!(
        clock.stop,
        Some(Stop::Kept),
        "a question is a person's word"
    );

    // The administrator may answer in the reporter's stead.
    let view: TicketView = answer(&hoa, &id, 0, "Nobody of us")
        .await
        .json(StatusCode::OK);
    assert_eq!(view.summary.state, TicketState::Open);
    let ask = &view.investigation.as_ref().unwrap().asks[0];
    let given = ask.answer.as_ref().unwrap();
    assert_eq!(
        (given.by.as_str(), given.text.as_str()),
        ("Hoa", "Nobody of us")
    );

    let found = StepDone {
        found: "Two sign-ins from abroad".into(),
    };
    act(&linh, &id, "/steps/0/done", &found)
        .await
        .expect(StatusCode::OK);
    linh.takes(&id, "resolve").await.refused(Code::Unreported);
    assert_eq!(
        view.allows(Side::Agent, Action::Resolve, stage.desk.world.now()),
        Err(WhyNot::Unreported)
    );
    for text in [
        "A password was guessed.",
        "A password was guessed; it was reused.",
    ] {
        act(&linh, &id, "/report", &words(text))
            .await
            .expect(StatusCode::CREATED);
    }
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);

    let view = linh.sees(&id).await.ticket;
    let incident = view.investigation.as_ref().unwrap();
    assert_eq!((incident.open_asks(), incident.open_steps()), (0, 0));
    assert_eq!(incident.steps[0].owner, "linh");
    assert!(incident.report.as_ref().unwrap().text.ends_with("reused."));
    assert_eq!(
        happened(&view),
        [
            ("person:Lan", Happened::Received),
            ("agent:linh", Happened::IncidentStep),
            ("agent:linh", Happened::IncidentAsked),
            ("person:Hoa", Happened::IncidentAnswered),
            ("agent:linh", Happened::IncidentStepDone),
            ("agent:linh", Happened::IncidentReported),
            ("agent:linh", Happened::IncidentReported),
            ("agent:linh", Happened::Resolved),
        ]
    );
    // What was corrected can still be read.
    assert_eq!(view.timeline[5].detail["text"], "A password was guessed.");

    let mails = stage.mails().await;
    let to = |who: &str, what: &str| {
        let mine = mails.iter().filter(|(to, _)| to.starts_with(who));
        mine.filter(|(_, subject)| subject.contains(what)).count()
    };
    for who in ["lan@", "hoa@"] {
        assert_eq!(to(who, "asks for your help"), 1, "{who}");
        assert_eq!(to(who, "Final report"), 2, "{who}");
    }
    assert_eq!(to("linh@", "answered your question"), 1);
}

#[tokio::test]
async fn clause_2_3a_a_request_becomes_an_incident_and_gets_the_stricter_promise() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    for impact in [Impact::Hindered, Impact::Question] {
        let new = NewTicket {
            impact,
            ..new_ticket("Orders are missing")
        };
        let id = lan.files_all(&new).await.summary.id;
        stage.pass(TimeDelta::hours(2)).await;
        let mark = |kind| MarkIncident { kind };
        let marked = act(&linh, &id, "", &mark(IncidentKind::Unstable)).await;
        let view: AgentTicketView = marked.json(StatusCode::OK);
        let summary = view.ticket.summary;
        assert_eq!(summary.incident, Some(IncidentKind::Unstable));
        assert_eq!(
            (summary.impact, summary.severity),
            (Impact::Security, Severity::Critical)
        );
        for kind in ClockKind::ALL {
            let clock = summary.clock(kind).unwrap();
            assert_eq!(clock.started_at, summary.received_at);
            assert_eq!(clock.due.at - summary.received_at, TimeDelta::hours(24));
        }
        assert!(!view.ticket.verdict.because.contains(&Because::Question));
        // Of the same kind it is already; another corrects it, and steps stay.
        act(&linh, &id, "", &mark(IncidentKind::Unstable))
            .await
            .refused(Code::WrongState);
        let corrected = act(&linh, &id, "", &mark(IncidentKind::DataLost)).await;
        let view: AgentTicketView = corrected.json(StatusCode::OK);
        let last = view.ticket.timeline.last().unwrap();
        assert_eq!(last.what, Happened::IncidentMarked);
        assert_eq!(last.detail["kind"], "data_lost");
        // As it was kept, so it is read.
        assert_eq!(linh.sees(&id).await.ticket.summary.impact, Impact::Security);
        assert_eq!(
            linh.sees(&id).await.ticket.summary.clocks,
            view.ticket.summary.clocks
        );
    }
}

#[tokio::test]
async fn a_clock_is_never_given_more_time_and_one_that_stands_stays() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let new = NewTicket {
        impact: Impact::Hindered,
        ..new_ticket("Orders are missing")
    };
    let id = lan.files_all(&new).await.summary.id;
    let path = format!("/api/agent/tickets/{id}/messages");
    linh.post(&path, &message("I look into it"))
        .await
        .expect(StatusCode::CREATED);
    let before = linh.sees(&id).await.ticket.summary;
    let mark = MarkIncident {
        kind: IncidentKind::DataLost,
    };
    act(&linh, &id, "", &mark).await.expect(StatusCode::OK);
    let after = linh.sees(&id).await.ticket.summary;
    assert_eq!(
        before.clock(ClockKind::Answer),
        after.clock(ClockKind::Answer)
    );
    for kind in [ClockKind::Notice, ClockKind::Solution] {
        let (old, new) = (before.clock(kind).unwrap(), after.clock(kind).unwrap());
        assert!(new.runs() && new.due.at <= old.due.at, "{kind:?}");
    }
    assert_eq!(after.clock(ClockKind::Solution).unwrap().due.hours, 24);
}

#[tokio::test]
async fn creating_calls_again_create_nothing_more() {
    let (stage, _, _, linh, id) = incident().await;
    let step = NewStep {
        text: "Look at sign-ins".into(),
        owner: None,
    };
    let path = |place: &str| format!("/api/agent/tickets/{id}/incident/{place}");
    for status in [StatusCode::CREATED, StatusCode::OK] {
        linh.post_once(&path("steps"), "step", &step)
            .await
            .expect(status);
        linh.post_once(&path("asks"), "ask", &words("Who?"))
            .await
            .expect(status);
        linh.post_once(&path("report"), "report", &words("Found."))
            .await
            .expect(status);
    }
    linh.post_once(&path("asks"), "ask", &words("Other words"))
        .await
        .refused(Code::IdempotencyConflict);
    let view = linh.sees(&id).await.ticket;
    let incident = view.investigation.as_ref().unwrap();
    assert_eq!((incident.steps.len(), incident.asks.len()), (1, 1));
    assert_eq!(view.timeline.len(), 4);
    // Receipt to the reporter; question and report to the reporter and the administrator.
    assert_eq!(stage.mails().await.len(), 5);
}

#[tokio::test]
async fn a_step_has_an_owner_of_the_staff_and_is_done_once() {
    let (stage, _, _, linh, id) = incident().await;
    stage.agent("minh").await;
    let minh: String = sqlx::query_scalar("SELECT id FROM agents WHERE name = 'minh'")
        .fetch_one(stage.desk.store.read())
        .await
        .unwrap();
    let step = |owner: &str| NewStep {
        text: "Keep the logs".into(),
        owner: Some(AgentId(owner.into())),
    };
    act(&linh, &id, "/steps", &step("agt_nobody"))
        .await
        .refused(Code::FieldInvalid);
    act(&linh, &id, "/steps", &step(&minh))
        .await
        .expect(StatusCode::CREATED);
    let done = StepDone::default();
    act(&linh, &id, "/steps/1/done", &done)
        .await
        .refused(Code::NotFound);
    act(&linh, &id, "/steps/0/done", &done)
        .await
        .expect(StatusCode::OK);
    act(&linh, &id, "/steps/0/done", &done)
        .await
        .refused(Code::WrongState);
    let view = linh.sees(&id).await.ticket;
    let step = &view.investigation.as_ref().unwrap().steps[0];
    assert!(step.owner == "minh" && step.done_at.is_some() && step.found.is_empty());
    assert_eq!(view.summary.assignee.unwrap().name, "linh");
}

#[tokio::test]
async fn what_is_no_incident_has_no_investigation() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    for (place, body) in [("/asks", "Who?"), ("/report", "Found.")] {
        act(&linh, &id, place, &words(body))
            .await
            .refused(Code::WrongState);
    }
    answer(&lan, &id, 0, "Me").await.refused(Code::WrongState);
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn an_incident_that_is_over_is_not_investigated_but_its_report_can_be_corrected() {
    let (_, _, lan, linh, id) = incident().await;
    act(&linh, &id, "/asks", &words("Who?"))
        .await
        .expect(StatusCode::CREATED);
    act(&linh, &id, "/report", &words("Found."))
        .await
        .expect(StatusCode::CREATED);
    // A question without an answer is warned of, and forbids nothing.
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);
    act(&linh, &id, "/asks", &words("And who else?"))
        .await
        .refused(Code::WrongState);
    act(&linh, &id, "/report", &words("Found, and mended."))
        .await
        .expect(StatusCode::CREATED);
    // An answer that comes late takes it up again, as any word of the reporter does.
    let view: TicketView = answer(&lan, &id, 0, "A stranger")
        .await
        .json(StatusCode::OK);
    assert_eq!(view.summary.state, TicketState::Open);
    assert!(view.summary.clock(ClockKind::Answer).unwrap().runs());
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);
    linh.takes(&id, "close").await.expect(StatusCode::OK);
    act(&linh, &id, "/report", &words("Too late"))
        .await
        .refused(Code::WrongState);
}

#[tokio::test]
async fn attack_an_answer_by_somebody_it_was_not_asked_of() {
    let (stage, host, lan, linh, id) = incident().await;
    let other = stage.system("Sao Viet").await;
    act(&linh, &id, "/asks", &words("Who?"))
        .await
        .expect(StatusCode::CREATED);
    for stranger in [
        host.reporter("minh").await,
        other.reporter("lan").await,
        other.approver("hoa").await,
    ] {
        answer(&stranger, &id, 0, "Me")
            .await
            .refused(Code::NotFound);
    }
    answer(&linh, &id, 0, "I answer for them")
        .await
        .refused(Code::Unauthenticated);
    answer(&lan, &id, 1, "To nothing")
        .await
        .refused(Code::NotFound);
    let minus = format!("/api/tickets/{id}/incident/asks/-1");
    lan.post(&minus, &words("x"))
        .await
        .refused(Code::BadRequest);
    answer(&lan, &id, 0, "I do").await.expect(StatusCode::OK);
    answer(&lan, &id, 0, "Other words")
        .await
        .refused(Code::WrongState);
    let view = linh.sees(&id).await.ticket;
    let ask = &view.investigation.as_ref().unwrap().asks[0];
    assert_eq!(ask.answer.as_ref().unwrap().text, "I do");
}

#[tokio::test]
async fn attack_a_reporter_investigates_by_themself() {
    let (_, host, _, linh, id) = incident().await;
    let hoa = host.approver("hoa").await;
    for place in ["", "/steps", "/steps/0/done", "/asks", "/report"] {
        let path = format!("/api/agent/tickets/{id}/incident{place}");
        let mut headers = hoa.headers();
        headers.push(("content-type", "application/json".into()));
        headers.push(("x-deskside", "console".into()));
        let call = hoa
            .stage()
            .call(axum::http::Method::POST, &path, &headers, "{}");
        call.await.refused(Code::Unauthenticated);
    }
    assert_eq!(linh.sees(&id).await.ticket.timeline.len(), 1);
}

#[tokio::test]
async fn a_password_in_an_answer_is_masked_and_must_change() {
    let (stage, _, lan, linh, id) = incident().await;
    act(&linh, &id, "/asks", &words("Which account?"))
        .await
        .expect(StatusCode::CREATED);
    answer(&lan, &id, 0, "Mine; password: Sup3r-Geheim!")
        .await
        .expect(StatusCode::OK);
    let view = linh.sees(&id).await.ticket;
    let ask = &view.investigation.as_ref().unwrap().asks[0];
    assert!(!ask.answer.as_ref().unwrap().text.contains("Geheim"));
    let duties: Vec<RotationView> = lan.get("/api/rotations").await.json(StatusCode::OK);
    assert_eq!(duties.len(), 1);
    let bodies: Vec<String> = sqlx::query_scalar("SELECT body_text FROM outbox")
        .fetch_all(stage.desk.store.read())
        .await
        .unwrap();
    assert!(!bodies.iter().any(|body| body.contains("Geheim")));
}

#[tokio::test]
async fn clause_2_3a_the_verdict_of_an_incident_is_forecast_anew_unless_it_was_ruled() {
    let (stage, _, lan, linh, _) = incident().await;
    let new = NewTicket {
        impact: Impact::Hindered,
        ..new_ticket("Orders are missing")
    };
    let id = lan.files_all(&new).await.summary.id;
    let ruling = Ruling {
        cover: Cover::Excluded,
        cause: Cause::UnassessedModule,
        clause: "1.1b".into(),
        why: "A module of yours".into(),
    };
    linh.post(&format!("/api/agent/tickets/{id}/ruling"), &ruling)
        .await
        .expect(StatusCode::OK);
    let mark = MarkIncident {
        kind: IncidentKind::Intrusion,
    };
    act(&linh, &id, "", &mark).await.refused(Code::WrongState);
    stage.pass(TimeDelta::hours(5)).await;
    lan.post(
        &format!("/api/tickets/{id}/messages"),
        &message("But a stranger was there"),
    )
    .await
    .expect(StatusCode::CREATED);
    act(&linh, &id, "", &mark).await.expect(StatusCode::OK);
    let view = linh.sees(&id).await.ticket;
    assert!(view.verdict.ruled && view.verdict.cover == Cover::Excluded);
    assert!(!view.summary.clock(ClockKind::Notice).unwrap().runs());
    // Taken up again, promises count from there, not from the first receipt.
    for kind in [ClockKind::Answer, ClockKind::Solution] {
        let clock = view.summary.clock(kind).unwrap();
        assert!(clock.started_at > view.summary.received_at);
        assert_eq!(clock.due.at - clock.started_at, TimeDelta::hours(24));
    }
}

#[tokio::test]
async fn a_promise_that_became_stricter_is_watched_by_its_new_due_time() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let lan = host.reporter("lan").await;
    let new = NewTicket {
        impact: Impact::Question,
        ..new_ticket("Is it right that orders are gone?")
    };
    let id = lan.files_all(&new).await.summary.id;
    stage.pass(TimeDelta::hours(20)).await;
    let told = |view: &TicketView, what| {
        let moments = view.timeline.iter();
        moments.filter(|moment| moment.what == what).count()
    };
    let minh = stage.agent("minh").await;
    let before = minh.sees(&id).await.ticket;
    assert_eq!(told(&before, Happened::ClockWarned), 0);
    let mark = MarkIncident {
        kind: IncidentKind::DataLost,
    };
    act(&minh, &id, "", &mark).await.expect(StatusCode::OK);
    stage.pass(TimeDelta::minutes(1)).await;
    let warned = minh.sees(&id).await.ticket;
    assert_eq!(told(&warned, Happened::ClockWarned), 3);
    stage.pass(TimeDelta::hours(5)).await;
    let broken = minh.sees(&id).await.ticket;
    assert_eq!(told(&broken, Happened::ClockBreached), 3);
}
