//! Support access, for administrators: every support account there was, every page it opened, and
//! the button that ends it. Needs neither scripts nor the desk.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use deskside_protocol::access::{EndReason, Sweep};
use deskside_protocol::ids::GrantId;
use deskside_protocol::problem::Code;
use sqlx::FromRow;

use crate::deskside::access::book::{self, Kept};
use crate::deskside::access::confirm::scope_names;
use crate::deskside::access::end;
use crate::encoding::moment;
use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::lists::{self, Cell, List, Row, Wanted};
use crate::erp::page::{self, Screen, Shell};
use crate::erp::pages::record::Field;
use crate::erp::sessions::Signed;
use crate::words::Words;

const PATH: &str = "/settings/access";

fn state(app: &App, kept: &Kept, t: Words) -> Cell {
    match kept.ended {
        Some((_, why)) => Cell::looking("badge", t.of("end.short", why.as_str())),
        None if app.now() >= kept.approval.until => {
            Cell::looking("badge", t.of("end.short", EndReason::Expired.as_str()))
        }
        None => Cell::looking("badge warn", t.say("access.open")),
    }
}

/// All support accounts.
///
/// # Errors
/// When the database fails.
pub async fn list(
    State(app): State<App>,
    signed: Signed,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let (house, now) = (&signed.house, app.now());
    let rows = book::all(&house.db)
        .await?
        .into_iter()
        .map(|kept| Row {
            href: Some(format!("{PATH}/{}", kept.request.grant)),
            cells: vec![
                Cell::strong(&kept.request.agent.name),
                Cell::plain(&kept.request.reference),
                Cell::plain(scope_names(&kept.approval.scopes, t)),
                Cell::plain(dates::clock(kept.approval.until, now, house.zone, t)),
                Cell::plain(&kept.approval.by.name),
                state(&app, &kept, t),
            ],
        })
        .collect();
    let columns = ["agent", "ticket", "scopes", "until", "approved_by", "state"]
        .map(|name| t.of("column", name))
        .to_vec();
    let screen = Screen {
        model: "deskside.grant",
        record: None,
        view: "list",
    };
    let shell = Shell::of(&app, &signed, PATH, t.say("access.title"), screen).await?;
    lists::draw(shell, List::of(columns, rows, &wanted), None)
}

/// A page that was opened or refused.
#[derive(FromRow)]
struct Opened {
    at: i64,
    method: String,
    path: String,
    refused: bool,
}

/// The same as it is shown.
struct OpenedView {
    at: String,
    what: String,
    refused: bool,
}

#[derive(Template)]
#[template(path = "erp/access.html")]
struct AccessPage {
    s: Shell,
    grant: String,
    open: bool,
    badge: Cell,
    fields: Vec<Field>,
    removed: Vec<String>,
    opened: Vec<OpenedView>,
}

/// One support account, with every page it opened.
///
/// # Errors
/// When there is none.
pub async fn record(
    State(app): State<App>,
    signed: Signed,
    Path(grant): Path<String>,
) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let house = &signed.house;
    let grant = GrantId(grant);
    let kept = book::find(&house.db, &grant).await?.ok_or(Code::NotFound)?;
    let opened: Vec<Opened> = sqlx::query_as(
        "SELECT at, method, path, refused FROM page_log WHERE grant_id = ?1
         ORDER BY id DESC LIMIT 200",
    )
    .bind(grant.as_str())
    .fetch_all(&house.db)
    .await?;
    let sweep: Option<String> = sqlx::query_scalar("SELECT sweep FROM grants WHERE grant_id = ?1")
        .bind(grant.as_str())
        .fetch_one(&house.db)
        .await?;
    let sweep: Option<Sweep> = sweep.as_deref().map(serde_json::from_str).transpose()?;
    let screen = Screen {
        model: "deskside.grant",
        record: None,
        view: "form",
    };
    let path = format!("{PATH}/{grant}");
    let title = kept.request.agent.name.clone();
    let shell = Shell::of(&app, &signed, &path, title, screen).await?;
    page::draw(&AccessPage {
        s: shell,
        open: kept.ended.is_none() && app.now() < kept.approval.until,
        badge: state(&app, &kept, t),
        fields: fields(&kept, sweep.as_ref(), house.zone, t),
        removed: sweep.map(|sweep| sweep.removed).unwrap_or_default(),
        grant: grant.to_string(),
        opened: opened
            .into_iter()
            .map(|one| OpenedView {
                at: dates::full(moment(one.at), house.zone, t),
                what: format!("{} {}", one.method, one.path),
                refused: one.refused,
            })
            .collect(),
    })
}

fn fields(kept: &Kept, sweep: Option<&Sweep>, zone: chrono_tz::Tz, t: Words) -> Vec<Field> {
    let field = |name: &str, value: String| Field::new(t.of("column", name), value);
    let mut fields = vec![
        field("ticket", kept.request.reference.clone()),
        field("reason", kept.request.reason.clone()),
        field("scopes", scope_names(&kept.approval.scopes, t)),
        field("until", dates::full(kept.approval.until, zone, t)),
        field("approved_by", kept.approval.by.name.clone()),
        field("account", kept.approval.account.clone()),
        field("agent_key", kept.approval.agent_key.clone()),
    ];
    if let Some((at, why)) = kept.ended {
        fields.push(field(
            "ended",
            format!(
                "{}, {}",
                dates::full(at, zone, t),
                t.of("end.short", why.as_str())
            ),
        ));
    }
    if let Some(sweep) = sweep {
        for (name, count) in [
            ("sign_ins", sweep.sign_ins),
            ("sessions", sweep.sessions),
            ("screens", sweep.screens),
            ("refused", sweep.refused),
        ] {
            fields.push(field(name, count.to_string()));
        }
    }
    fields
}

/// Ends it now.
///
/// # Errors
/// When it is not an approver who asks, or there is no such grant.
pub async fn end_now(
    State(app): State<App>,
    signed: Signed,
    Path(grant): Path<String>,
) -> Result<Response, Fault> {
    signed.approver().await?.ok_or(Code::NotAnApprover)?;
    let grant = GrantId(grant);
    book::find(&signed.house.db, &grant)
        .await?
        .ok_or(Code::NotFound)?;
    end::end(&app, &signed.house, &grant, app.now(), EndReason::Revoked).await?;
    Ok(Redirect::to(&format!("{PATH}/{grant}")).into_response())
}
