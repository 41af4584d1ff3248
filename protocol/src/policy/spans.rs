//! Arithmetic on stretches of time, each from a moment until before another.

use chrono::TimeDelta;

use super::reckoning::Span;
use crate::DateTime;

impl Span {
    /// How long it is; nothing when it ends before it begins.
    #[must_use]
    pub fn length(&self) -> TimeDelta {
        (self.until - self.from).max(TimeDelta::zero())
    }
}

/// When the one of them that runs at a moment ends, the last where several do.
#[must_use]
pub fn running(spans: &[Span], at: DateTime) -> Option<DateTime> {
    let runs = spans
        .iter()
        .filter(|span| span.from <= at && at < span.until);
    runs.map(|span| span.until).max()
}

/// The same time in order, each moment in one stretch only.
#[must_use]
pub fn merged(spans: &[Span]) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans
        .iter()
        .copied()
        .filter(|span| span.from < span.until)
        .collect();
    sorted.sort_by_key(|span| span.from);
    let mut merged: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match merged.last_mut() {
            Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
            _ => merged.push(span),
        }
    }
    merged
}

/// What of them lies in others as well.
#[must_use]
pub fn common(spans: &[Span], others: &[Span]) -> Vec<Span> {
    let others = merged(others);
    let both = merged(spans).into_iter().flat_map(|span| {
        others.iter().map(move |other| Span {
            from: span.from.max(other.from),
            until: span.until.min(other.until),
        })
    });
    both.filter(|span| span.from < span.until).collect()
}

/// What of them lies in none of the others.
#[must_use]
pub fn without(spans: &[Span], others: &[Span]) -> Vec<Span> {
    let others = merged(others);
    let mut left = Vec::new();
    for span in merged(spans) {
        let mut from = span.from;
        for other in others.iter().filter(|other| other.until > span.from) {
            if other.from >= span.until {
                break;
            }
            if from < other.from {
                let until = other.from;
                left.push(Span { from, until });
            }
            from = from.max(other.until);
        }
        if from < span.until {
            let until = span.until;
            left.push(Span { from, until });
        }
    }
    left
}

/// How long they are together; a moment counts once.
#[must_use]
pub fn together(spans: &[Span]) -> TimeDelta {
    merged(spans).iter().map(Span::length).sum()
}
