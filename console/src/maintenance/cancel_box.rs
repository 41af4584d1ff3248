//! Calling a maintenance window off: people are told, so it is asked once more.

use deskside::text::say_with;
use deskside::ui::when;
use deskside_protocol::api::AgentMaintenance;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use crate::confirm::Confirm;
use crate::desk;
use crate::work::work;

/// The dialog, for the window in hand.
#[component]
pub(super) fn CancelBox(window: RwSignal<Option<AgentMaintenance>>) -> impl IntoView {
    let work = work();
    let words = Signal::derive(move || {
        let Some(window) = window.get() else {
            return String::new();
        };
        let from = when::moment(window.window.span.from);
        let values = [("system", &*window.system.name), ("from", &*from)];
        say_with("maintenance_page.cancel_ask", &values)
    });
    let run = move |()| {
        let Some(meant) = window.get_untracked() else {
            return;
        };
        window.set(None);
        spawn_local(async move {
            let path = format!("/api/agent/maintenance/{}/cancel", meant.window.id);
            match desk::call::<IgnoredAny>(gloo_net::http::Method::POST, &path).await {
                Ok(_) => work.app.say("maintenance_page.cancelled"),
                Err(code) => work.app.failed(code),
            }
            work.maintenance.fetch();
        });
    };
    view! {
        <Confirm title="maintenance_page.cancel_title" of=window words yes="maintenance_page.cancel_yes"
            at="maintenance-cancel-sure" run/>
    }
}
