//! Signing and verifying. Every verifier names the one algorithm it takes, and time is told by our
//! own clock, never by the library's.

use deskside_protocol::DateTime;
use deskside_protocol::access::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::deskside::key::HostKey;

/// Why something signed was not taken. The sentence for people says no more than "refused".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not a JWS of the one algorithm, or not signed by the one key.
    #[error("not signed as it must be")]
    Signature,
    /// From somebody else, for somebody else, or about something else.
    #[error("issuer, audience or subject differ")]
    Parties,
    /// Too old, from the future, or valid for too long.
    #[error("not valid at this time")]
    Time,
    /// Used before.
    #[error("used before")]
    Replay,
    /// Nothing that it could be about is open.
    #[error("nothing is open for it")]
    NotOpen,
}

/// How far another clock may be ahead of ours, in seconds.
pub const SKEW: i64 = 60;

/// Signs claims with the host key.
///
/// # Errors
/// When the key cannot sign, which a house that opened does not meet.
pub fn sign(key: &HostKey, claims: &impl Serialize) -> Result<String, jsonwebtoken::errors::Error> {
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(key.id().to_owned());
    let private = EncodingKey::from_ec_pem(key.pem().as_bytes())?;
    jsonwebtoken::encode(&header, claims, &private)
}

/// Reads claims the desk signed (Ed25519 and nothing else).
///
/// # Errors
/// When they were not.
pub fn from_desk<T: DeserializeOwned + Clone>(jws: &str, desk_key: &str) -> Result<T, Refused> {
    let key = DecodingKey::from_ed_components(desk_key).map_err(|_| Refused::Signature)?;
    verified(jws, &key, Algorithm::EdDSA)
}

/// Reads claims an agent's browser signed (ES256 and nothing else).
///
/// # Errors
/// When they were not.
pub fn from_agent<T: DeserializeOwned + Clone>(jws: &str, agent_key: &Jwk) -> Result<T, Refused> {
    let key = DecodingKey::from_ec_components(&agent_key.x, &agent_key.y)
        .map_err(|_| Refused::Signature)?;
    verified(jws, &key, Algorithm::ES256)
}

fn verified<T: DeserializeOwned + Clone>(
    jws: &str,
    key: &DecodingKey,
    algorithm: Algorithm,
) -> Result<T, Refused> {
    let mut rules = Validation::new(algorithm);
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    rules.validate_aud = false;
    jsonwebtoken::decode::<T>(jws, key, &rules)
        .map(|token| token.claims)
        .map_err(|_| Refused::Signature)
}

/// Reads claims without believing them, to find the key that must have signed them.
#[must_use]
pub fn unverified<T: DeserializeOwned>(jws: &str) -> Option<T> {
    let payload = jws.split('.').nth(1)?;
    serde_json::from_slice(&crate::encoding::from_base64url(payload)?).ok()
}

/// Whether something issued and expiring at these seconds is valid now.
///
/// # Errors
/// When it is not.
pub fn in_time(iat: i64, exp: i64, now: DateTime) -> Result<(), Refused> {
    let now = now.timestamp();
    if exp <= now || iat > now + SKEW || exp < iat {
        return Err(Refused::Time);
    }
    Ok(())
}
