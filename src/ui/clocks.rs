//! The clocks of a ticket: each as a picture, in words, with the moment and the clause.

use deskside_protocol::policy::{Counted, Cover};
use deskside_protocol::ticket::Clock;
use leptos::prelude::*;

use super::clock::ClockView;
use super::shown::shown;
use super::when;
use crate::text::{say_with, word};

/// The clocks worth showing; a late one is never hidden.
#[component]
#[must_use]
pub fn ClockList(
    /// All clocks of the ticket.
    clocks: Vec<Clock>,
    /// What the verdict says: the notice matters where it excludes.
    cover: Cover,
) -> impl IntoView {
    // Drawn anew only when another clock comes into sight, not at every tick.
    let seen = Memo::new(move |_| shown(&clocks, cover, when::now()));
    view! {
        <ul class={"clocks"} data-at="clocks">
            {move || seen.get().into_iter().map(|clock| view! { <ClockLine clock/> }).collect_view()}
        </ul>
    }
}

#[component]
fn ClockLine(clock: Clock) -> impl IntoView {
    let kind = clock.kind;
    let due = clock.due.clone();
    let rule = move || {
        let sentence = match due.counted {
            Counted::Elapsed => "ui.clock.rule",
            Counted::Working { .. } => "ui.clock.rule_working",
        };
        let (hours, at) = (when::hours(due.hours), when::moment(due.at));
        let values = [("hours", &*hours), ("due", &*at), ("clause", &*due.clause)];
        say_with(sentence, &values)
    };
    view! {
        <li data-at=format!("clock-{}", kind.as_str())>
            <strong>{move || word("clock", kind.as_str())}</strong>
            <ClockView clock/>
            <span class={"soft"}>{rule}</span>
        </li>
    }
}
