//! Everything a support account opens is written down, and administrators see who is in.

use chrono::TimeDelta;
use deskside_protocol::host::HostEvent;
use deskside_protocol::identity::Text;
use deskside_protocol::ids::GrantId;
use sqlx::{FromRow, Sqlite, Transaction};

use crate::deskside::outbox;
use crate::encoding::{kept, millis, moment};
use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::house::{App, House};
use crate::erp::page::Visitor;
use crate::erp::sessions::Seat;
use crate::erp::trade::quotation_number;
use crate::words::Words;

/// The desk hears of the same screen this often at most.
const TELL_AGAIN: TimeDelta = TimeDelta::seconds(5);
/// The stream that waits for the end is no page.
const NO_PAGE: &str = "/support/live";

/// Writes down what a support account opened or was refused.
///
/// # Errors
/// When the database fails: then nothing is opened either.
pub async fn record(
    app: &App,
    house: &House,
    seat: &Seat,
    method: &str,
    path: &str,
    allowed: bool,
) -> Result<(), Fault> {
    if path == NO_PAGE {
        return Ok(());
    }
    let now = kept(app.now());
    let mut tx = house.write().await?;
    sqlx::query(
        "INSERT INTO page_log (grant_id, at, method, path, refused) VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(seat.grant.as_str())
    .bind(millis(now))
    .bind(method)
    .bind(path.chars().take(200).collect::<String>())
    .bind(!allowed)
    .execute(&mut *tx)
    .await?;
    let screen = screen(path).filter(|_| allowed);
    seen(app, &mut tx, &seat.grant, now, screen).await?;
    tx.commit().await?;
    house.outbox.notify_one();
    Ok(())
}

#[derive(FromRow)]
struct Told {
    told_at: Option<i64>,
    told: Option<String>,
}

async fn seen(
    app: &App,
    tx: &mut Transaction<'_, Sqlite>,
    grant: &GrantId,
    now: deskside_protocol::DateTime,
    screen: Option<Text>,
) -> Result<(), Fault> {
    let as_json = screen.as_ref().map(serde_json::to_string).transpose()?;
    sqlx::query(
        "UPDATE grants SET seen_at = ?2, screen = COALESCE(?3, screen) WHERE grant_id = ?1",
    )
    .bind(grant.as_str())
    .bind(millis(now))
    .bind(as_json)
    .execute(&mut **tx)
    .await?;
    let told: Option<Told> = sqlx::query_as("SELECT told_at, told FROM grants WHERE grant_id = ?1")
        .bind(grant.as_str())
        .fetch_optional(&mut **tx)
        .await?;
    let name = screen.map(|screen| screen.en);
    let fresh = told.is_some_and(|told| {
        let lately = told.told_at.is_some_and(|at| now - moment(at) < TELL_AGAIN);
        lately && (name.is_none() || told.told == name)
    });
    if fresh {
        return Ok(());
    }
    sqlx::query("UPDATE grants SET told_at = ?2, told = COALESCE(?3, told) WHERE grant_id = ?1")
        .bind(grant.as_str())
        .bind(millis(now))
        .bind(&name)
        .execute(&mut **tx)
        .await?;
    let event = HostEvent::GrantSeen {
        grant: grant.clone(),
        at: now,
        screen: name,
    };
    outbox::put(app, tx, &event).await
}

/// What a path is called by people; `None` for what is no screen.
#[must_use]
pub fn screen(path: &str) -> Option<Text> {
    let mut parts = path.trim_start_matches('/').split('/');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    let key = match first {
        "" => "menu.home",
        "quotations" => "menu.quotations",
        "invoices" => "menu.invoices",
        "contacts" => "menu.contacts",
        "moves" => "menu.moves",
        "reports" => "menu.margin",
        "help" => "menu.help",
        _ => return None,
    };
    let name = Words::text(key);
    let Some(id) = second.and_then(|text| text.parse::<i64>().ok()) else {
        return Some(name);
    };
    let record = if first == "quotations" {
        quotation_number(id)
    } else {
        format!("#{id}")
    };
    Some(Text {
        en: format!("{} {record}", name.en),
        vi: format!("{} {record}", name.vi),
    })
}

#[derive(FromRow)]
struct Inside {
    grant_id: String,
    request: String,
    screen: Option<String>,
    since: i64,
}

/// Support that is in the system at this moment, as administrators are told.
///
/// # Errors
/// When the database fails.
pub async fn visitors(app: &App, house: &House, t: Words) -> Result<Vec<Visitor>, Fault> {
    let now = app.now();
    let inside: Vec<Inside> = sqlx::query_as(
        "SELECT g.grant_id, g.request, g.screen, MIN(s.created_at) AS since
         FROM grants g JOIN sessions s ON s.grant_id = g.grant_id
         WHERE g.ended_at IS NULL AND g.until > ?1 GROUP BY g.grant_id ORDER BY since",
    )
    .bind(millis(now))
    .fetch_all(&house.db)
    .await?;
    inside
        .into_iter()
        .map(|row| {
            let request: deskside_protocol::access::GrantRequest =
                serde_json::from_str(&row.request)?;
            let screen: Option<Text> = row
                .screen
                .as_deref()
                .map(serde_json::from_str)
                .transpose()?;
            let screen =
                screen.map_or_else(|| t.say("menu.home"), |screen| screen.get(t.0).to_owned());
            let since = dates::clock(moment(row.since), now, house.zone, t);
            Ok(Visitor {
                grant: row.grant_id,
                sentence: t.fill(
                    "visitor.sentence",
                    &[
                        ("agent", &request.agent.name),
                        ("since", &since),
                        ("screen", &screen),
                    ],
                ),
            })
        })
        .collect()
}
