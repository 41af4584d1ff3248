//! The queue on the screen: filters, search, and a row for each ticket.

use deskside::text::{count, say, t, word};
use deskside::ui::icon::Icon;
use deskside::ui::marks::{Empty, Trouble};
use deskside::ui::when;
use leptos::prelude::*;

use super::call_box::LogCall;
use super::list::{Filter, Phase, Queue};
use super::row::Row;
use crate::work::work;

/// The queue.
#[component]
pub(crate) fn QueuePane() -> impl IntoView {
    let work = work();
    view! {
        <nav class="queue" aria-labelledby="queue-title" data-at="queue">
            <h2 id="queue-title" class="hidden">{t("queue.title")}</h2>
            <div class="queue-tools">
                <div class="queue-search">
                    <input id="search" class="input search" type="search" data-at="search"
                        placeholder=t("queue.search") aria-label=t("queue.search") aria-keyshortcuts="/"
                        on:input=move |event| {
                            let words = event_target_value(&event);
                            work.queue.update(|queue| queue.search_for(&words));
                        }/>
                    <LogCall/>
                </div>
                <Filters/>
            </div>
            <Rows/>
        </nav>
    }
}

/// Which tickets are shown, each with how many there are.
#[component]
fn Filters() -> impl IntoView {
    let queue = work().queue;
    let one = |filter: Filter| {
        view! {
            <button type="button" class="segment" data-at=format!("filter-{}", filter.as_str())
                aria-pressed=move || queue.with(|queue| queue.filter() == filter).to_string()
                on:click=move |_| queue.update(|queue| queue.filter_by(filter))>
                {move || word("queue.filter", filter.as_str())}
                <span class="count">{move || queue.with(|queue| queue.count(filter))}</span>
            </button>
        }
    };
    view! { <div class="segments" role="group" aria-label=t("queue.filters")>{Filter::ALL.map(one)}</div> }
}

/// The rows, in the desk's order.
#[component]
fn Rows() -> impl IntoView {
    let queue = work().queue;
    let phase = Memo::new(move |_| queue.with(|queue| queue.phase));
    let none = Memo::new(move |_| queue.with(|queue| queue.shown().is_empty()));
    view! {
        {move || match phase.get() {
            Phase::Failed(code) => Some(view! { <Trouble code/> }.into_any()),
            Phase::Waiting => Some(view! { <Ghosts/> }.into_any()),
            Phase::Here if none.get() => Some(view! { <Nobody queue/> }.into_any()),
            Phase::Here => None,
        }}
        <ol class="rows">
            <For each=move || queue.with(Queue::shown) key=|ticket| ticket.id.clone()
                children=|ticket| view! { <Row ticket/> }/>
        </ol>
    }
}

/// Nothing is shown, and why.
#[component]
fn Nobody(queue: RwSignal<Queue>) -> impl IntoView {
    let sentence = move || {
        let searching = queue.with(Queue::searching);
        say(if searching {
            "queue.not_found"
        } else {
            "queue.empty"
        })
    };
    view! { <Empty icon=Icon::Check>{sentence}</Empty> }
}

/// Where rows will be, so that nothing moves when they come.
#[component]
fn Ghosts() -> impl IntoView {
    let shape = |()| view! { <div class={"ghost row-ghost"}></div> };
    view! { <div class="ghosts" aria-busy="true" aria-label=t("app.loading")>{[(); 5].map(shape)}</div> }
}

/// How many promises are broken: seen from every place of the console.
#[component]
pub(crate) fn LateCount() -> impl IntoView {
    let queue = work().queue;
    let late = Memo::new(move |_| queue.with(|queue| queue.late(when::now())));
    move || {
        let late = late.get();
        (late > 0).then(
            || view! { <span class="late-count" data-at="late">{count("queue.late", late)}</span> },
        )
    }
}
