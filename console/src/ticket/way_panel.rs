//! By which way agents look into the customer's system, and why (3.3b). Somebody's own account is the
//! last choice: its password must change afterwards.

use deskside::text::{say_with, t, word};
use deskside::ui::when;
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::ticket::{Way, WayChosen};
use leptos::prelude::*;

use super::way::Choosing;
use crate::field::{Chips, Line, Send, Sheet};
use crate::pad::Pad;
use crate::work::work;

/// The way of the open ticket, and choosing another.
#[component]
pub(crate) fn WayPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let way = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.way.clone()));
    let live = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.summary.state.live()));
    let told = move || match way.get() {
        Some(way) => view! { <Chosen way/> }.into_any(),
        None => view! { <p class="soft">{t("looked.none")}</p> }.into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="way-title" data-at="way">
            <h2 id="way-title" class="panel-title">{t("looked.title")}</h2>
            {told}
            <Show when=move || live.get()><Choose ticket/></Show>
        </section>
    }
}

#[component]
fn Chosen(way: WayChosen) -> impl IntoView {
    let (name, at, by) = (way.way.as_str(), way.at, way.by);
    view! {
        <p data-at="way-chosen" data-way=name><strong>{move || word("way", name)}</strong></p>
        <p class="reason">{way.why}</p>
        <p class="soft">{move || say_with("looked.by", &[("who", &by), ("when", &when::short(at))])}</p>
    }
}

/// The ways, why, and whose sign-in where it is their own.
#[component]
fn Choose(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let work = work();
    let pad = Pad::<Choosing>::new();
    let id = ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone());
    let send = move |()| {
        work.send(pad, id.clone(), "way", |work| work.app.say("looked.sent"));
    };
    let ways = Way::ALL.map(|way| (way, format!("way-{}", way.as_str())));
    let chosen = Signal::derive(move || pad.with(|choosing| choosing.way));
    let begun = Memo::new(move |_| chosen.get().is_some());
    let own = Memo::new(move |_| pad.with(Choosing::own));
    view! {
        <Sheet send>
            <Chips label="looked.choose" all=ways.to_vec() words=|way: Way| word("looked.chip", way.as_str())
                chosen choose=move |way| pad.change(|choosing| choosing.way = Some(way))
                fault=pad.fault("way") at="way"/>
            <Show when=move || begun.get()>
                <Show when=move || own.get()>
                    <Line entry=pad.entry("login", |way| &way.login, |way, login| way.login = login)
                        label="looked.login" at="way-login"/>
                    <p class="note warn">{t("looked.own")}</p>
                </Show>
                <Line entry=pad.entry("why", |way| &way.why, |way, why| way.why = why)
                    label="looked.why" at="way-why"/>
                <Send pad name="looked.send" at="way-send"/>
            </Show>
        </Sheet>
    }
}
