//! Whoever answers for a ticket is warned, then told, each once; nothing automatic stops a clock.

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use deskside_desk::upkeep;
use deskside_desk::world::World;
use deskside_desk::{Desk, Settings};
use deskside_protocol::api::{NewTicket, TicketSummary};
use deskside_protocol::policy::Impact;
use deskside_protocol::ticket::{ClockKind, Happened, Moment, Stop};

use super::{clock, told, written_to};
use crate::support::{Caller as _, Stage, URL, message, new_ticket, rules};

const START: &str = "2026-11-02T02:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A question: it has one clock only, of 48 hours.
fn question() -> NewTicket {
    NewTicket {
        impact: Impact::Question,
        ..new_ticket("How do I print labels?")
    }
}

#[tokio::test]
async fn clause_3_1a_staff_is_warned_at_three_quarters_and_told_at_the_end() {
    let stage = Stage::at(START).await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    for agent in ["linh", "anh"] {
        stage.agent(agent).await;
    }
    stage.lead("binh").await;
    let id = lan.files_all(&question()).await.summary.id;
    stage
        .pass(TimeDelta::hours(36) - TimeDelta::seconds(1))
        .await;
    // Sessions have ended meanwhile: they sign in anew.
    let linh = stage.again("linh").await;
    assert_eq!(told(&linh, &id).await, vec![]);
    stage.pass(TimeDelta::seconds(1)).await;
    let warned = vec![(Happened::ClockWarned, "answer".to_owned())];
    assert_eq!(told(&linh, &id).await, warned);
    // Nobody works on it: all of the staff can.
    assert_eq!(
        written_to(&stage, "Due soon").await,
        ["anh", "binh", "linh"]
    );
    stage.pass(TimeDelta::hours(12)).await;
    let linh = stage.again("linh").await;
    assert_eq!(
        told(&linh, &id).await,
        warned,
        "due at this moment: in time"
    );
    stage.pass(TimeDelta::seconds(1)).await;
    let both = vec![
        (Happened::ClockWarned, "answer".to_owned()),
        (Happened::ClockBreached, "answer".to_owned()),
    ];
    assert_eq!(told(&linh, &id).await, both);
    assert_eq!(
        written_to(&stage, "Promise broken").await,
        ["anh", "binh", "linh"]
    );
    for _ in 0..3 {
        stage.pass(TimeDelta::hours(1)).await;
    }
    let linh = stage.again("linh").await;
    assert_eq!(told(&linh, &id).await, both, "once each");
    assert_eq!(stage.mails().await.len(), 1 + 3 + 3);
    let kept = clock(&linh, &id, ClockKind::Answer).await;
    assert_eq!(kept.warned_at, Some(at("2026-11-03T14:00:00Z")));
    assert_eq!(kept.breached_at, Some(at("2026-11-04T02:00:01Z")));
}

#[tokio::test]
async fn clause_3_1a_the_line_names_clock_clause_and_due_time() {
    let stage = Stage::at(START).await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let id = lan.files_all(&question()).await.summary.id;
    let mut live = stage.desk.live.subscribe();
    stage.pass(TimeDelta::hours(50)).await;
    assert_eq!(live.recv().await.unwrap().event.ticket, id);
    let linh = stage.agent("linh").await;
    let timeline = linh.sees(&id).await.ticket.timeline;
    let Moment { actor, detail, .. } = timeline.last().unwrap();
    assert_eq!(actor, "desk");
    let detail: Vec<_> = detail
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    let expected = [
        ("clause", "3.1a"),
        ("clock", "answer"),
        ("due", "2026-11-04T02:00:00Z"),
    ];
    assert_eq!(detail, expected);
}

#[tokio::test]
async fn whoever_works_on_it_and_every_lead_are_told_and_nobody_else() {
    let stage = Stage::at(START).await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let (linh, _anh) = (stage.agent("linh").await, stage.agent("anh").await);
    for lead in ["binh", "chi"] {
        stage.lead(lead).await;
    }
    // Blocked: answered, so that linh works on it; ruling and solution are still awaited.
    let id = lan.files("It fails").await.summary.id;
    linh.post(
        &format!("/api/agent/tickets/{id}/messages"),
        &message("On it"),
    )
    .await
    .expect(StatusCode::CREATED);
    stage.pass(TimeDelta::hours(18)).await;
    let twice = ["binh", "binh", "chi", "chi", "linh", "linh"];
    assert_eq!(written_to(&stage, "Due soon").await, twice);
    stage.pass(TimeDelta::hours(7)).await;
    assert_eq!(written_to(&stage, "Promise broken").await, twice);
}

