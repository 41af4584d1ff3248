//! The clock of the answer that the policy promises: a ring that fills, and the words beside it.

use deskside_protocol::ticket::{Clock, ClockKind, Stop};
use deskside_protocol::{DateTime, policy::Due};
use leptos::prelude::*;

use super::span::gone;
use super::when;
use crate::text::{say_with, word};

/// Length of the ring's circle (2 * pi * 9).
const ROUND: f64 = 56.55;

/// Where the clock stands; also the name its style knows it by.
fn stand(clock: &Clock, now: DateTime) -> &'static str {
    let left = clock.due.at - now;
    let whole = clock.due.at - clock.started_at;
    match clock.stop {
        Some(Stop::Moot) => "moot",
        Some(Stop::Kept) if clock.late(now) => "kept-late",
        Some(Stop::Kept) => "answered",
        None if clock.late(now) => "late",
        None if left < whole / 2 => "soon",
        None => "running",
    }
}

/// What the clock says.
#[must_use]
pub fn clock_words(clock: &Clock) -> String {
    let at = clock.stopped_at.unwrap_or(clock.due.at);
    let when = when::relative(at);
    let sentence = match (clock.stop, clock.kind) {
        (Some(Stop::Moot), _) => "ui.clock.moot",
        (Some(Stop::Kept), _) if clock.late(at) => "ui.clock.kept_late",
        (Some(Stop::Kept), ClockKind::Answer) => "ui.clock.answered",
        (Some(Stop::Kept), _) => "ui.clock.kept",
        (None, ClockKind::Answer) if clock.late(when::now()) => "ui.clock.late",
        (None, ClockKind::Answer) => "ui.clock.due",
        (None, _) if clock.late(when::now()) => "ui.clock.other_late",
        (None, _) => "ui.clock.other_due",
    };
    let name = word("clock", clock.kind.as_str());
    say_with(sentence, &[("when", &when), ("clock", &name)])
}

/// The clock of a ticket.
#[component]
#[must_use]
pub fn ClockView(
    /// The clock.
    clock: Clock,
) -> impl IntoView {
    let started = clock.started_at.timestamp();
    let (due, answered) = (clock.due.at.timestamp(), !clock.runs());
    // What is left of the time; full again, in another colour, when it is over.
    let rest = move || match answered || when::now().timestamp() > due {
        true => 0.0,
        false => ROUND * f64::from(gone(started, due, when::now().timestamp())) / 100.0,
    };
    let words = clock.clone();
    view! {
        <span class="clock" data-stand=move || stand(&clock, when::now())>
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <circle class="track" cx="12" cy="12" r={"9"}></circle>
                <circle class="ring" cx="12" cy="12" r="9" stroke-dasharray=ROUND.to_string()
                    stroke-dashoffset=move || rest().to_string()></circle>
            </svg>
            <span>{move || clock_words(&words)}</span>
        </span>
    }
}

/// By when an answer is due: absolute in the reader's zone, and relative.
#[component]
#[must_use]
pub fn DueView(
    /// By when, by which clause.
    due: Due,
) -> impl IntoView {
    let at = due.at;
    view! {
        <p class={"due"} data-at="due">
            <strong>{move || when::moment(at)}</strong>
            {" "}
            <span class={"soft"}>
                {move || format!("{} · {}", when::relative(at), say_with("ui.clause", &[("clause", &due.clause)]))}
            </span>
        </p>
    }
}
