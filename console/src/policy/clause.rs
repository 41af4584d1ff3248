//! A clause in full, in the agent's own language.

use deskside::text::{lang, say_with};
use deskside_protocol::policy::Policy;
use leptos::prelude::*;

/// The clause; nothing while none is chosen.
#[component]
pub(crate) fn ClauseText(#[prop(into)] clause: Signal<String>, policy: Policy) -> impl IntoView {
    let shown = Memo::new(move |_| clause.get());
    move || {
        let clause = shown.get();
        (!clause.is_empty()).then(|| {
            let text = policy.clause(&clause, lang()).to_owned();
            view! {
                <blockquote class="clause-text" data-at="clause-text">
                    <strong>{say_with("ui.clause", &[("clause", &clause)])}</strong>
                    {" "}
                    {text}
                </blockquote>
            }
        })
    }
}
