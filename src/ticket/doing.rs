//! How an act of the reader goes: one at a time, and what went wrong with the last.

use deskside_protocol::problem::Code;

/// How it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doing {
    /// Nothing is on its way.
    #[default]
    Idle,
    /// On its way.
    Busy,
    /// It did not work.
    Failed(Code),
}

impl Doing {
    /// Begins, unless something is on its way already; says whether it began.
    pub fn begin(&mut self) -> bool {
        let free = *self != Doing::Busy;
        *self = Doing::Busy;
        free
    }

    /// It ended.
    pub fn end(&mut self, answer: Result<(), Code>) {
        *self = answer.map_or_else(Doing::Failed, |()| Doing::Idle);
    }

    /// What went wrong, if something did.
    #[must_use]
    pub fn trouble(self) -> Option<Code> {
        match self {
            Doing::Failed(code) => Some(code),
            Doing::Idle | Doing::Busy => None,
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_second_click_does_nothing_a_second_time() {
        let mut doing = Doing::default();
        assert!(doing.begin());
        assert!(!doing.begin());
        doing.end(Err(Code::Offline));
        assert_eq!(doing.trouble(), Some(Code::Offline));
        assert!(doing.begin());
        doing.end(Ok(()));
        assert_eq!(doing, Doing::Idle);
    }
}
