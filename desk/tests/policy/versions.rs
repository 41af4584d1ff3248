//! Which version of the policy holds for whom: a vendor with another policy changes data, not code.

use std::path::Path;

use axum::http::StatusCode;
use chrono::TimeDelta;
use deskside_desk::manage;
use deskside_desk::policy::Rules;
use deskside_desk::world::World;
use deskside_desk::{Desk, Settings};
use deskside_protocol::api::{NewTicket, TicketView};
use deskside_protocol::context::Context;
use deskside_protocol::host::HostContext;
use deskside_protocol::identity::Lang;
use deskside_protocol::policy::{Counted, Cover, Impact};
use deskside_protocol::ticket::ClockKind;
use tempfile::TempDir;

use super::{EXAMPLE, folder, run, text};
use crate::support::{Caller as _, Host, Seat, Stage, new_ticket, rules};

const OURS: &str = "VIIN.WTS.POL.080423";
const THEIRS: &str = "EXAMPLE.WORKING-HOURS";

/// A desk that knows both versions.
async fn stage() -> Stage {
    Stage::under(rules().with_folder(&folder().join("examples")).unwrap()).await
}

async fn signed(host: &Host, policy: &str, plan: Option<&str>) {
    let desk = &host.stage.desk;
    manage::sign(desk, host.system.to_string(), policy, plan)
        .await
        .unwrap();
}

/// A ticket of a system activated a hundred days ago, whose version is four years old.
async fn old(seat: &Seat, host: &Host, impact: Impact) -> TicketView {
    let today = host.stage.desk.world.now().date_naive();
    let context = Context {
        system: Some(HostContext {
            activated_on: Some(today - TimeDelta::days(100)),
            released_on: Some(today - TimeDelta::days(4 * 365)),
            ..HostContext::default()
        }),
        ..Context::default()
    };
    let new = NewTicket {
        impact,
        context,
        ..new_ticket("Confirming a quotation fails")
    };
    seat.files_all(&new).await
}

fn due(ticket: &TicketView, kind: ClockKind) -> (u32, bool) {
    let clock = ticket
        .summary
        .clocks
        .iter()
        .find(|clock| clock.kind == kind)
        .unwrap();
    let worked = clock.due.counted != Counted::Elapsed;
    (clock.due.hours, worked)
}

#[tokio::test]
async fn tickets_under_two_policies_and_three_plans() {
    let stage = stage().await;
    let host = stage.system("Minh Long").await;
    let lan = host.reporter("lan").await;

    signed(&host, OURS, None).await;
    let ticket = old(&lan, &host, Impact::Blocked).await;
    assert_eq!(ticket.policy.id, OURS);
    assert_eq!(due(&ticket, ClockKind::Answer), (24, false));
    assert_eq!(due(&ticket, ClockKind::Notice), (24, false));
    // Three years of life are over.
    assert_eq!(ticket.verdict.cover, Cover::Excluded);
    assert_eq!(ticket.verdict.clause, "1.2b");

    signed(&host, THEIRS, Some("office")).await;
    let ticket = old(&lan, &host, Impact::Hindered).await;
    assert_eq!(ticket.policy.id, THEIRS);
    assert_eq!(due(&ticket, ClockKind::Answer), (16, true));
    assert_eq!(due(&ticket, ClockKind::Notice), (8, true));
    // Five years are not, but the 90 days of warranty.
    assert_eq!(ticket.verdict.clause, "1.2a");
    let clause = ticket.policy.clause("1.2b", Lang::Vi);
    assert!(clause.contains("5 năm"), "{clause}");

    signed(&host, THEIRS, Some("always")).await;
    let ticket = old(&lan, &host, Impact::Blocked).await;
    let answer = ticket
        .summary
        .clocks
        .iter()
        .find(|clock| clock.kind == ClockKind::Answer);
    let answer = answer.unwrap();
    assert_eq!(answer.due.at - answer.started_at, TimeDelta::hours(4));
    // Six months of warranty.
    assert_eq!(ticket.verdict.cover, Cover::Covered);
}

#[tokio::test]
async fn a_ticket_stays_with_the_version_under_which_it_was_filed() {
    let stage = stage().await;
    let host = stage.system("Minh Long").await;
    let lan = host.reporter("lan").await;
    signed(&host, OURS, Some("premium")).await;
    let before = lan.files("Confirming fails").await;
    signed(&host, THEIRS, Some("always")).await;
    let after = lan.files("It fails again").await;
    let again = |ticket: &TicketView| {
        let path = format!("/api/tickets/{}", ticket.summary.id);
        let lan = lan.clone();
        async move { lan.get(&path).await.json::<TicketView>(StatusCode::OK) }
    };
    let before = again(&before).await;
    assert_eq!(before.policy.id, OURS);
    assert_eq!(before.policy.backup.unwrap().every_hours, 6);
    assert_eq!(again(&after).await.policy.id, THEIRS);
    // A session opened now shows what would hold now.
    assert_eq!(host.reporter("lan").await.opened.policy.id, THEIRS);
}

#[test]
fn who_signed_nothing_gets_the_newest_in_force_on_that_day() {
    let rules = Rules::load().unwrap();
    let rules = rules.with_folder(&folder().join("examples")).unwrap();
    let on = |day: &str| rules.in_force(day.parse().unwrap()).id.as_str();
    assert_eq!(on("2025-12-31"), OURS);
    assert_eq!(on("2026-01-01"), THEIRS);
    // Before any is in force, there is nothing else to go by.
    assert_eq!(on("2000-01-01"), OURS);
}

