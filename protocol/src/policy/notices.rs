//! When people are told that a term comes to its end (1.2).

use super::service::TermView;

/// Days before the end of a term on which people are told.
pub const TERM_NOTICES: [u32; 3] = [90, 30, 7];

impl TermView {
    /// The notice that is due: the nearest, so that one that could not be sent in time is not made up
    /// for beside it. A notice as long as the term itself is none: that a warranty of 90 days ends in
    /// 90 days is no news on its first day. After the end it is too late to tell ahead.
    #[must_use]
    pub fn notice_due(&self) -> Option<u32> {
        let whole = (self.ends_on - self.began_on).num_days();
        let due = TERM_NOTICES
            .into_iter()
            .filter(|&days| self.days_left >= 0 && self.days_left <= i64::from(days))
            .filter(|&days| whole > i64::from(days));
        due.min()
    }
}

#[cfg(test)]
mod tests;
