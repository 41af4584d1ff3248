//! The panel: header, tabs, the room that is shown, and one place to be read out from.

use deskside_protocol::port::{Room, ToLoader};
use leptos::prelude::*;

use super::header::Header;
use super::tabs::Tabs;
use crate::access::AccessRoom;
use crate::context::Collected;
use crate::link::{Link, Session};
use crate::policy::{Banner, PolicyRoom};
use crate::rotation::RotationRoom;
use crate::text::{t, word};
use crate::ticket::draft::Draft;
use crate::ticket::{FileRoom, TicketsRoom, keep};
use crate::ui::icon::Icon;
use crate::ui::marks::{Note, Trouble};
use crate::ui::when;

/// The whole component.
#[component]
#[must_use]
pub fn App(
    /// The page and the desk.
    link: Link,
    /// What is being filed.
    draft: RwSignal<Draft>,
    /// What was collected.
    collected: RwSignal<Collected>,
) -> impl IntoView {
    provide_context(link);
    keep::keep(link, draft);
    when::tick();
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            link.port.send(&ToLoader::Close);
        }
    };
    view! {
        <div class={"panel"} data-at="panel" node_ref=link.panel on:keydown=escape>
            <Header/>
            <Banner/>
            <main class={"room"}>
                <Standing/>
                <RoomView draft collected/>
            </main>
            <Tabs/>
            <p class={"unseen"} role="status" aria-live="polite" data-at="told">{move || link.told.get()}</p>
        </div>
    }
}

/// The room that is shown.
#[component]
fn RoomView(draft: RwSignal<Draft>, collected: RwSignal<Collected>) -> impl IntoView {
    let link = Link::here();
    let room = Memo::new(move |_| link.place.with(|place| place.room));
    // Whoever goes to another place begins at its top, also with a screen reader.
    Effect::new(move |before: Option<()>| {
        link.place.track();
        if before.is_some() {
            request_animation_frame(move || link.focus_first());
        }
    });
    move || match room.get() {
        Room::File => view! { <FileRoom draft collected/> }.into_any(),
        Room::Tickets => view! { <TicketsRoom/> }.into_any(),
        Room::Access => view! { <AccessRoom/> }.into_any(),
        Room::Rotation => view! { <RotationRoom/> }.into_any(),
        Room::Policy => view! { <PolicyRoom/> }.into_any(),
    }
}

/// Says what stands in the way, when something does.
#[component]
fn Standing() -> impl IntoView {
    let link = Link::here();
    move || {
        match link.desk.session.get() {
        Session::Alone => view! {
            <div data-at="alone"><Note tone="warn" icon=Icon::Warn>{t("panel.alone")}</Note></div>
        }
        .into_any(),
        Session::Refused(code) => view! {
            <Trouble code/>
            <button type="button" class={"quiet"} data-at="again" on:click=move |_| super::start::sign_in(link)>
                {move || word("panel", "again")}
            </button>
        }
        .into_any(),
        Session::Waiting | Session::Asking | Session::Open(_) => ().into_any(),
    }
    }
}
