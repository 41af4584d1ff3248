//! `/api/agent/reports`.

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::api::{BrokenPromise, MonthReport, NewTicket};
use deskside_protocol::policy::{Channel, Impact, Severity};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::ClockKind;
use serde_json::json;

use crate::support::{Anonymous, Caller as _, Stage, message, new_ticket};

fn new(impact: Impact) -> NewTicket {
    NewTicket {
        impact,
        ..new_ticket("It fails")
    }
}

/// Five requests at the end of October and in November 2026.
async fn november() -> Stage {
    let stage = Stage::at("2026-10-30T12:00:00Z").await;
    let host = stage.system("=Gốm, \"Minh Long\"").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    // Received in October and answered there; the answer is due in November, on the 1st at 12:00.
    let question = lan.files_all(&new(Impact::Question)).await.summary.id;
    stage.pass(TimeDelta::minutes(90)).await;
    answer(&linh, &question).await;
    // Due on 31 October at 23:59:59.999: October's, by a millisecond.
    stage.desk.world.pass(
        "2026-10-30T23:59:59.999Z"
            .parse::<deskside_protocol::DateTime>()
            .unwrap()
            - stage.desk.world.now(),
    );
    lan.files("Never answered").await;
    stage
        .pass(TimeDelta::milliseconds(1) + TimeDelta::days(3))
        .await;
    // 3 November, 00:00: answered after 30 minutes, resolved after 2 hours.
    let (host_lan, linh) = (host.reporter("lan").await, stage.again("linh").await);
    let quick = host_lan.files("Quick").await.summary.id;
    stage.pass(TimeDelta::minutes(30)).await;
    answer(&linh, &quick).await;
    stage.pass(TimeDelta::minutes(90)).await;
    linh.takes(&quick, "resolve").await.expect(StatusCode::OK);
    // 3 November, 02:00: declined after 25 hours, one too late for answer and notice.
    let late = host_lan.files("Late").await.summary.id;
    stage.pass(TimeDelta::hours(25)).await;
    let linh = stage.again("linh").await;
    let ruling =
        json!({ "cover": "excluded", "cause": "wrong_operation", "clause": "1.1b", "why": "So" });
    linh.post(&format!("/api/agent/tickets/{late}/ruling"), &ruling)
        .await
        .expect(StatusCode::OK);
    // 29 November: still running at the end of this story; due on 1 December.
    stage.pass(TimeDelta::days(25)).await;
    host.reporter("lan")
        .await
        .files_all(&new(Impact::Hindered))
        .await;
    stage
}

async fn answer(linh: &crate::support::Agent, id: &deskside_protocol::ids::TicketId) {
    linh.post(
        &format!("/api/agent/tickets/{id}/messages"),
        &message("Like this"),
    )
    .await
    .expect(StatusCode::CREATED);
}

async fn report(stage: &Stage, month: &str) -> MonthReport {
    let linh = stage.again("linh").await;
    linh.get(&format!("/api/agent/reports/{month}"))
        .await
        .json(StatusCode::OK)
}

type Line<'a> = (ClockKind, Severity, &'a str, u32, u32, u32, Option<u32>);

fn lines(report: &MonthReport) -> Vec<Line<'_>> {
    let lines = report.promises.iter().map(|l| {
        let (met, missed, running) = (l.met, l.missed, l.running);
        (
            l.kind,
            l.severity,
            l.clause.as_str(),
            met,
            missed,
            running,
            l.median_minutes,
        )
    });
    lines.collect()
}

#[tokio::test]
async fn clause_3_1a_a_month_is_counted_exactly() {
    use ClockKind::{Answer, Notice, Solution};
    use Severity::{Critical, Normal};
    let stage = november().await;
    let november = report(&stage, "2026-11").await;
    assert_eq!(november.month, "2026-11-01".parse().unwrap());
    assert_eq!(november.received, 3);
    let channels = [
        Channel::Widget,
        Channel::Web,
        Channel::Mail,
        Channel::Phone,
        Channel::Other,
    ];
    let received: Vec<_> = channels.into_iter().zip([3, 0, 0, 0, 0]).collect();
    assert_eq!(november.by_channel, received);
    assert_eq!(november.third_party, 0);
    assert_eq!(november.declined, vec![("1.1b".to_owned(), 1)]);
    assert_eq!(
        lines(&november),
        vec![
            // 30 minutes, and 25 hours: the mean of both.
            (Answer, Critical, "3.1a", 1, 1, 0, Some(765)),
            (Answer, Normal, "3.1a", 1, 0, 0, Some(90)),
            // One became moot by being resolved and counts nowhere; the other was kept too late.
            (Notice, Critical, "3.1c", 0, 1, 0, Some(1500)),
            (Notice, Normal, "3.1c", 0, 0, 1, None),
            // Moot, but only after its time was over.
            (Solution, Critical, "3.1b", 1, 1, 0, Some(120)),
        ]
    );
    let broken: Vec<_> = november.broken.iter().map(named).collect();
    assert_eq!(
        broken,
        vec![("T-1004", Answer), ("T-1004", Notice), ("T-1004", Solution)]
    );
}

