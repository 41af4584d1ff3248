//! Small ways of writing bytes and moments down.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{SubsecRound, TimeZone, Utc};
use deskside_protocol::DateTime;
use sha2::{Digest, Sha256};

/// base64url without padding.
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes from base64url without padding.
#[must_use]
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Bytes from standard base64.
#[must_use]
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// SHA-256, as base64url.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    base64url(&Sha256::digest(text.as_bytes()))
}

/// A moment as the database keeps it: milliseconds since 1970.
#[must_use]
pub fn millis(at: DateTime) -> i64 {
    at.timestamp_millis()
}

/// A moment from the database.
#[must_use]
pub fn moment(millis: i64) -> DateTime {
    Utc.timestamp_millis_opt(millis)
        .single()
        .unwrap_or(DateTime::UNIX_EPOCH)
}

/// The moment as the database will give it back.
#[must_use]
pub fn kept(at: DateTime) -> DateTime {
    at.trunc_subsecs(3)
}
