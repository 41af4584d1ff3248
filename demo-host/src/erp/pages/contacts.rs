//! Contacts: list and record.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use deskside_protocol::problem::Code;

use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::lists::{self, Cell, List, Row, Wanted};
use crate::erp::page::{Screen, Shell};
use crate::erp::pages::record::{self, Field, Lines};
use crate::erp::sessions::Signed;
use crate::erp::trade;
use crate::words::Words;

const MODEL: &str = "res.partner";

async fn all(signed: &Signed, wanted: &Wanted) -> Result<List, Fault> {
    let t = Words(signed.lang);
    let rows = trade::contacts(&signed.house.db)
        .await?
        .into_iter()
        .map(|one| Row {
            href: Some(format!("/contacts/{}", one.id)),
            cells: vec![
                Cell::strong(one.name),
                Cell::plain(one.person),
                Cell::plain(one.phone),
                Cell::plain(one.city),
                Cell::looking("badge", t.of("contact.kind", &one.kind)),
            ],
        })
        .collect();
    let columns = ["name", "person", "phone", "city", "kind"]
        .map(|name| t.of("column", name))
        .to_vec();
    Ok(List::of(columns, rows, wanted))
}

/// The list.
///
/// # Errors
/// When the database fails.
pub async fn list(
    State(app): State<App>,
    signed: Signed,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    let screen = Screen {
        model: MODEL,
        record: None,
        view: "list",
    };
    let title = Words(signed.lang).say("menu.contacts");
    let shell = Shell::of(&app, &signed, "/contacts", title, screen).await?;
    lists::draw(shell, all(&signed, &wanted).await?, None)
}

/// The list as JSON.
///
/// # Errors
/// When the database fails.
pub async fn json(signed: Signed, Query(wanted): Query<Wanted>) -> Result<Response, Fault> {
    Ok(all(&signed, &wanted).await?.as_json())
}

/// One contact.
///
/// # Errors
/// When there is no such contact.
pub async fn record(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<i64>,
) -> Result<Response, Fault> {
    let t = Words(signed.lang);
    let one = trade::contacts(&signed.house.db)
        .await?
        .into_iter()
        .find(|one| one.id == id)
        .ok_or(Code::NotFound)?;
    let screen = Screen {
        model: MODEL,
        record: Some(id),
        view: "form",
    };
    let path = format!("/contacts/{id}");
    let shell = Shell::of(&app, &signed, &path, one.name.clone(), screen).await?;
    let field = |name: &str, value: String| Field::new(t.of("column", name), value);
    let fields = vec![
        field("person", one.person),
        field("phone", one.phone),
        field("email", one.email),
        field("city", one.city),
        field("tax_code", one.tax_code),
    ];
    let badge = Cell::looking("badge", t.of("contact.kind", &one.kind));
    let back = ("/contacts", t.say("menu.contacts"));
    record::draw(shell, back, badge, fields, Lines::default())
}
