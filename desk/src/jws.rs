//! What hosts sign is read here, and what the desk signs is written here. The algorithm is pinned
//! by the reader, never taken from the token (trust rule 5).

use deskside_protocol::DateTime;
use deskside_protocol::access::Jwk;
use deskside_protocol::ids::SystemId;
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::keys::{KeyPair, PublicKey, thumbprint};
use crate::problem::Fault;

/// How far two clocks may be apart, in seconds.
const SKEW: i64 = 30;

/// What was signed does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not hold")]
pub struct Refused;

/// Which system a token says it is from. Believed only after the signature was verified with that
/// system's key.
#[must_use]
pub fn claimed_system(token: &str) -> Option<SystemId> {
    #[derive(Deserialize)]
    struct Issuer {
        iss: SystemId,
    }
    jsonwebtoken::dangerous::insecure_decode_claims::<Issuer>(token)
        .ok()
        .map(|claims| claims.iss)
}

/// The claims, if this key signed them by ES256 and by nothing else.
///
/// # Errors
/// When it did not.
pub fn verified<T: DeserializeOwned>(token: &str, key: &Jwk) -> Result<T, Refused> {
    let validation = only(Algorithm::ES256);
    let decoding = DecodingKey::from_ec_components(&key.x, &key.y).map_err(|_| Refused)?;
    let token = jsonwebtoken::decode::<T>(token, &decoding, &validation).map_err(|_| Refused)?;
    match token.header.kid {
        Some(kid) if kid != thumbprint(key) => Err(Refused),
        _ => Ok(token.claims),
    }
}

/// The claims, if this key signed them by EdDSA, by nothing else, and as this kind of thing.
///
/// # Errors
/// When it did not.
pub fn vouched<T: DeserializeOwned>(
    token: &str,
    kind: &str,
    key: &PublicKey,
) -> Result<T, Refused> {
    let token = jsonwebtoken::decode::<T>(token, key.decoding(), &only(Algorithm::EdDSA))
        .map_err(|_| Refused)?;
    (token.header.typ.as_deref() == Some(kind))
        .then_some(token.claims)
        .ok_or(Refused)
}

/// One algorithm. Times and audience are checked by `timely` and the callers, against the desk's one
/// clock.
fn only(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    validation
}

/// Whether a token holds at this moment and is not meant to hold longer than allowed.
///
/// # Errors
/// When it does not.
pub fn timely(iat: i64, exp: i64, max_seconds: i64, now: DateTime) -> Result<(), Refused> {
    let now = now.timestamp();
    let life = exp.checked_sub(iat).ok_or(Refused)?;
    let fits =
        life > 0 && life <= max_seconds && iat <= now + SKEW && now < exp.saturating_add(SKEW);
    fits.then_some(()).ok_or(Refused)
}

/// Signs claims as the desk, by EdDSA.
///
/// # Errors
/// When they cannot be written.
pub fn signed<T: Serialize>(key: &KeyPair, claims: &T) -> Result<String, Fault> {
    signed_as(key, "JWT", claims)
}

/// Signs claims as a kind of thing, by EdDSA.
///
/// # Errors
/// When they cannot be written.
pub fn signed_as<T: Serialize>(key: &KeyPair, kind: &str, claims: &T) -> Result<String, Fault> {
    let header = Header {
        kid: Some(key.id()),
        typ: Some(kind.to_owned()),
        ..Header::new(Algorithm::EdDSA)
    };
    jsonwebtoken::encode(&header, claims, key.encoding())
        .map_err(|error| Fault::Written(error.into()))
}