fn named(broken: &BrokenPromise) -> (&str, ClockKind) {
    (broken.reference.as_str(), broken.clock.kind)
}

#[tokio::test]
async fn a_promise_belongs_to_the_month_in_which_it_is_due() {
    use ClockKind::{Answer, Notice, Solution};
    let stage = november().await;
    let october = report(&stage, "2026-10").await;
    assert_eq!(october.received, 2);
    let missed: Vec<_> = lines(&october)
        .iter()
        .map(|line| (line.0, line.3, line.4))
        .collect();
    assert_eq!(
        missed,
        vec![(Answer, 0, 1), (Notice, 0, 1), (Solution, 0, 1)]
    );
    let december = report(&stage, "2026-12").await;
    assert_eq!((december.received, december.broken.len()), (0, 0));
    let running: Vec<_> = lines(&december)
        .iter()
        .map(|line| (line.0, line.5))
        .collect();
    assert_eq!(running, vec![(Answer, 1), (Solution, 1)]);
    // As time goes on, what still ran breaks, and the report of its month says so.
    stage.pass(TimeDelta::days(10)).await;
    let december = report(&stage, "2026-12").await;
    let missed: Vec<_> = lines(&december)
        .iter()
        .map(|line| (line.4, line.5))
        .collect();
    assert_eq!(missed, vec![(1, 0), (1, 0)]);
    assert_eq!(december.broken.len(), 2);
}

#[tokio::test]
async fn clause_2_1_third_party_questions_are_counted_once_each() {
    let stage = Stage::at("2026-11-02T02:00:00Z").await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let linh = stage.agent("linh").await;
    let not_ours =
        json!({ "cover": "excluded", "cause": "third_party", "clause": "2.1", "why": "A bank's" });
    let wrong =
        json!({ "cover": "excluded", "cause": "wrong_operation", "clause": "1.1b", "why": "So" });
    for (ruling, again) in [(&not_ours, true), (&not_ours, false), (&wrong, false)] {
        let id = lan.files("The bank does not answer").await.summary.id;
        let path = format!("/api/agent/tickets/{id}/ruling");
        linh.post(&path, ruling).await.expect(StatusCode::OK);
        if again {
            lan.post(&format!("/api/tickets/{id}/messages"), &message("Really?"))
                .await
                .expect(StatusCode::CREATED);
            linh.post(&path, ruling).await.expect(StatusCode::OK);
        }
    }
    let november = report(&stage, "2026-11").await;
    assert_eq!(november.third_party, 2);
    let declined = vec![("1.1b".to_owned(), 1), ("2.1".to_owned(), 2)];
    assert_eq!(november.declined, declined);
}

#[tokio::test]
async fn the_table_opens_in_a_spreadsheet_and_runs_nothing_there() {
    let stage = november().await;
    let linh = stage.again("linh").await;
    let reply = linh
        .get("/api/agent/reports/2026-11.csv")
        .await
        .expect(StatusCode::OK);
    assert_eq!(
        reply.headers["content-type"],
        "text/csv; charset=utf-8; header=present"
    );
    assert_eq!(
        reply.headers["content-disposition"],
        "attachment; filename=\"deskside-2026-11.csv\""
    );
    assert!(
        reply.body.starts_with(b"\xef\xbb\xbf"),
        "Excel knows by this that it is UTF-8"
    );
    insta::assert_snapshot!("report.en", reply.text().trim_start_matches('\u{feff}'));
    let vi = linh
        .get("/api/agent/reports/2026-11.csv?lang=vi")
        .await
        .expect(StatusCode::OK);
    insta::assert_snapshot!("report.vi", vi.text().trim_start_matches('\u{feff}'));
    assert!(
        reply.text().contains("\"'=Gốm, \"\"Minh Long\"\"\""),
        "{}",
        reply.text()
    );
    for line in reply.text().split_terminator("\r\n") {
        assert!(!line.contains('\n'));
    }
}

#[tokio::test]
async fn reports_are_for_staff_leads_and_agents_alike() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, hoa) = (host.reporter("lan").await, host.approver("hoa").await);
    let (linh, binh) = (stage.agent("linh").await, stage.lead("binh").await);
    for path in [
        "/api/agent/reports/2026-11",
        "/api/agent/reports/2026-11.csv",
    ] {
        linh.get(path).await.expect(StatusCode::OK);
        binh.get(path).await.expect(StatusCode::OK);
        lan.get(path).await.refused(Code::Unauthenticated);
        hoa.get(path).await.refused(Code::Unauthenticated);
        Anonymous(&stage)
            .get(path)
            .await
            .refused(Code::Unauthenticated);
    }
    for wrong in [
        "2026-13",
        "2026-1",
        "x",
        "2026-11-01",
        "2026-11.csv.csv",
        "2026-11%0d%0aX",
    ] {
        linh.get(&format!("/api/agent/reports/{wrong}"))
            .await
            .refused(Code::BadRequest);
    }
}
