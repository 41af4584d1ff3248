//! Planning a window: whose system, a night there as it is proposed, and what people are told in both
//! languages.

use deskside::text::{count, say_with, t};
use deskside::ui::when;
use deskside_protocol::api::{AgentMaintenance, AgentSystem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::window::Window;
use crate::dialog::Dialog;
use crate::field::{Line, Pick, Send, Sheet, Words};
use crate::pad::Pad;
use crate::work::{Work, work};

/// The dialog.
#[component]
pub(super) fn PlanBox(open: RwSignal<bool>) -> impl IntoView {
    let pad = Pad::<Window>::new();
    view! { <Dialog title="window.title" open><Form pad open/></Dialog> }
}

#[component]
fn Form(pad: Pad<Window>, open: RwSignal<bool>) -> impl IntoView {
    let work = work();
    let send = move |()| {
        spawn_local(async move {
            if pad.send::<AgentMaintenance>("/api/agent/maintenance").await.is_some() {
                open.set(false);
                work.app.say("window.sent");
            }
            work.maintenance.fetch();
        });
    };
    // Another system's night is another slot; what was written to its people stays.
    let entry = pad.entry("system", |window| &window.system, |window, system| window.system = system);
    let write = Callback::new(move |id: String| {
        entry.write.run(id.clone());
        let slot = system(work, &id).map(|system| system.next_night);
        if let Some(slot) = slot {
            pad.change(|window| window.take(slot));
        }
    });
    let entry = crate::pad::Entry { write, ..entry };
    let choice = |system: &AgentSystem| (system.card.id.to_string(), system.card.name.clone());
    let systems = move || {
        let all = work.systems.here(|systems| systems.iter().map(choice).collect::<Vec<_>>());
        all.unwrap_or_default()
    };
    view! {
        <Sheet send>
            <p class="soft">{t("window.lead")}</p>
            <Pick entry label="window.system" at="maintenance-system" none="window.choose"
                choices=Signal::derive(systems)/>
            <div class="pair">
                <Line entry=pad.moment("from", |window| window.from, |window, at| window.from = at)
                    label="window.from" at="maintenance-from" kind="datetime-local"/>
                <Line entry=pad.moment("until", |window| window.until, |window, at| window.until = at)
                    label="window.until" at="maintenance-until" kind="datetime-local"/>
            </div>
            <Slot pad/>
            <Words entry=pad.entry("en", |window| &window.en, |window, text| window.en = text)
                label="window.text_en" at="maintenance-text-en" rows="2"/>
            <Words entry=pad.entry("vi", |window| &window.vi, |window, text| window.vi = text)
                label="window.text_vi" at="maintenance-text-vi" rows="2"/>
            <Send pad name="window.send" at="maintenance-send"/>
        </Sheet>
    }
}

/// A system among those that are here.
fn system(work: Work, id: &str) -> Option<AgentSystem> {
    let find = |systems: &Vec<AgentSystem>| {
        let found = systems.iter().find(|system| system.card.id.as_str() == id);
        found.cloned()
    };
    work.systems.here(find).flatten()
}

/// The slot by the customer's clocks, how long it is, who is told, and whether the notice is kept.
#[component]
fn Slot(pad: Pad<Window>) -> impl IntoView {
    let work = work();
    let chosen = Memo::new(move |_| system(work, &pad.with(|window| window.system.clone())));
    let there = move || {
        let (from, until) = pad.with(|window| window.from.zip(window.until))?;
        let zone = chosen.get()?.card.time_zone;
        let span = format!("{} – {}", when::moment_in(from, &zone), when::moment_in(until, &zone));
        Some(say_with("when.there", &[("when", &span), ("zone", &zone)]))
    };
    let long = move || {
        let minutes = pad.with(Window::minutes)?;
        Some(say_with("window.long", &[("span", &when::minutes(minutes))]))
    };
    let told = move || Some(count("window.told", chosen.get()?.contacts.len()));
    view! {
        <div class="slot" data-at="maintenance-slot">
            <p>{there}</p>
            <p class="soft">{long} " " {told}</p>
        </div>
    }
}
