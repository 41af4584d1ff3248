//! Where a term stands, and how much of it is gone.

use chrono::Datelike as _;
use deskside_protocol::policy::TermView;

/// From how many days before its end a term is said to end soon.
pub const SOON: i64 = 30;

/// Where a term stands; also the name its style knows it by.
#[must_use]
pub fn standing(term: &TermView) -> &'static str {
    match term.days_left {
        left if left < 0 => "over",
        left if left <= SOON => "soon",
        _ => "running",
    }
}

/// How much of the term is gone, in hundredths; the last day still belongs to it.
#[must_use]
pub fn gone(term: &TermView) -> u8 {
    let begin = i64::from(term.began_on.num_days_from_ce());
    let whole = i64::from(term.ends_on.num_days_from_ce()) - begin;
    super::span::gone(0, whole, whole - term.days_left)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use deskside_protocol::policy::TermKind;

    fn term(days_left: i64) -> TermView {
        TermView {
            kind: TermKind::Warranty,
            began_on: "2026-01-01".parse().unwrap(),
            ends_on: "2026-04-11".parse().unwrap(),
            days_left,
            clause: "1.2a".into(),
        }
    }

    #[test]
    fn a_term_runs_ends_soon_and_is_over() {
        assert_eq!(standing(&term(31)), "running");
        assert_eq!(standing(&term(30)), "soon");
        assert_eq!(standing(&term(0)), "soon");
        assert_eq!(standing(&term(-1)), "over");
    }

    #[test]
    fn the_bar_is_never_more_than_full() {
        assert_eq!(gone(&term(100)), 0);
        assert_eq!(gone(&term(25)), 75);
        assert_eq!(gone(&term(-400)), 100);
    }
}
