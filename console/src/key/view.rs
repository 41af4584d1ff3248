//! The key in the agent's own menu: which one this browser holds, and whether the desk knows it.

use deskside::text::t;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::keep::use_this_browser;
use super::ring::Ring;
use crate::app::app;
use crate::workplace::{Who, who};

/// The key.
#[component]
pub(crate) fn KeyCard() -> impl IntoView {
    let Who { me, ring } = who();
    let app = app();
    let take = move |_| spawn_local(use_this_browser(app, me.get_value(), ring));
    let sentence = move || match ring.get() {
        Ring::Looking => t("key.looking")(),
        Ring::Known(_) => t("key.known")(),
        Ring::Elsewhere { .. } => t("key.elsewhere")(),
        Ring::Unkept => t("key.unkept")(),
    };
    let print = move || ring.with(|ring| ring.thumbprint().map(str::to_owned));
    view! {
        <h3 class={"label"}>{t("key.title")}</h3>
        <p class="soft">{sentence}</p>
        {move || print().map(|print| view! { <code class="print" data-at="key-print">{print}</code> })}
        {move || matches!(ring.get(), Ring::Elsewhere { .. }).then(|| view! {
            <button type="button" class="button" data-at="key-use" on:click=take>{t("key.use")}</button>
        })}
    }
}
