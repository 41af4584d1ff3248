//! Planning a window: whose system, a night there as it is proposed, and what people are told in both
//! languages.

use deskside::text::{count, say_with, t};
use deskside::ui::icon::{Icon, Picture};
use deskside::ui::when;
use deskside_protocol::api::{AgentMaintenance, AgentSystem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::window::Window;
use crate::field::{Line, Pick, Send, Sheet, Words};
use crate::pad::{Entry, Pad};
use crate::work::{Work, work};

/// The form.
#[component]
pub(super) fn PlanBox() -> impl IntoView {
    let work = work();
    let pad = Pad::<Window>::new();
    let send = move |()| {
        spawn_local(async move {
            if pad
                .send::<AgentMaintenance>("/api/agent/maintenance")
                .await
                .is_some()
            {
                work.app.say("window.sent");
            }
            work.maintenance.fetch();
        });
    };
    view! {
        <Sheet send>
            <p class="soft">{t("window.lead")}</p>
            <Whose pad/>
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

/// Whose system. Another system's night is another slot; what was written to its people stays.
#[component]
fn Whose(pad: Pad<Window>) -> impl IntoView {
    let work = work();
    let entry = pad.entry(
        "system",
        |window| &window.system,
        |window, system| window.system = system,
    );
    let write = Callback::new(move |id: String| {
        let slot = system(work, &id).map(|system| system.next_night);
        pad.change(|window| {
            window.system = id;
            if let Some(slot) = slot {
                window.take(slot);
            }
        });
    });
    // Where there is one customer alone, it is theirs.
    Effect::new(move |_| {
        let only = work.systems.here(|systems| match systems.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        });
        if let Some(only) = only.flatten() {
            let mut window = Window {
                system: only.card.id.to_string(),
                ..Window::default()
            };
            window.take(only.next_night);
            pad.propose(window);
        }
    });
    view! {
        <Pick entry=Entry { write, ..entry } label="window.system" at="maintenance-system" none="window.choose"
            choices=Signal::derive(move || work.customers())/>
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
        let span = format!(
            "{} – {}",
            when::moment_in(from, &zone),
            when::moment_in(until, &zone)
        );
        Some(say_with("when.there", &[("when", &span), ("zone", &zone)]))
    };
    let long = move || {
        let minutes = pad.with(Window::minutes)?;
        Some(say_with(
            "window.long",
            &[("span", &when::span(i64::from(minutes) * 60))],
        ))
    };
    let told = move || Some(count("window.told", chosen.get()?.contacts.len()));
    let short = move || {
        let rule = chosen.get()?.maintenance?;
        let short = pad.with(|window| window.short_of(rule.notice_hours, when::now()))?;
        let values = [
            ("notice", &*when::hours(rule.notice_hours)),
            ("short", &*when::span(short * 3600)),
            ("clause", &*rule.clause),
        ];
        let words = say_with("window.short", &values);
        Some(view! {
            <p class="note warn" data-at="maintenance-short"><Picture icon=Icon::Warn/><span>{words}</span></p>
        })
    };
    view! {
        <div class="slot" data-at="maintenance-slot">
            <p>{there}</p>
            <p class="soft">{long} " " {told}</p>
            {short}
        </div>
    }
}
