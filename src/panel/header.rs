//! The panel's header: whose support this is, the other language, and the way out.

use deskside_protocol::identity::Lang;
use deskside_protocol::port::ToLoader;
use leptos::prelude::*;

use super::start::switch_language;
use crate::link::Link;
use crate::text::{lang, say, t};
use crate::ui::icon::{Icon, Picture};

fn other() -> Lang {
    match lang() {
        Lang::En => Lang::Vi,
        Lang::Vi => Lang::En,
    }
}

/// The header.
#[component]
pub(super) fn Header() -> impl IntoView {
    let link = Link::here();
    let system = move || link.opened().map(|opened| opened.card.system.name.clone());
    view! {
        <header class={"head"}>
            <h1>{t("panel.title")}</h1>
            <p class={"soft"}>{system}</p>
            <button type="button" class={"bare"} data-at="lang" lang=move || other().tag()
                aria-label=move || match other() { Lang::Vi => say("panel.to_vi"), Lang::En => say("panel.to_en") }
                on:click=move |_| switch_language(other())>
                {move || other().tag().to_uppercase()}
            </button>
            <button type="button" class={"bare"} data-at="close" aria-label=move || say("panel.close")
                hidden=move || !link.port.connected() on:click=move |_| link.port.send(&ToLoader::Close)>
                <Picture icon=Icon::Cross/>
            </button>
        </header>
    }
}
