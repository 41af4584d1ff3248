//! The tabs: one a room, with what waits there.

use deskside_protocol::port::{Room, ToLoader};
use leptos::prelude::*;

use crate::link::{Link, Place};
use crate::text::{count, word};
use crate::ui::icon::{Icon, Picture};

const ROOMS: [(Room, &str, Icon); 5] = [
    (Room::File, "file", Icon::Write),
    (Room::Tickets, "tickets", Icon::List),
    (Room::Access, "access", Icon::Key),
    (Room::Rotation, "rotation", Icon::Lock),
    (Room::Policy, "policy", Icon::Paper),
];

/// The tabs.
#[component]
pub(super) fn Tabs() -> impl IntoView {
    let link = Link::here();
    let waiting = Memo::new(move |_| {
        let opened = link.opened();
        opened.map(|opened| {
            let card = &opened.card;
            link.books.waiting(&card.person.login, card.approver)
        })
    });
    Effect::new(move || {
        if let Some(waiting) = waiting.get() {
            let count = waiting.unread + waiting.decisions + waiting.access + waiting.rotation;
            link.port.send(&ToLoader::Badge { count });
        }
    });
    let number = move |room: Room| {
        let waiting = waiting.get().unwrap_or_default();
        match room {
            Room::File | Room::Policy => 0,
            Room::Tickets => waiting.unread + waiting.decisions,
            Room::Access => waiting.access,
            Room::Rotation => waiting.rotation,
        }
    };
    let one = move |(room, name, icon): (Room, &'static str, Icon)| {
        view! { <Tab room name icon number=Signal::derive(move || number(room))/> }
    };
    view! { <nav class={"tabs"} aria-label=move || word("panel", "rooms")>{ROOMS.map(one).collect_view()}</nav> }
}

/// Whether the room concerns this person: access is shown to approvers, and to those on whose
/// requests it was asked for.
fn concerns(link: Link, room: Room) -> bool {
    room != Room::Access
        || link.opened().is_some_and(|opened| opened.card.approver)
        || link
            .books
            .grants
            .with(|list| list.ready().is_some_and(|list| !list.is_empty()))
        || link.place.with(|place| place.room == Room::Access)
}

#[component]
fn Tab(room: Room, name: &'static str, icon: Icon, number: Signal<u32>) -> impl IntoView {
    let link = Link::here();
    let current = move || link.place.with(|place| place.room == room);
    let badge = move || {
        (number.get() > 0).then(|| {
            view! {
                <span class={"badge"} aria-hidden="true">{number.get()}</span>
                <span class={"unseen"}>{count("panel.waits", number.get() as usize)}</span>
            }
        })
    };
    view! {
        <button type="button" class="tab" data-at=format!("tab-{name}") hidden=move || !concerns(link, room)
            aria-current=move || current().then_some("page")
            on:click=move |_| link.place.set(Place { room, ticket: None })>
            <Picture icon/>
            <span>{move || word("panel.room", name)}</span>
            {badge}
        </button>
    }
}
