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

/// A row of the table.
type Row = (Impact, &'static [&'static str], [Is; 3]);
/// Who does it, by which call, and its body.
type Act = (Who, &'static str, &'static str);

const SAY: &str = r#"{"text":"Words"}"#;
const ASK: &str = r#"{"text":"Since when?","awaits_reporter":true}"#;
const ACCESS: &str = r#"{"scopes":["sales.read"],"minutes":60,"reason":"To see it"}"#;
const COVER: &str = r#"{"cover":"covered","cause":"vendor_error","clause":"1.1a","why":"Ours"}"#;
const DECLINE: &str =
    r#"{"cover":"excluded","cause":"wrong_operation","clause":"1.1b","why":"So it goes"}"#;
const PLAN: &str =
    r#"{"explanation":"A part is missing","proposal":"We write it","eta":"2027-06-01T00:00:00Z"}"#;
const FOLLOW: &str = r#"{"choice":"follow"}"#;
const THIRD: &str = r#"{"choice":"third_party"}"#;
const OFFER: &str = r#"{"text":"A new report","ready_at":"2027-06-01T00:00:00Z","price":{"amount":"900","currency":"USD"}}"#;
const AGREE: &str = r#"{"agreed":true}"#;
const REFUSE: &str = r#"{"agreed":false,"words":"Too much"}"#;
const FREE: &str = r#"{"agent":null}"#;

/// Acts by their names in the table.
fn act(name: &str) -> Act {
    match name {
        "answers" => (Linh, "messages", SAY),
        "asks back" => (Linh, "messages", ASK),
        "covers" => (Linh, "ruling", COVER),
        "declines" => (Linh, "ruling", DECLINE),
        "plans" => (Linh, "plan", PLAN),
        "offers" => (Linh, "offer", OFFER),
        "resolves" => (Linh, "resolve", "null"),
        "closes" => (Linh, "close", "null"),
        "gives back" => (Linh, "assignee", FREE),
        "asks access" => (Linh, "grants", ACCESS),
        "reporter writes" => (Lan, "messages", SAY),
        "approver writes" => (Hoa, "messages", SAY),
        "reopens" => (Lan, "reopen", "null"),
        "follows" => (Hoa, "choice", FOLLOW),
        "third party" => (Hoa, "choice", THIRD),
        "agrees" => (Hoa, "offer", AGREE),
        "refuses" => (Hoa, "offer", REFUSE),
        _ => panic!("no act is named {name}"),
    }
}

/// The table of clauses 3.1a, 3.1b and 3.1c: acts one after the other on a request of this impact, and
/// how answer, notice and solution stand then.
const TABLE: &[Row] = &[
    (Impact::Stopped, &[], [Runs, Runs, Runs]),
    (Impact::Blocked, &[], [Runs, Runs, Runs]),
    (Impact::Security, &[], [Runs, Runs, Runs]),
    (Impact::Hindered, &[], [Runs, Runs, Runs]),
    (Impact::Question, &[], [Runs, Is::None, Is::None]),
    (Impact::Question, &["answers"], [Kept, Is::None, Is::None]),
    (Impact::Question, &["declines"], [Kept, Is::None, Is::None]),
    (Impact::Question, &["offers"], [Kept, Is::None, Is::None]),
    (Impact::Question, &["resolves"], [Kept, Is::None, Is::None]),
    // Nothing that nobody of the vendor did for the customer.
    (Impact::Blocked, &["reporter writes"], [Runs, Runs, Runs]),
    (Impact::Blocked, &["approver writes"], [Runs, Runs, Runs]),
    (Impact::Blocked, &["gives back"], [Runs, Runs, Runs]),
    (Impact::Blocked, &["asks access"], [Runs, Runs, Runs]),
    // Each act of an agent.
    (Impact::Blocked, &["answers"], [Kept, Runs, Runs]),
    (Impact::Blocked, &["asks back"], [Kept, Runs, Runs]),
    (Impact::Blocked, &["covers"], [Runs, Moot, Runs]),
    (Impact::Blocked, &["declines"], [Kept, Kept, Moot]),
    (Impact::Blocked, &["plans"], [Kept, Runs, Kept]),
    (Impact::Blocked, &["offers"], [Kept, Kept, Moot]),
    (Impact::Blocked, &["resolves"], [Kept, Moot, Kept]),
    // What the customer decides stops nothing, and starts nothing.
    (Impact::Blocked, &["plans", "follows"], [Kept, Runs, Kept]),
    (
        Impact::Blocked,
        &["plans", "third party"],
        [Kept, Runs, Kept],
    ),
    (Impact::Blocked, &["offers", "agrees"], [Kept, Kept, Moot]),
    (Impact::Blocked, &["offers", "refuses"], [Kept, Kept, Moot]),
    (
        Impact::Blocked,
        &["offers", "reporter writes"],
        [Kept, Kept, Moot],
    ),
    // One after the other.
    (
        Impact::Blocked,
        &["asks back", "reporter writes"],
        [Kept, Runs, Runs],
    ),
    (Impact::Blocked, &["plans", "covers"], [Kept, Moot, Kept]),
    (Impact::Blocked, &["plans", "declines"], [Kept, Kept, Kept]),
    (Impact::Blocked, &["covers", "resolves"], [Kept, Moot, Kept]),
    (
        Impact::Blocked,
        &["covers", "plans", "resolves"],
        [Kept, Moot, Kept],
    ),
    (Impact::Blocked, &["declines", "offers"], [Kept, Kept, Moot]),
    (
        Impact::Blocked,
        &["offers", "agrees", "resolves"],
        [Kept, Kept, Moot],
    ),
    (Impact::Blocked, &["resolves", "closes"], [Kept, Moot, Kept]),
    (Impact::Blocked, &["declines", "closes"], [Kept, Kept, Moot]),
    // Taken up again: promised anew. What was ruled once is not owed a second notice.
    (
        Impact::Blocked,
        &["resolves", "reopens"],
        [Runs, Runs, Runs],
    ),
    (
        Impact::Blocked,
        &["resolves", "reporter writes"],
        [Runs, Runs, Runs],
    ),
    (
        Impact::Blocked,
        &["resolves", "closes", "reopens"],
        [Runs, Runs, Runs],
    ),
    (
        Impact::Blocked,
        &["declines", "reporter writes"],
        [Runs, Kept, Runs],
    ),
    (
        Impact::Blocked,
        &["declines", "reopens"],
        [Runs, Kept, Runs],
    ),
    (Impact::Blocked, &["declines", "covers"], [Runs, Kept, Runs]),
    (
        Impact::Blocked,
        &["covers", "resolves", "reopens"],
        [Runs, Moot, Runs],
    ),
    // Agreed work is no error: it is answered, and its own time stands in the offer.
    (
        Impact::Blocked,
        &["offers", "agrees", "resolves", "reopens"],
        [Runs, Kept, Moot],
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
    for (impact, acts, expected) in TABLE {
        let name = format!("{impact:?} {acts:?}");
        let id = cast.files(*impact).await;
        for next in *acts {
            cast.stage.pass(TimeDelta::minutes(1)).await;
            let status = cast.does(&id, &act(next)).await;
            assert!(status.is_success(), "{name}: {next} was answered {status}");
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
    let acts: Vec<Act> = TABLE
        .iter()
        .flat_map(|row| row.1.iter().map(|name| act(name)))
        .collect();
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
    let body = json!({ "cover": "excluded", "cause": "unassessed_module", "clause": "1.1b",
        "why": "The module “fast_quote” changes this screen" });
    linh.post(&format!("/api/agent/tickets/{id}/ruling"), &body)
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
