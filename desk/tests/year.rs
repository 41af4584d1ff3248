//! Weeks of the simulated year, and proof that it would notice: faults are planted, and each is found.
//! `cargo xtask year` lives through all of it.

use deskside_desk::problem::Fault;

#[path = "../examples/year/sim/mod.rs"]
mod sim;

use sim::{Life, Outcome, Wish};

/// February: Tet, when nearly all of the staff are away.
fn february() -> Wish {
    Wish {
        from: "2026-02-01T00:00:00Z".parse().unwrap(),
        months: 1,
        per_day: 6,
        seed: 80423,
        escalates: true,
    }
}

async fn lived(wish: Wish) -> (Life, Outcome) {
    let began = std::time::Instant::now();
    let mut life = sim::live(wish).await.unwrap();
    let outcome = sim::judge(&mut life, wish).await.unwrap();
    eprintln!("{}", outcome.tell(wish, began.elapsed()));
    (life, outcome)
}

/// Changes one thing in the database behind the desk's back.
async fn plant(life: &Life, statement: &'static str) {
    let changed = life
        .house
        .desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(statement).execute(&mut **tx).await?;
                Ok::<_, Fault>(done.rows_affected())
            })
        })
        .await
        .unwrap();
    assert_eq!(changed, 1, "{statement}");
}

/// One thing of each kind that could go wrong.
const FAULTS: &[&str] = &[
    // A letter is lost, another doubled.
    "DELETE FROM outbox WHERE rowid = (SELECT MAX(rowid) FROM outbox)",
    "INSERT INTO outbox (system, id, recipient_name, recipient, subject, body_text, body_html, written_at)
     SELECT system, id || 'x', recipient_name, recipient, subject, body_text, body_html, written_at
     FROM outbox WHERE subject LIKE '[T-%' LIMIT 1",
    // A clock runs a minute too long, another was stopped by nobody.
    "UPDATE clocks SET due = json_set(due, '$.at', '2026-02-20T10:11:12Z')
     WHERE rowid = (SELECT MIN(rowid) FROM clocks)",
    "UPDATE clocks SET stopped_at = due_at - 1, stop = '\"kept\"'
     WHERE rowid = (SELECT MIN(rowid) FROM clocks WHERE breached_at IS NOT NULL AND stopped_at > due_at)",
    // A promise was told as broken that was kept; another broke, and nobody was told.
    "UPDATE clocks SET breached_at = due_at + 1000
     WHERE rowid = (SELECT MIN(rowid) FROM clocks WHERE stopped_at < due_at AND stop = '\"kept\"')",
    "UPDATE clocks SET breached_at = NULL
     WHERE rowid = (SELECT MAX(rowid) FROM clocks WHERE breached_at > due_at)",
    // A warning came a second late.
    "UPDATE clocks SET warned_at = warned_at + 1000
     WHERE rowid = (SELECT MAX(rowid) FROM clocks WHERE warned_at IS NOT NULL)",
    // The timeline hides a broken promise.
    "DELETE FROM timeline WHERE rowid = (SELECT MIN(rowid) FROM timeline WHERE what = '\"clock_breached\"')",
    // The queue has another order.
    "UPDATE tickets SET clock_at = 1 WHERE rowid = (SELECT MIN(rowid) FROM tickets)",
];

#[tokio::test]
async fn no_promise_is_missed_without_an_escalation_and_planted_faults_are_found() {
    let (mut life, outcome) = lived(february()).await;
    assert_eq!(outcome.found.count, 0, "{:#?}", outcome.found.words);
    let counts = outcome.counts;
    assert!(
        counts.late > 20 && counts.warned > 20 && counts.breached > 20,
        "{counts:?}"
    );
    let mut before = 0;
    for fault in FAULTS {
        plant(&life, fault).await;
        let found = sim::judge(&mut life, february()).await.unwrap().found;
        assert!(found.count > before, "nobody noticed: {fault}");
        before = found.count;
    }
}

#[tokio::test]
async fn a_desk_that_does_not_look_after_its_clocks_is_noticed() {
    let blind = Wish {
        escalates: false,
        ..february()
    };
    let (_, outcome) = lived(blind).await;
    let missed = |words: &String| words.contains("told as broken: is None");
    assert!(
        outcome.found.words.iter().any(missed),
        "{:#?}",
        outcome.found.words
    );
    assert!(outcome.found.count > 20);
}
