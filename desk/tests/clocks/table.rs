//! Every act on a ticket, and what it does to each of the three clocks.

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::ids::{SystemId, TicketId};
use deskside_protocol::policy::Impact;
use deskside_protocol::ticket::{Clock, ClockKind, Stop};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use crate::support::{Agent, Caller as _, Host, Seat, Stage, new_ticket};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Who {
    Agent,
    Reporter,
    Approver,
}
use Who::{Agent as Linh, Approver as Hoa, Reporter as Lan};

/// How a clock stands: it runs, was kept, became moot, or there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Is {
    Runs,
    Kept,
    Moot,
    None,
}
use Is::{Kept, Moot, Runs};

/// Acts one after the other, and how answer, notice and solution stand then.
type Row = (&'static str, Impact, &'static [Act], [Is; 3]);
/// Who does it, by which call, and its body.
type Act = (Who, &'static str, &'static str);

const SAY: &str = r#"{"text":"Words"}"#;
const ASK: &str = r#"{"text":"Since when?","awaits_reporter":true}"#;
const ACCESS: &str = r#"{"scopes":["sales.read"],"minutes":60,"reason":"To see it"}"#;
const DECLINE: &str = r#"{"clause":"1.1b","why":"A module of yours"}"#;

/// The table of clauses 3.1a, 3.1b and 3.1c.
const TABLE: &[Row] = &[
    ("filed", Impact::Blocked, &[], [Runs, Runs, Runs]),
    (
        "filed, less urgent",
        Impact::Hindered,
        &[],
        [Runs, Runs, Runs],
    ),
    ("filed, security", Impact::Security, &[], [Runs, Runs, Runs]),
    (
        "a question",
        Impact::Question,
        &[],
        [Runs, Is::None, Is::None],
    ),
    (
        "a question, answered",
        Impact::Question,
        &[(Linh, "messages", SAY)],
        [Kept, Is::None, Is::None],
    ),
    (
        "a question, declined",
        Impact::Question,
        &[(Linh, "decline", DECLINE)],
        [Kept, Is::None, Is::None],
    ),
    (
        "the reporter writes",
        Impact::Blocked,
        &[(Lan, "messages", SAY)],
        [Runs, Runs, Runs],
    ),
    (
        "an approver writes",
        Impact::Blocked,
        &[(Hoa, "messages", SAY)],
        [Runs, Runs, Runs],
    ),
    (
        "given back to all",
        Impact::Blocked,
        &[(Linh, "assignee", r#"{"agent":null}"#)],
        [Runs, Runs, Runs],
    ),
    (
        "access is asked for",
        Impact::Blocked,
        &[(Linh, "grants", ACCESS)],
        [Runs, Runs, Runs],
    ),
    (
        "answered",
        Impact::Blocked,
        &[(Linh, "messages", SAY)],
        [Kept, Runs, Runs],
    ),
    (
        "asked back",
        Impact::Blocked,
        &[(Linh, "messages", ASK)],
        [Kept, Runs, Runs],
    ),
    (
        "declined",
        Impact::Blocked,
        &[(Linh, "decline", DECLINE)],
        [Kept, Kept, Moot],
    ),
    (
        "resolved",
        Impact::Blocked,
        &[(Linh, "resolve", "null")],
        [Kept, Moot, Kept],
    ),
    (
        "answered, resolved",
        Impact::Blocked,
        &[(Linh, "messages", SAY), (Linh, "resolve", "null")],
        [Kept, Moot, Kept],
    ),
    (
        "resolved, closed",
        Impact::Blocked,
        &[(Linh, "resolve", "null"), (Linh, "close", "null")],
        [Kept, Moot, Kept],
    ),
    (
        "declined, closed",
        Impact::Blocked,
        &[(Linh, "decline", DECLINE), (Linh, "close", "null")],
        [Kept, Kept, Moot],
    ),
    (
        "resolved, reopened",
        Impact::Blocked,
        &[(Linh, "resolve", "null"), (Lan, "reopen", "null")],
        [Runs, Runs, Runs],
    ),
    (
        "resolved, written to",
        Impact::Blocked,
        &[(Linh, "resolve", "null"), (Lan, "messages", SAY)],
        [Runs, Runs, Runs],
    ),
    (
        "closed, reopened",
        Impact::Blocked,
        &[
            (Linh, "resolve", "null"),
            (Linh, "close", "null"),
            (Lan, "reopen", "null"),
        ],
        [Runs, Runs, Runs],
    ),
    // What was ruled once and explained is not owed a second notice.
    (
        "declined, written to",
        Impact::Blocked,
        &[(Linh, "decline", DECLINE), (Lan, "messages", SAY)],
        [Runs, Kept, Runs],
    ),
    (
        "declined, reopened",
        Impact::Blocked,
        &[(Linh, "decline", DECLINE), (Lan, "reopen", "null")],
        [Runs, Kept, Runs],
    ),
];

/// Everybody at one desk.
struct Cast {
    stage: Stage,
    host: Host,
    linh: Agent,
    lan: Seat,
    hoa: Seat,
}

impl Cast {
    async fn new() -> Self {
        let stage = Stage::at("2026-11-02T02:00:00Z").await;
        let host = stage.system("Minh Long").await;
        Self {
            linh: stage.agent("linh").await,
            lan: host.reporter("lan").await,
            hoa: host.approver("hoa").await,
            stage,
            host,
        }
    }

    async fn files(&self, impact: Impact) -> TicketId {
        let mut new = new_ticket("It fails");
        new.impact = impact;
        self.lan.files_all(&new).await.summary.id
    }

    async fn does(&self, id: &TicketId, (who, call, body): &Act) -> StatusCode {
        let body: Value = serde_json::from_str(body).unwrap();
        let reply = match who {
            Linh => {
                self.linh
                    .post(&format!("/api/agent/tickets/{id}/{call}"), &body)
                    .await
            }
            Lan => {
                self.lan
                    .post(&format!("/api/tickets/{id}/{call}"), &body)
                    .await
            }
            Hoa => {
                self.hoa
                    .post(&format!("/api/tickets/{id}/{call}"), &body)
                    .await
            }
        };
        reply.status
    }

    async fn sees(&self, id: &TicketId) -> AgentTicketView {
        self.linh.sees(id).await
    }

    /// How many clocks run in the database, also of earlier rounds.
    async fn running(&self, system: &SystemId, id: &TicketId) -> i64 {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM clocks WHERE system = $1 AND ticket = $2 AND stopped_at IS NULL",
        )
        .bind(system.as_str())
        .bind(id.as_str())
        .fetch_one(self.stage.desk.store.read())
        .await
        .unwrap()
    }
}

fn is(clock: Option<&Clock>) -> Is {
    match clock.map(|clock| clock.stop) {
        None => Is::None,
        Some(None) => Runs,
        Some(Some(Stop::Kept)) => Kept,
        Some(Some(Stop::Moot)) => Moot,
    }
}

#[tokio::test]
async fn clauses_3_1a_3_1b_3_1c_each_act_does_to_each_clock_what_the_table_says() {
    let cast = Cast::new().await;
    for (name, impact, acts, expected) in TABLE {
        let id = cast.files(*impact).await;
        for act in *acts {
            cast.stage.pass(TimeDelta::minutes(1)).await;
            let status = cast.does(&id, act).await;
            assert!(status.is_success(), "{name}: {act:?} was answered {status}");
        }
        let summary = cast.sees(&id).await.ticket.summary;
        let stand = ClockKind::ALL.map(|kind| is(summary.clock(kind)));
        assert_eq!(stand, *expected, "{name}");
        // The queue's order is by what runs, and by nothing else.
        let next = summary
            .next_clock()
            .map(|clock| clock.due.at.timestamp_millis());
        let kept: Option<i64> = sqlx::query_scalar("SELECT clock_at FROM tickets WHERE id = $1")
            .bind(id.as_str())
            .fetch_one(cast.stage.desk.store.read())
            .await
            .unwrap();
        assert_eq!(kept, next, "{name}");
    }
}

#[tokio::test]
async fn no_clock_of_a_ticket_that_is_over_runs_on_any_path() {
    let cast = Cast::new().await;
    let acts: Vec<Act> = TABLE.iter().flat_map(|row| row.2.iter().copied()).collect();
    let mut chance = StdRng::seed_from_u64(31);
    let mut over = 0;
    for _ in 0..16 {
        let impact = *Impact::ALL.choose(&mut chance).unwrap();
        let id = cast.files(impact).await;
        for _ in 0..20 {
            cast.stage
                .desk
                .world
                .pass(TimeDelta::seconds(chance.random_range(0..90)));
            // Many are refused by the state, which is as it should be.
            cast.does(&id, acts.choose(&mut chance).unwrap()).await;
            let summary = cast.sees(&id).await.ticket.summary;
            if !summary.state.live() {
                over += 1;
                let running = cast.running(&cast.host.system, &id).await;
                assert_eq!(running, 0, "{:?}", summary.state);
            }
        }
    }
    assert!(over > 50, "the walk led nowhere: {over}");
}

#[tokio::test]
async fn clause_3_1c_the_notice_is_due_24_hours_after_receipt_whatever_the_impact() {
    let cast = Cast::new().await;
    for impact in [
        Impact::Stopped,
        Impact::Blocked,
        Impact::Hindered,
        Impact::Security,
    ] {
        let id = cast.files(impact).await;
        let summary = cast.sees(&id).await.ticket.summary;
        let notice = summary.clock(ClockKind::Notice).unwrap();
        assert_eq!(notice.due.clause, "3.1c");
        assert_eq!(notice.due.at, summary.received_at + TimeDelta::hours(24));
    }
}

#[tokio::test]
async fn clause_3_1c_declining_sends_the_explanation_and_the_clause_by_mail_at_once() {
    let cast = Cast::new().await;
    let id = cast.files(Impact::Hindered).await;
    cast.stage.pass(TimeDelta::hours(23)).await;
    let linh = cast.stage.again("linh").await;
    let body = json!({ "clause": "1.1b", "why": "The module “fast_quote” changes this screen" });
    linh.post(&format!("/api/agent/tickets/{id}/decline"), &body)
        .await
        .expect(StatusCode::OK);
    let (to, text): (String, String) =
        sqlx::query_as("SELECT recipient, body_text FROM outbox ORDER BY rowid DESC LIMIT 1")
            .fetch_one(cast.stage.desk.store.read())
            .await
            .unwrap();
    assert_eq!(to, "lan@minhlong.example");
    assert!(
        text.contains("fast_quote") && text.contains("1.1b"),
        "{text}"
    );
    assert!(
        text.contains("not yet assessed"),
        "the clause in its own words: {text}"
    );
    let notice = super::clock(&linh, &id, ClockKind::Notice).await;
    assert!(notice.stop == Some(Stop::Kept) && !notice.late(cast.stage.desk.world.now()));
}
