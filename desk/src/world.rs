//! The only place that asks what time it is or leaves something to chance. Everyone else is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use deskside_protocol::DateTime;
use rand::RngCore as _;

/// Time and chance, as a value. Cheap to clone; clones share one clock.
#[derive(Clone, Debug, Default)]
pub struct World {
    ahead: Arc<AtomicI64>,
    /// Where the clock stands, in a world in which it moves only when it is told to.
    stands: Option<DateTime>,
}

impl World {
    /// The world as it is.
    #[must_use]
    pub fn real() -> Self {
        Self::default()
    }

    /// A world at this moment, in which no time passes but by [`World::pass`].
    #[must_use]
    pub fn standing(at: DateTime) -> Self {
        Self {
            stands: Some(at),
            ..Self::default()
        }
    }

    /// Lets time pass for everybody who shares this world.
    pub fn pass(&self, time: TimeDelta) {
        self.ahead
            .fetch_add(time.num_milliseconds(), Ordering::Relaxed);
    }

    /// The moment, in whole milliseconds as it will be kept.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that asks the clock"
    )]
    pub fn now(&self) -> DateTime {
        let now = self
            .stands
            .unwrap_or_else(|| std::time::SystemTime::now().into());
        let ms = now.timestamp_millis() + self.ahead.load(Ordering::Relaxed);
        DateTime::from_timestamp_millis(ms).unwrap_or(now)
    }

    /// Random bytes nobody can guess.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that leaves something to chance"
    )]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        rand::rng().fill_bytes(&mut bytes);
        bytes
    }

    /// A secret of 256 bits, as text.
    #[must_use]
    pub fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.random::<32>())
    }
}