async fn open(data: &TempDir, policies: Option<&Path>) -> anyhow::Result<Desk> {
    let mut rules = Rules::load()?;
    if let Some(folder) = policies {
        rules = rules.with_folder(folder)?;
    }
    let settings = Settings {
        data: data.path().to_owned(),
        public_url: String::new(),
        web: None,
    };
    Ok(Desk::open(settings, rules, World::real()).await?.0)
}

/// A desk under both versions with a system that signed the example.
async fn pinned(data: &TempDir, policies: &Path) -> String {
    let desk = open(data, Some(policies)).await.unwrap();
    let new = manage::NewSystem {
        name: "Minh Long".into(),
        origins: vec!["http://localhost:9200".into()],
        zone: chrono_tz::Asia::Ho_Chi_Minh,
    };
    let (system, _) = manage::add_system(&desk, new).await.unwrap();
    manage::sign(&desk, system.to_string(), THEIRS, None)
        .await
        .unwrap();
    desk.store.clone().close().await;
    system.to_string()
}

#[tokio::test]
async fn a_pin_holds_when_its_file_is_gone() {
    let (data, policies) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let file = policies.path().join("theirs.json");
    std::fs::write(&file, text(EXAMPLE)).unwrap();
    pinned(&data, policies.path()).await;
    std::fs::remove_file(file).unwrap();
    let desk = open(&data, Some(policies.path())).await.unwrap();
    assert_eq!(desk.rules.pinned(THEIRS).lifecycle.length.count, 5);
    // It holds for those pinned to it, and for nobody else.
    let today = desk.world.now().date_naive();
    assert_eq!(desk.rules.in_force(today).id, OURS);
}

#[tokio::test]
async fn attack_a_text_changed_under_a_number_that_was_signed() {
    let (data, policies) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let file = policies.path().join("theirs.json");
    std::fs::write(&file, text(EXAMPLE)).unwrap();
    // Nobody signed it yet: it may change.
    drop(open(&data, Some(policies.path())).await.unwrap());
    std::fs::write(&file, text(EXAMPLE).replace("\"count\": 5", "\"count\": 6")).unwrap();
    pinned(&data, policies.path()).await;
    std::fs::write(&file, text(EXAMPLE)).unwrap();
    let refused = open(&data, Some(policies.path())).await.unwrap_err();
    let told = refused.to_string();
    assert!(
        told.contains("EXAMPLE.WORKING-HOURS is not what it was"),
        "{told}"
    );
    assert!(told.contains("1 systems and 0 tickets"), "{told}");
}

#[tokio::test]
async fn attack_a_pin_to_a_policy_that_nobody_has() {
    let (data, policies) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    std::fs::write(policies.path().join("theirs.json"), text(EXAMPLE)).unwrap();
    let system = pinned(&data, policies.path()).await;
    let desk = open(&data, None).await.unwrap();
    let forged = system.clone();
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE systems SET policy = 'NO.SUCH' WHERE id = $1")
                    .bind(forged)
                    .execute(&mut **tx)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    // While it runs, the number stays and no other version's words are put under it.
    let missing = desk.rules.pinned("NO.SUCH");
    assert_eq!(missing.id, "NO.SUCH");
    assert_eq!(missing.clause("1.2b", Lang::En), "");
    desk.store.clone().close().await;
    let refused = open(&data, None).await.unwrap_err().to_string();
    assert!(refused.contains("NO.SUCH, which nobody has"), "{refused}");
}

#[test]
fn two_versions_never_have_one_number() {
    let policies = TempDir::new().unwrap();
    let built_in = text("VIIN.WTS.POL.080423.json");
    std::fs::write(
        policies.path().join("copy.json"),
        built_in.replace("\"count\": 3", "\"count\": 5"),
    )
    .unwrap();
    let refused = Rules::load().unwrap().with_folder(policies.path());
    let told = refused.unwrap_err().to_string();
    assert!(
        told.contains("has the number VIIN.WTS.POL.080423 already"),
        "{told}"
    );
}

#[test]
fn a_policy_with_faults_stops_the_start() {
    let (data, policies) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let wrong = text(EXAMPLE).replace("\"hours\": 16", "\"hours\": 0");
    std::fs::write(policies.path().join("wrong.json"), wrong).unwrap();
    let output = run(&[
        "serve",
        "--data",
        data.path().to_str().unwrap(),
        "--listen",
        "127.0.0.1:0",
        "--policies",
        policies.path().to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("response[1].hours: must be more than 0"),
        "{told}"
    );
}

#[test]
fn only_what_the_desk_has_can_be_signed() {
    let data = TempDir::new().unwrap();
    let path = data.path().to_str().unwrap();
    let added = run(&[
        "system",
        "add",
        "--data",
        path,
        "--name",
        "Minh Long",
        "--origin",
        "http://localhost:9200",
    ]);
    let added: serde_json::Value = serde_json::from_slice(&added.stdout).unwrap();
    let system = added["system"].as_str().unwrap();
    let sign = |words: &[&str]| {
        let output = run(&[&["system", "sign", "--data", path], words].concat());
        let told = String::from_utf8(output.stderr).unwrap();
        (output.status.success(), told)
    };
    assert!(sign(&["--system", system, "--policy", OURS, "--plan", "premium"]).0);
    assert!(sign(&["--system", system, "--policy", OURS]).0);
    let (done, told) = sign(&["--system", system, "--policy", THEIRS]);
    assert!(
        !done && told.contains(&format!("but these: {OURS}")),
        "{told}"
    );
    let (done, told) = sign(&["--system", system, "--policy", OURS, "--plan", "gold"]);
    assert!(
        !done && told.contains("but these: standard, premium"),
        "{told}"
    );
    let (done, told) = sign(&["--system", "sys_nobody", "--policy", OURS]);
    assert!(!done && told.contains("no such system"), "{told}");
}