#[tokio::test]
async fn a_broken_promise_stays_late_after_it_was_kept_and_is_told_even_then() {
    let stage = Stage::at(START).await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let id = lan.files_all(&question()).await.summary.id;
    // Nobody looked for two days; the answer comes before the desk's own next look.
    stage
        .desk
        .world
        .pass(TimeDelta::hours(48) + TimeDelta::milliseconds(400));
    let linh = stage.agent("linh").await;
    linh.post(
        &format!("/api/agent/tickets/{id}/messages"),
        &message("Like this"),
    )
    .await
    .expect(StatusCode::CREATED);
    stage.pass(TimeDelta::seconds(1)).await;
    let kept = clock(&linh, &id, ClockKind::Answer).await;
    assert!(!kept.runs() && kept.stop == Some(Stop::Kept));
    assert!(kept.late(stage.desk.world.now() + TimeDelta::days(900)));
    assert!(kept.breached_at.is_some() && kept.warned_at.is_none());
    let breached = vec![(Happened::ClockBreached, "answer".to_owned())];
    assert_eq!(told(&linh, &id).await, breached);
    let letters: Vec<String> =
        sqlx::query_scalar("SELECT body_text FROM outbox WHERE subject LIKE '%Promise broken%'")
            .fetch_all(stage.desk.store.read())
            .await
            .unwrap();
    assert!(
        letters[0].contains("was still open when its time was over"),
        "{}",
        letters[0]
    );
}

#[tokio::test]
async fn what_was_kept_in_time_is_never_escalated() {
    let stage = Stage::at(START).await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let id = lan.files_all(&question()).await.summary.id;
    stage.desk.world.pass(TimeDelta::hours(48));
    let linh = stage.agent("linh").await;
    linh.post(
        &format!("/api/agent/tickets/{id}/messages"),
        &message("At the last moment"),
    )
    .await
    .expect(StatusCode::CREATED);
    stage.pass(TimeDelta::days(30)).await;
    let linh = stage.again("linh").await;
    assert_eq!(told(&linh, &id).await, vec![]);
    assert!(
        !clock(&linh, &id, ClockKind::Answer)
            .await
            .late(stage.desk.world.now())
    );
}

#[tokio::test]
async fn a_desk_that_was_down_over_both_moments_tells_of_the_broken_promise_only() {
    let folder = tempfile::TempDir::new().unwrap();
    let settings = Settings {
        data: folder.path().to_owned(),
        public_url: URL.to_owned(),
        web: None,
    };
    let world = World::standing(at(START));
    let (desk, wakes) = Desk::open(settings.clone(), rules(), world.clone())
        .await
        .unwrap();
    let stage = Stage::of(desk, folder);
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    stage.agent("linh").await;
    let id = lan.files_all(&question()).await.summary.id;
    stage.desk.store.clone().close().await;
    drop(wakes);
    world.pass(TimeDelta::hours(60));
    let (desk, _wakes) = Desk::open(settings, rules(), world).await.unwrap();
    let stage = stage.reopened(desk);
    upkeep::look(&stage.desk, false).await.unwrap();
    let linh = stage.again("linh").await;
    let breached = vec![(Happened::ClockBreached, "answer".to_owned())];
    assert_eq!(told(&linh, &id).await, breached);
    let kept = clock(&linh, &id, ClockKind::Answer).await;
    assert_eq!(
        kept.warned_at, None,
        "nobody was warned, and it does not say so"
    );
    assert_eq!(kept.breached_at, Some(at("2026-11-04T14:00:00Z")));
    assert_eq!(stage.mails().await.len(), 2);
}

#[tokio::test]
async fn nothing_automatic_and_nobody_but_an_agent_stops_a_clock() {
    let stage = Stage::at(START).await;
    let host = stage.system("Minh Long").await;
    let (lan, hoa) = (host.reporter("lan").await, host.approver("hoa").await);
    let (linh, anh) = (stage.agent("linh").await, stage.agent("anh").await);
    let id = lan.files("It fails").await.summary.id;
    let running = |summary: &TicketSummary| summary.clocks.iter().filter(|c| c.runs()).count();
    assert_eq!(running(&linh.sees(&id).await.ticket.summary), 3);
    // The automatic letter of receipt is out, the reporter and an approver write, agents look, one
    // is given the ticket and asks for access, hours pass, the desk warns.
    assert_eq!(stage.mails().await.len(), 1);
    for seat in [&lan, &hoa] {
        seat.post(
            &format!("/api/tickets/{id}/messages"),
            &message("Is anybody there?"),
        )
        .await
        .expect(StatusCode::CREATED);
        seat.get(&format!("/api/tickets/{id}"))
            .await
            .expect(StatusCode::OK);
    }
    anh.sees(&id).await;
    let staff: Vec<deskside_protocol::identity::AgentCard> =
        linh.get("/api/agent/agents").await.json(StatusCode::OK);
    let assign = deskside_protocol::api::Assign {
        agent: Some(staff[0].id.clone()),
    };
    linh.post(&format!("/api/agent/tickets/{id}/assignee"), &assign)
        .await
        .expect(StatusCode::OK);
    linh.asks(&id).await;
    // Nobody of the system can do what would stop it, by any door that there is.
    for step in ["resolve", "ruling", "plan", "offer", "close"] {
        let path = format!("/api/agent/tickets/{id}/{step}");
        assert!(!hoa.post(&path, &message("x")).await.status.is_success());
    }
    stage.pass(TimeDelta::hours(20)).await;
    let linh = stage.again("linh").await;
    let summary = linh.sees(&id).await.ticket.summary;
    assert_eq!(running(&summary), 3, "{summary:?}");
    assert_eq!(
        written_to(&stage, "Due soon").await.len(),
        3,
        "the one who has it, thrice"
    );
}
