//! `/api/rotations`: what must be changed, and the host's proof that it was.

use axum::Json;
use axum::extract::{Path, State};
use deskside_protocol::api::{Evidence, RotationView};
use deskside_protocol::ids::RotationId;
use deskside_protocol::problem::Code;

use crate::desk::Desk;
use crate::identity::{As, Visitor};
use crate::problem::{Fault, Taken};
use crate::rotation::{self, Rotation};
use crate::system::System;

/// Mine; who may approve access sees all of the system.
#[utoipa::path(get, path = "/api/rotations", tag = "rotation", security(("session" = [])),
    responses((status = 200, body = Vec<RotationView>)))]
pub(super) async fn list(
    State(desk): State<Desk>,
    As(visitor): As<Visitor>,
) -> Result<Json<Vec<RotationView>>, Fault> {
    let mut db = desk.read().await?;
    let all = Rotation::of_system(&mut db, &visitor.reporter.system).await?;
    let mine = all
        .into_iter()
        .filter(|rotation| rotation.concerns(&visitor));
    Ok(Json(mine.map(Rotation::view).collect()))
}

/// Ends a rotation by what the host signed about the credential.
#[utoipa::path(post, path = "/api/rotations/{id}/evidence", tag = "rotation",
    security(("session" = [])), params(("id" = String, Path)), request_body = Evidence,
    responses((status = 200, body = RotationView)))]
pub(super) async fn evidence(
    State(desk): State<Desk>,
    As(visitor): As<Visitor>,
    Path(id): Path<RotationId>,
    Taken(Evidence { evidence }): Taken<Evidence>,
) -> Result<Json<RotationView>, Fault> {
    let (with, now) = (desk.clone(), desk.world.now());
    let rotation = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let system = System::load(tx, &visitor.reporter.system).await?;
                let mut rotation = Rotation::load(tx, &system.id, &id).await?;
                if !rotation.concerns(&visitor) {
                    return Err(Fault::of(Code::NotFound));
                }
                let url = &with.settings.public_url;
                rotation::evidence(tx, &system, url, &mut rotation, &evidence, now).await?;
                Ok(rotation)
            })
        })
        .await?;
    Ok(Json(rotation.view()))
}
