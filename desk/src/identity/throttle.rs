//! A brake on guessing passwords: a few wrong ones, then a pause.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;
use deskside_protocol::DateTime;

/// This many wrong passwords are let through within the pause.
const WRONG: u32 = 5;
/// How long the pause is.
const PAUSE: TimeDelta = TimeDelta::minutes(5);

/// Wrong passwords by e-mail, since when.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<String, (u32, DateTime)>>);

impl Throttle {
    /// Whether another try is let through.
    #[must_use]
    pub fn lets_through(&self, email: &str, now: DateTime) -> bool {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.retain(|_, (_, since)| now - *since < PAUSE);
        tries.get(email).is_none_or(|(wrong, _)| *wrong < WRONG)
    }

    /// Counts a wrong password.
    pub fn wrong(&self, email: &str, now: DateTime) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.entry(email.to_owned()).or_insert((0, now)).0 += 1;
    }

    /// Forgets what was wrong before: this one was right.
    pub fn right(&self, email: &str) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.remove(email);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_ones_then_a_pause_for_that_person_only() {
        let throttle = Throttle::default();
        let now = DateTime::UNIX_EPOCH;
        for _ in 0..WRONG {
            assert!(throttle.lets_through("linh@desk.example", now));
            throttle.wrong("linh@desk.example", now);
        }
        assert!(!throttle.lets_through("linh@desk.example", now));
        assert!(throttle.lets_through("khoa@desk.example", now));
        assert!(throttle.lets_through("linh@desk.example", now + PAUSE));
    }
}
