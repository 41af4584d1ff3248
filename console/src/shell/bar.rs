//! The bar: whose desk this is, whether the line is up, and the agent's own menu.

use deskside::text::t;
use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use super::theme::Themes;
use crate::app::app;
use crate::desk;
use crate::key::view::KeyCard;
use crate::language::Languages;
use crate::queue::view::LateCount;
use crate::workplace::who;

/// The bar.
#[component]
pub(crate) fn Bar(connected: RwSignal<bool>, help: RwSignal<bool>) -> impl IntoView {
    let name = who().me.with_value(|me| me.agent.name.clone());
    view! {
        <header class="bar">
            <a class={"brand"} href="#/">{t("app.name")}</a>
            <LateCount/>
            <span class="line">
                {move || (!connected.get()).then(|| view! { <span class={"line-down"}>{t("app.offline")}</span> })}
            </span>
            <button type="button" class="icon" aria-label=t("keys.title") title=t("keys.title")
                on:click=move |_| help.set(true)>{"?"}</button>
            <button type="button" class="profile-button" popovertarget="profile" data-at="profile">
                <span class="avatar" aria-hidden="true">{initials(&name)}</span>
                <span class="profile-name">{name.clone()}</span>
            </button>
            <Profile/>
        </header>
    }
}

/// The agent's own menu.
#[component]
fn Profile() -> impl IntoView {
    let app = app();
    let me = who().me.get_value();
    let leave = move |_| {
        spawn_local(async move {
            match desk::call::<IgnoredAny>(Method::DELETE, "/api/agent/session").await {
                Ok(_) => app.leave(),
                Err(code) => app.failed(code),
            }
        });
    };
    view! {
        <div id="profile" class="popover" popover="auto">
            <p class="strong">{me.agent.name}</p>
            <p class="muted">{me.agent.email}</p>
            {me.lead.then(|| view! { <p><span class={"badge"}>{t("profile.lead")}</span></p> })}
            <KeyCard/>
            <h3 class={"label"}>{t("lang.label")}</h3>
            <Languages/>
            <h3 class={"label"}>{t("theme.label")}</h3>
            <Themes/>
            <button type="button" class="button wide" data-at="sign-out" on:click=leave>
                {t("profile.leave")}
            </button>
        </div>
    }
}

/// First letters of first and last name.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}
