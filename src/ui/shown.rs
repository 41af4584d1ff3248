//! Which clocks a reader is shown: what waits, and every promise that was broken.

use deskside_protocol::DateTime;
use deskside_protocol::policy::Cover;
use deskside_protocol::ticket::{Clock, ClockKind, Stop};

/// The clocks worth showing at this moment, in the order of their kinds. A late one is never hidden.
#[must_use]
pub fn shown(clocks: &[Clock], cover: Cover, now: DateTime) -> Vec<Clock> {
    let answered = !of(clocks, ClockKind::Answer).is_some_and(Clock::runs);
    let matters = |clock: &Clock| match clock.kind {
        _ if clock.late(now) => true,
        ClockKind::Answer => clock.stop != Some(Stop::Moot),
        ClockKind::Solution => answered && clock.stop != Some(Stop::Moot),
        ClockKind::Notice => cover == Cover::Excluded && clock.stop != Some(Stop::Moot),
    };
    ClockKind::ALL
        .into_iter()
        .filter_map(|kind| of(clocks, kind))
        .filter(|clock| matters(clock))
        .cloned()
        .collect()
}

/// The one clock that a list shows of a ticket: a running one that is late before all others, else
/// the answer's.
#[must_use]
pub fn foremost(clocks: &[Clock], now: DateTime) -> Option<&Clock> {
    let late = |clock: &&Clock| clock.runs() && clock.late(now);
    let late = clocks.iter().filter(late).min_by_key(|clock| clock.due.at);
    late.or(of(clocks, ClockKind::Answer))
}

fn of(clocks: &[Clock], kind: ClockKind) -> Option<&Clock> {
    clocks.iter().find(|clock| clock.kind == kind)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use deskside_protocol::policy::{Counted, Due};

    fn at(hour: i64) -> DateTime {
        DateTime::from_timestamp(hour * 3600, 0).unwrap()
    }

    fn clock(kind: ClockKind) -> Clock {
        let due = Due {
            at: at(24),
            hours: 24,
            counted: Counted::Elapsed,
            clause: "3.1a".into(),
        };
        Clock::start(kind, at(0), due)
    }

    fn all() -> Vec<Clock> {
        ClockKind::ALL.map(clock).to_vec()
    }

    fn kinds(clocks: &[Clock], cover: Cover, now: i64) -> Vec<ClockKind> {
        let shown = shown(clocks, cover, at(now));
        shown.iter().map(|clock| clock.kind).collect()
    }

    #[test]
    fn before_the_answer_only_the_answer_is_waited_for() {
        assert_eq!(kinds(&all(), Cover::Covered, 1), [ClockKind::Answer]);
        let forecast = kinds(&all(), Cover::Excluded, 1);
        assert_eq!(forecast, [ClockKind::Answer, ClockKind::Notice]);
    }

    #[test]
    fn after_the_answer_the_solution_is() {
        let mut clocks = all();
        clocks[0].stopped_at = Some(at(2));
        clocks[0].stop = Some(Stop::Kept);
        let expected = [ClockKind::Answer, ClockKind::Solution];
        assert_eq!(kinds(&clocks, Cover::Covered, 3), expected);
    }

    #[test]
    fn a_broken_promise_is_never_hidden() {
        let mut clocks = all();
        assert_eq!(kinds(&clocks, Cover::Covered, 25), ClockKind::ALL);
        for clock in &mut clocks {
            clock.stopped_at = Some(at(30));
            clock.stop = Some(Stop::Moot);
        }
        assert_eq!(kinds(&clocks, Cover::Covered, 31), ClockKind::ALL);
    }

    #[test]
    fn a_list_shows_the_answer_unless_another_is_late() {
        let mut clocks = all();
        let kind = |clocks: &[Clock], now| foremost(clocks, at(now)).map(|clock| clock.kind);
        assert_eq!(kind(&clocks, 1), Some(ClockKind::Answer));
        clocks[0].stopped_at = Some(at(2));
        assert_eq!(kind(&clocks, 3), Some(ClockKind::Answer));
        clocks[1].stopped_at = Some(at(2));
        assert_eq!(kind(&clocks, 25), Some(ClockKind::Solution));
    }

    #[test]
    fn what_became_moot_in_time_is_not_shown() {
        let mut clocks = all();
        clocks[2].stopped_at = Some(at(3));
        clocks[2].stop = Some(Stop::Moot);
        clocks[0].stopped_at = Some(at(3));
        clocks[0].stop = Some(Stop::Kept);
        assert_eq!(kinds(&clocks, Cover::Covered, 4), [ClockKind::Answer]);
    }
}
