//! Passwords: kept as argon2 hashes, checked in a few threads, and not guessable by trying.

use std::collections::HashMap;
use std::sync::Mutex;

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use chrono::TimeDelta;
use deskside_protocol::DateTime;
use tokio::sync::Semaphore;

use crate::world::World;

/// Shortest password that may be chosen, in characters.
pub const SHORTEST: usize = 8;

/// Each check takes 19 MB for a moment: two at once are enough for anybody.
static CHECKS: Semaphore = Semaphore::const_new(2);

/// The hash to keep of a password.
#[must_use]
pub fn hash(password: &str, world: &World) -> Option<String> {
    let salt = SaltString::encode_b64(&world.random::<16>()).ok()?;
    Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .ok()
        .map(|hash| hash.to_string())
}

/// Whether the password is the one the hash was made of. Without a hash (a support account, a
/// stranger) the answer is no, and takes as long.
pub async fn check(password: &str, hash: Option<&str>) -> bool {
    // Any well-formed hash will do: what it was made of is not known to anybody.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$a2hvLWVycC1ub2JvZHk$Zs7yS0Fo6CzdsLwS3fCJwoP0Yp2L9kJ0mVn1pJ4tqkE";
    let known = hash.is_some();
    let hash = hash.unwrap_or(NOBODY).to_owned();
    let password = password.to_owned();
    let Ok(_turn) = CHECKS.acquire().await else {
        return false;
    };
    let matches = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash).is_ok_and(|parsed| {
            Argon2::default()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok()
        })
    })
    .await
    .unwrap_or(false);
    known && matches
}

/// Wrong passwords of late, by who was meant.
#[derive(Debug, Default)]
pub struct Tries(Mutex<HashMap<String, (u32, DateTime)>>);

impl Tries {
    const MOST: u32 = 10;
    const PAUSE: TimeDelta = TimeDelta::minutes(5);

    /// Whether this one may be tried now.
    #[must_use]
    pub fn may_try(&self, who: &str, now: DateTime) -> bool {
        self.0.lock().is_ok_and(|tries| {
            tries
                .get(who)
                .is_none_or(|(count, last)| *count < Self::MOST || now - *last > Self::PAUSE)
        })
    }

    /// It was wrong.
    pub fn wrong(&self, who: &str, now: DateTime) {
        if let Ok(mut tries) = self.0.lock() {
            tries.retain(|_, (_, last)| now - *last <= Self::PAUSE);
            let entry = tries.entry(who.to_owned()).or_insert((0, now));
            *entry = (entry.0 + 1, now);
        }
    }

    /// It was right: forgotten.
    pub fn right(&self, who: &str) {
        if let Ok(mut tries) = self.0.lock() {
            tries.remove(who);
        }
    }
}
