//! My requests, with their clocks; one of them opened.

use deskside_protocol::api::TicketSummary;
use leptos::prelude::*;

use super::page::TicketPage;
use crate::browser;
use crate::link::{Link, Loaded};
use crate::text::{count, say, t, word};
use crate::ui::clock::ClockView;
use crate::ui::icon::{Icon, Picture};
use crate::ui::marks::{Empty, State, Trouble};
use crate::ui::shown::foremost;
use crate::ui::when;

/// The room.
#[component]
#[must_use]
pub fn TicketsRoom() -> impl IntoView {
    let link = Link::here();
    let opened = Memo::new(move |_| link.place.with(|place| place.ticket.clone()));
    move || match opened.get() {
        Some(id) => view! { <TicketPage id/> }.into_any(),
        None => view! { <TicketList/> }.into_any(),
    }
}

#[component]
fn TicketList() -> impl IntoView {
    let link = Link::here();
    view! {
        <section class={"tickets"}>
            <h2 tabindex="-1" data-first="">{t("ticket.list.title")}</h2>
            {move || match link.books.tickets.get() {
                Loaded::Loading => view! { <p class={"soft"} aria-busy="true">{t("panel.waiting")}</p> }.into_any(),
                Loaded::Failed(code) => view! { <Trouble code/> }.into_any(),
                Loaded::Ready(list) if list.is_empty() => {
                    view! { <Empty icon=Icon::List>{t("ticket.list.empty")}</Empty> }.into_any()
                }
                Loaded::Ready(list) => view! {
                    <ul class={"rows"}>{list.into_iter().map(|ticket| view! { <TicketRow ticket/> }).collect_view()}</ul>
                }.into_any(),
            }}
        </section>
    }
}

#[component]
fn TicketRow(ticket: TicketSummary) -> impl IntoView {
    let link = Link::here();
    let approver = link.opened_now().is_some_and(|opened| opened.card.approver);
    let waits = ticket.waits_for(approver);
    let TicketSummary {
        id,
        reference,
        subject,
        state,
        clocks,
        unread,
        updated_at,
        ..
    } = ticket;
    // A clock that runs while nothing is with the desk tells nothing, unless it is late.
    let now = browser::now();
    let clock = foremost(&clocks, now)
        .filter(|clock| state.with_desk() || !clock.runs() || clock.late(now))
        .cloned();
    let marked = reference.clone();
    view! {
        <li>
            <button type="button" class="ticket-row" data-at="ticket-row" data-reference={marked}
                data-unread={(unread > 0).to_string()} data-waits={waits.is_some().to_string()} on:click=move |_| link.show(id.clone())>
                <span class={"line"}>
                    <span class={"soft"}>{reference}</span>
                    <State family="ticket.stands" name=state.as_str()/>
                    {waits.map(|what| view! { <span class={"unread"}>{move || word("ticket.awaits", what.as_str())}</span> })}
                    {(unread > 0).then(|| view! {
                        <span class={"unread"}>{move || count("ticket.list.unread", unread as usize)}</span>
                    })}
                </span>
                <strong>{subject}</strong>
                <span class={"line"}>
                    {clock.map(|clock| view! { <ClockView clock/> })}
                    <span class={"soft"}>{move || when::relative(updated_at)}</span>
                </span>
            </button>
        </li>
    }
}

/// The way back to the list.
#[component]
pub(super) fn BackToList() -> impl IntoView {
    let link = Link::here();
    view! {
        <button type="button" class={"quiet"} data-at="back-to-list" data-first="" aria-label=move || say("ticket.list.back")
            on:click=move |_| link.place.update(|place| place.ticket = None)>
            <Picture icon=Icon::Back/>
            {t("ticket.list.title")}
        </button>
    }
}
