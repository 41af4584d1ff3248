//! Small marks: states, notes, troubles, empty places.

use deskside_protocol::problem::Code;
use leptos::prelude::*;

use super::icon::{Icon, Picture};
use crate::text::word;

/// A state in a word, with a tone that `style/ui.css` knows by the state's own name.
#[component]
#[must_use]
pub fn State(
    /// Family of the sentence, such as `ticket.state`.
    family: &'static str,
    /// The state's name.
    name: &'static str,
) -> impl IntoView {
    view! {
        <span class="state" data-state={name}>{move || word(family, name)}</span>
    }
}

/// What went wrong, in a sentence.
#[component]
#[must_use]
pub fn Trouble(
    /// The code.
    code: Code,
) -> impl IntoView {
    view! {
        <p class="note bad" role="alert" data-at="trouble" data-code={code.as_str()}>
            <Picture icon=Icon::Warn/>
            <span>{move || word("error", code.as_str())}</span>
        </p>
    }
}

/// Something worth knowing.
#[component]
#[must_use]
pub fn Note(
    /// Its tone: `calm`, `good`, `warn` or `bad`.
    tone: &'static str,
    /// Its picture.
    icon: Icon,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <p class={format!("note {tone}")}>
            <Picture icon/>
            <span>{children()}</span>
        </p>
    }
}

/// An empty place, which says what would be here.
#[component]
#[must_use]
pub fn Empty(
    /// Its picture.
    icon: Icon,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <div class={"empty"}>
            <Picture icon/>
            <p>{children()}</p>
        </div>
    }
}
