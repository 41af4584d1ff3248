//! The only place where this program looks at the clock or rolls dice. Everybody else is told.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use rand::TryRngCore;

/// The host's own clock and source of randomness.
#[derive(Clone, Debug, Default)]
pub struct World {
    clock_file: Option<PathBuf>,
}

impl World {
    /// A world whose clock is the machine's, plus the seconds written in the file (which may be
    /// absent): this host's clock can be moved without moving anybody else's.
    #[must_use]
    pub fn new(clock_file: Option<PathBuf>) -> Self {
        Self { clock_file }
    }

    /// What time it is for this host.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that may look at the clock"
    )]
    pub fn now(&self) -> DateTime {
        let ahead = self.clock_file.as_deref().map_or(0, seconds_in);
        DateTime::from(SystemTime::now())
            .checked_add_signed(TimeDelta::try_seconds(ahead).unwrap_or_default())
            .unwrap_or(DateTime::MAX_UTC)
    }

    /// Random bytes from the operating system.
    ///
    /// # Panics
    /// When it has none: a system without randomness must not run.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        rand::rngs::OsRng
            .try_fill_bytes(&mut bytes)
            .expect("the operating system has randomness");
        bytes
    }

    /// An unguessable word, safe in URLs, cookies and headers.
    #[must_use]
    pub fn secret(&self) -> String {
        crate::encoding::base64url(&self.random::<32>())
    }
}

fn seconds_in(file: &Path) -> i64 {
    std::fs::read_to_string(file)
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(0)
}
