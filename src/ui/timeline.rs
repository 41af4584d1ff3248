//! What happened on a ticket, oldest first, in words and the reader's own times. Who looked at what
//! is marked (3.3a), and so is every warning and breach of a clock.

use deskside_protocol::DateTime;
use deskside_protocol::ticket::Moment;
use leptos::prelude::*;

use super::icon::{Icon, Picture};
use super::money::sum_words;
use super::story::actor;
use super::told::{Detail, detail, mark};
use super::when;
use crate::text::{say_with, word};

/// Who did it, in a word.
#[must_use]
pub fn actor_words(who: &str) -> String {
    match actor(who) {
        ("host" | "desk", _) => word("ui.actor", who),
        (_, name) => name.to_owned(),
    }
}

/// What happened, in a sentence.
#[must_use]
pub fn moment_words(moment: &Moment) -> String {
    let told = |(name, value): (&String, &String)| {
        let value = match detail(name) {
            Detail::Word(family) => word(family, value),
            Detail::Moment => value
                .parse::<DateTime>()
                .map_or_else(|_| value.clone(), when::moment),
            Detail::Money => sum_words(value),
            Detail::Text => value.clone(),
        };
        (name.clone(), value)
    };
    let mut values: Vec<(String, String)> = moment.detail.iter().map(told).collect();
    values.push(("actor".into(), actor_words(&moment.actor)));
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    say_with(&format!("timeline.{}", moment.what.as_str()), &values)
}

/// The timeline.
#[component]
#[must_use]
pub fn TimelineView(
    /// What happened, oldest first.
    moments: Vec<Moment>,
) -> impl IntoView {
    view! { <ol class={"timeline"}>{moments.into_iter().map(|moment| view! { <Line moment/> }).collect_view()}</ol> }
}

#[component]
fn Line(moment: Moment) -> impl IntoView {
    let (at, what) = (moment.at, moment.what);
    let marked = mark(what);
    let picture = match marked {
        "looked" => Some(Icon::Eye),
        "clock" => Some(Icon::Clock),
        _ => None,
    };
    view! {
        <li data-at="moment" data-what={what.as_str()} data-mark={marked}>
            {picture.map(|icon| view! { <Picture icon/> })}
            <p>{move || moment_words(&moment)}</p>
            <time class="soft" datetime=at.to_rfc3339()>{move || when::moment(at)}</time>
        </li>
    }
}
