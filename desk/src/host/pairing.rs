//! Pairing: a code typed by an admin exchanges public keys, once.

use deskside_protocol::host::{PairRequest, Paired};
use deskside_protocol::ids::SystemId;
use deskside_protocol::problem::Code;

use crate::desk::Desk;
use crate::keys::{digest, usable};
use crate::problem::Fault;
use crate::store::{Stored, ms};
use crate::system::{origin_of, origins};

/// Pairs a host with the system a code was made for. Its address must be one that whoever made the
/// code wrote down: events and agents are sent there.
///
/// # Errors
/// When the code is wrong, used or too old, or key or address are not usable.
pub async fn pair(desk: &Desk, request: PairRequest) -> Result<Paired, Fault> {
    let prefix_fits = request.prefix.starts_with('/')
        && !request.prefix.ends_with('/')
        && request
            .prefix
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b));
    if !prefix_fits {
        return Err(Fault::on(Code::FieldInvalid, "prefix"));
    }
    if !usable(&request.key) {
        return Err(Fault::on(Code::FieldInvalid, "key"));
    }
    let origin = origin_of(&request.url).ok_or_else(|| Fault::on(Code::FieldInvalid, "url"))?;
    let (hash, now) = (digest(request.code.trim()), ms(desk.world.now()));
    let system = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let system: Option<String> = sqlx::query_scalar(
                    "UPDATE systems SET code_hash = NULL, host_key = $3, host_url = $4,
                     host_prefix = $5
                     WHERE code_hash = $1 AND code_expires_at > $2 RETURNING id",
                )
                .bind(hash)
                .bind(now)
                .bind(Stored(&request.key))
                .bind(request.url.trim_end_matches('/'))
                .bind(&request.prefix)
                .fetch_optional(&mut **tx)
                .await?;
                let system = system.ok_or_else(|| Fault::of(Code::PairingRefused))?;
                let system = SystemId(system);
                if !origins(tx, &system).await?.contains(&origin) {
                    return Err(Fault::on(Code::PairingRefused, "url"));
                }
                Ok(system)
            })
        })
        .await?;
    Ok(Paired {
        system,
        desk: desk.settings.public_url.clone(),
        desk_key: desk.key.public(),
    })
}
