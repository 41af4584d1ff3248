//! `POST identity`: the person on the page, vouched for by us (trust rule 5).

use axum::Json;
use axum::extract::State;
use deskside_protocol::host::Signed as SignedJws;
use deskside_protocol::identity::IdentityClaims;
use deskside_protocol::problem::Code;

use crate::deskside::outbox::signed as sign;
use crate::encoding::base64url;
use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::page::role_names;
use crate::erp::sessions::Signed;
use crate::words::Words;

/// Signs a token for whoever is signed in. The gate has made sure that they are no support account
/// and that the call comes from our own page.
///
/// # Errors
/// When this house has no desk.
pub async fn post(State(app): State<App>, signed: Signed) -> Result<Json<SignedJws>, Fault> {
    let pairing = signed.house.pairing().await?.ok_or(Code::WrongState)?;
    let now = app.now().timestamp();
    let roles = role_names(&signed.holder, Words(signed.lang));
    let claims = IdentityClaims {
        iss: pairing.system,
        aud: pairing.desk,
        iat: now,
        exp: now + IdentityClaims::MAX_SECONDS,
        jti: base64url(&app.world.random::<16>()),
        person: deskside_protocol::identity::Person {
            lang: signed.lang,
            ..signed.user.person()
        },
        roles: roles
            .split(", ")
            .filter(|role| !role.is_empty())
            .map(ToOwned::to_owned)
            .collect(),
        approver: signed.holder.may_approve(),
    };
    Ok(Json(SignedJws {
        jws: sign(&signed.house, &claims)?,
    }))
}
