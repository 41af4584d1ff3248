//! The bar: whose desk this is, whether the line is up, and the agent's own menu.

use deskside::text::{t, word};
use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use super::theme::Themes;
use crate::app::app;
use crate::desk;
use crate::key::view::KeyCard;
use crate::language::Languages;
use crate::name::initials;
use crate::queue::view::LateCount;
use crate::route::Route;
use crate::work::work;
use crate::workplace::who;

/// The bar.
#[component]
pub(crate) fn Bar(connected: RwSignal<bool>, help: RwSignal<bool>) -> impl IntoView {
    let name = who().me.with_value(|me| me.agent.name.clone());
    view! {
        <header class="top">
            <a class={"brand"} href="#/">{t("app.name")}</a>
            <Rooms/>
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

/// The way between the rooms.
#[component]
fn Rooms() -> impl IntoView {
    let work = work();
    let rooms = [
        Route::Queue,
        Route::Maintenance,
        Route::Report(None),
        Route::Inbox,
    ];
    let waiting = Memo::new(move |_| work.inbox.here(Vec::len).unwrap_or_default());
    let link = move |route: Route| {
        let room = route.room();
        let current = move || {
            work.route
                .with(|open| open.room() == room)
                .then_some("page")
        };
        let number = move || {
            let number = waiting.get();
            (room == "inbox" && number > 0).then(|| {
                view! {
                    <span class="nav-count" data-at="inbox-count">{number}</span>
                }
            })
        };
        view! {
            <a class="room" href=route.href() data-at=format!("nav-{room}") aria-current=current>
                {move || word("nav", room)}
                {number}
            </a>
        }
    };
    view! { <nav class="rooms" aria-label=t("rooms.label")>{rooms.map(link)}</nav> }
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
