//! Fetching anew without piling up: while one fetch is under way, any number of reasons to fetch
//! again make exactly one more.

/// Whether a fetch is under way, and whether another must follow it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Refetch {
    /// None is under way.
    #[default]
    Idle,
    /// One is under way and what it brings will be new enough.
    Running,
    /// One is under way, but something changed since it began.
    Stale,
}

impl Refetch {
    /// Something changed. Says whether a fetch must begin now.
    pub fn wanted(&mut self) -> bool {
        let begin = *self == Refetch::Idle;
        *self = if begin {
            Refetch::Running
        } else {
            Refetch::Stale
        };
        begin
    }

    /// A fetch is over. Says whether another must begin at once.
    pub fn done(&mut self) -> bool {
        let again = *self == Refetch::Stale;
        *self = if again {
            Refetch::Running
        } else {
            Refetch::Idle
        };
        again
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_reasons_make_one_more_fetch() {
        let mut refetch = Refetch::default();
        assert!(refetch.wanted());
        assert!(!refetch.wanted());
        assert!(!refetch.wanted());
        assert!(refetch.done());
        assert!(!refetch.done());
        assert!(refetch.wanted());
    }
}
