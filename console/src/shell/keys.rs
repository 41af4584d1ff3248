//! The keyboard: one listener for the whole page, and the list of what keys do.

use deskside::text::word;
use deskside_protocol::ids::TicketId;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::browser;
use crate::dialog::Dialog;
use crate::route::Route;
use crate::shortcut::{ALL, Focus, Shortcut};
use crate::work::Work;
use crate::workplace::Who;

/// Listens for as long as the workplace is there.
pub(crate) fn listen(work: Work, who: Who, help: RwSignal<bool>) {
    let listening = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let held = event.ctrl_key() || event.alt_key() || event.meta_key();
        if let Some(shortcut) = Shortcut::of(&event.key(), held, focus())
            && act(work, who, help, shortcut)
        {
            event.prevent_default();
        }
    });
    on_cleanup(move || listening.remove());
}

/// Does it; says whether there was anything to do.
fn act(work: Work, who: Who, help: RwSignal<bool>, shortcut: Shortcut) -> bool {
    match shortcut {
        Shortcut::Next => step(work, 1),
        Shortcut::Previous => step(work, -1),
        Shortcut::Reply => browser::focus("#reply"),
        Shortcut::Search => browser::focus("#search"),
        Shortcut::Back => back(work),
        Shortcut::Take => take(who),
        Shortcut::Rule => browser::press("[data-at=\"rule\"]"),
        Shortcut::ThirdParty => browser::press("[data-at=\"third-party\"]"),
        Shortcut::Plan => browser::press(".acts [data-at=\"plan\"]"),
        Shortcut::Offer => browser::press(".acts [data-at=\"offer\"]"),
        Shortcut::LogCall => browser::press("[data-at=\"log-call\"]"),
        Shortcut::Queue => visit(&Route::Queue),
        Shortcut::Maintenance => visit(&Route::Maintenance),
        Shortcut::Report => visit(&Route::Report(None)),
        Shortcut::Inbox => visit(&Route::Inbox),
        Shortcut::Help => {
            help.set(true);
            true
        }
    }
}

/// The open ticket becomes this agent's: as if they chose themselves from its menu.
fn take(who: Who) -> bool {
    let me = who.me.with_value(|me| me.agent.id.clone());
    browser::press(&format!("[data-at=\"assign-{me}\"]"))
}

fn visit(route: &Route) -> bool {
    browser::go(&route.href());
    true
}

/// The focus goes to the row next to the one that has it, or to the open ticket's neighbour.
fn step(work: Work, by: isize) -> bool {
    if work.route.with_untracked(|route| route.room() != "queue") {
        return browser::step("[data-row]", by);
    }
    let here = row_with_focus().or_else(|| work.open_ticket());
    let Some(next) = work.queue.with(|queue| queue.step(here.as_ref(), by)) else {
        return false;
    };
    browser::focus(&format!("#row-{next}"))
}

/// Out of a field first, then back to the queue with the focus on the row that was open.
fn back(work: Work) -> bool {
    if focus() == Focus::Field {
        return ["#ticket-title", "#page-title", ".queue a"]
            .into_iter()
            .any(browser::focus);
    }
    let away = work.route.with_untracked(|route| *route != Route::Queue);
    if away {
        browser::go(&Route::Queue.href());
    }
    away
}

fn row_with_focus() -> Option<TicketId> {
    let id = browser::focused()?.id();
    id.strip_prefix("row-").map(|id| TicketId(id.to_owned()))
}

fn focus() -> Focus {
    if browser::covered() {
        return Focus::Dialog;
    }
    let Some(element) = browser::focused() else {
        return Focus::Elsewhere;
    };
    let fields = "input:not([type=checkbox]):not([type=radio]), textarea, select";
    if element.matches(fields).unwrap_or(false) {
        Focus::Field
    } else if element.closest(".queue").ok().flatten().is_some() {
        Focus::Queue
    } else {
        Focus::Elsewhere
    }
}

/// What keys do.
#[component]
pub(crate) fn Help(open: RwSignal<bool>) -> impl IntoView {
    let line = |(shortcut, keys): (Shortcut, &'static [&'static str])| {
        let keys = keys.iter().map(|key| view! { <kbd>{shown(key)}</kbd> });
        view! {
            <dt>{keys.collect_view()}</dt>
            <dd>{move || word("keys", shortcut.as_str())}</dd>
        }
    };
    let more = [("Enter", "open"), ("Ctrl+Enter", "send")];
    let further = move |(key, name): (&'static str, &'static str)| {
        view! {
            <dt><kbd>{key}</kbd></dt>
            <dd>{move || word("keys", name)}</dd>
        }
    };
    view! {
        <Dialog title="keys.title" open>
            <dl class="keys">{ALL.map(line)} {more.map(further)}</dl>
        </Dialog>
    }
}

/// Arrows are drawn as arrows.
fn shown(key: &'static str) -> &'static str {
    match key {
        "ArrowDown" => "↓",
        "ArrowUp" => "↑",
        "Escape" => "Esc",
        key => key,
    }
}
