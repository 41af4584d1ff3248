//! Small pieces of which views about a ticket's steps are made: a fact with its name, a text with
//! its heading, and who said it when.

use deskside_protocol::DateTime;
use leptos::prelude::*;

use super::when;
use crate::text::t;

/// A fact with its name, inside of `<dl class="facts">`.
#[component]
#[must_use]
pub fn Fact(
    /// Key of its name.
    name: &'static str,
    /// The fact.
    children: Children,
) -> impl IntoView {
    view! {
        <dt>{t(name)}</dt>
        <dd>{children()}</dd>
    }
}

/// Words of a person under a small heading, shown as text.
#[component]
#[must_use]
pub fn Passage(
    /// Key of the heading.
    name: &'static str,
    /// The words.
    text: String,
) -> impl IntoView {
    view! {
        <div class={"passage"}>
            <h4>{t(name)}</h4>
            <p class={"words"}>{text}</p>
        </div>
    }
}

/// A moment: absolute in the reader's zone, and relative.
#[component]
#[must_use]
pub fn Moment(
    /// Which.
    at: DateTime,
) -> impl IntoView {
    view! {
        <time datetime=at.to_rfc3339()>{move || when::moment(at)}</time>
        {" "}
        <span class={"soft"}>{move || format!("({})", when::relative(at))}</span>
    }
}

/// Who said or did it, and when.
#[component]
#[must_use]
pub fn By(
    /// Who.
    by: String,
    /// When.
    at: DateTime,
) -> impl IntoView {
    view! {
        <p class={"soft"}>
            {by}
            {" · "}
            <time datetime=at.to_rfc3339()>{move || when::short(at)}</time>
        </p>
    }
}
