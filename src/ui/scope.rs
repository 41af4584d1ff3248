//! What access would allow and what not, thing by thing, in plain words.

use deskside_protocol::identity::Text;
use leptos::prelude::*;

use super::rights::Rights;
use crate::text::{lang, word};

/// The rights.
#[component]
#[must_use]
pub fn RightsView(
    /// In groups.
    rights: Rights,
) -> impl IntoView {
    let group = |right: &'static str, things: Vec<Text>| {
        (!things.is_empty()).then(|| {
            let named = move || {
                let names: Vec<&str> = things.iter().map(|thing| thing.get(lang())).collect();
                names.join(", ")
            };
            view! {
                <dt data-right={right}>{move || word("right", right)}</dt>
                <dd>{named}</dd>
            }
        })
    };
    view! {
        <dl class={"rights"}>
            {group("write", rights.write)}
            {group("read", rights.read)}
            {group("no", rights.none)}
        </dl>
    }
}
