//! Customers as agents see them, and maintenance of their systems (2.2).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use deskside_protocol::api::{AgentMaintenance, AgentSystem, NewMaintenance};
use deskside_protocol::identity::{Agent, Text};
use deskside_protocol::ids::MaintenanceId;
use deskside_protocol::ticket::MAX_TEXT;

use crate::api::idempotency::{Call, Once};
use crate::context::clean_text;
use crate::desk::Desk;
use crate::identity::As;
use crate::policy::maintenance;
use crate::problem::{Fault, Taken};
use crate::system::System;
use crate::{policy, ticket};

/// Every customer: policy and plan, terms, availability, whom to write to, a night for maintenance.
#[utoipa::path(get, path = "/api/agent/systems", tag = "agent", security(("console" = [])),
    responses((status = 200, body = Vec<AgentSystem>)))]
pub(super) async fn systems(
    State(desk): State<Desk>,
    As(_): As<Agent>,
) -> Result<Json<Vec<AgentSystem>>, Fault> {
    let mut db = desk.read().await?;
    let now = desk.world.now();
    Ok(Json(policy::customers(&mut db, &desk, now).await?))
}

/// Maintenance of all systems: what runs or is to come, the next first, then what is past.
#[utoipa::path(get, path = "/api/agent/maintenance", tag = "agent", security(("console" = [])),
    responses((status = 200, body = Vec<AgentMaintenance>)))]
pub(super) async fn windows(
    State(desk): State<Desk>,
    As(_): As<Agent>,
) -> Result<Json<Vec<AgentMaintenance>>, Fault> {
    let mut db = desk.read().await?;
    Ok(Json(maintenance::all(&mut db, desk.world.now()).await?))
}

/// Plans a window and tells the customer. Later than promised is possible, and said: `short_notice`.
#[utoipa::path(post, path = "/api/agent/maintenance", tag = "agent", security(("console" = [])),
    params(("Idempotency-Key" = String, Header), ("X-Deskside" = String, Header)),
    request_body = NewMaintenance,
    responses((status = 201, body = AgentMaintenance), (status = 200, body = AgentMaintenance)))]
pub(super) async fn plan(
    State(desk): State<Desk>,
    As(agent): As<Agent>,
    once: Once,
    Taken(new): Taken<NewMaintenance>,
) -> Result<(StatusCode, Json<AgentMaintenance>), Fault> {
    let (with, now) = (desk.clone(), desk.world.now());
    let (status, window) = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let system = System::load(tx, &new.system).await?;
                let caller = ticket::agent_name(&agent.card.id);
                let call = Call::new(&system.id, caller, once, "agent/maintenance", &new)?;
                if let Some(made) = call.made(tx).await? {
                    let before = maintenance::window(tx, &MaintenanceId(made)).await?;
                    return Ok((StatusCode::OK, before));
                }
                let new = NewMaintenance {
                    text: cleaned(new.text)?,
                    ..new
                };
                let id = maintenance::plan(tx, &with, &system, new, &agent.card, now).await?;
                call.makes(tx, id.as_str(), now).await?;
                Ok((StatusCode::CREATED, maintenance::window(tx, &id).await?))
            })
        })
        .await?;
    Ok((status, Json(window)))
}

/// Words in one language at least; who wrote in one only is read so in both.
fn cleaned(text: Text) -> Result<Text, Fault> {
    let (en, vi) = match (text.en.trim(), text.vi.trim()) {
        (en, "") => (en, en),
        ("", vi) => (vi, vi),
        both => both,
    };
    Ok(Text {
        en: clean_text(en, MAX_TEXT, "text")?.kept,
        vi: clean_text(vi, MAX_TEXT, "text")?.kept,
    })
}

/// Cancels a window that has not begun, and tells the customer.
#[utoipa::path(post, path = "/api/agent/maintenance/{id}/cancel", tag = "agent",
    security(("console" = [])), params(("id" = String, Path), ("X-Deskside" = String, Header)),
    responses((status = 200, body = AgentMaintenance)))]
pub(super) async fn cancel(
    State(desk): State<Desk>,
    As(_): As<Agent>,
    Path(id): Path<MaintenanceId>,
) -> Result<Json<AgentMaintenance>, Fault> {
    let (with, now) = (desk.clone(), desk.world.now());
    let window = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                maintenance::cancel(tx, &with, &id, now).await?;
                maintenance::window(tx, &id).await
            })
        })
        .await?;
    Ok(Json(window))
}
