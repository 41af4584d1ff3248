//! What rooms reach the world by: the page through the loader's port, the desk over HTTP, and the
//! lists that both keep fresh. One `Copy` value, handed down by context.

mod books;
mod desk;
mod kept;
mod live;
mod port;
mod session;

use deskside_protocol::ids::TicketId;
use deskside_protocol::port::Room;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::browser;

pub use books::{Books, Loaded};
pub use desk::Desk;
use live::Line;
pub use live::follow;
pub use port::{Message, Port};
pub use session::{Opened, Session};

/// Everything a room may use of the world.
#[derive(Clone, Copy)]
pub struct Link {
    /// The page.
    pub port: Port,
    /// The desk.
    pub desk: Desk,
    /// Lists of what concerns this person.
    pub books: Books,
    /// Where the panel stands.
    pub place: RwSignal<Place>,
    /// The last thing to be read out by screen readers.
    pub told: RwSignal<String>,
    /// The panel's own element.
    pub panel: NodeRef<Div>,
    /// The line on which the desk tells of changes.
    line: StoredValue<Line, LocalStorage>,
}

/// Where the panel stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Which room is shown.
    pub room: Room,
    /// Which ticket is open in the room of tickets.
    pub ticket: Option<TicketId>,
}

impl Link {
    /// The link of the panel that this view is in.
    #[must_use]
    pub fn here() -> Self {
        expect_context::<Self>()
    }

    /// A new link over this port to this desk.
    #[must_use]
    pub fn new(port: Port, base: &str) -> Self {
        let desk = Desk::new(port, base);
        Self {
            port,
            desk,
            books: Books::new(desk),
            place: RwSignal::new(Place::default()),
            told: RwSignal::new(String::new()),
            panel: NodeRef::new(),
            line: StoredValue::new_local(Line::Idle),
        }
    }

    /// Who is signed in, once somebody is.
    #[must_use]
    pub fn opened(self) -> Option<std::sync::Arc<Opened>> {
        self.desk.session.with(Session::opened)
    }

    /// The same outside of views, where nothing follows it.
    #[must_use]
    pub fn opened_now(self) -> Option<std::sync::Arc<Opened>> {
        untrack(|| self.opened())
    }

    /// Shows a room.
    pub fn go(self, room: Room) {
        self.place.update(|place| place.room = room);
    }

    /// Shows a ticket.
    pub fn show(self, ticket: TicketId) {
        self.place.set(Place {
            room: Room::Tickets,
            ticket: Some(ticket),
        });
    }

    /// The component is taken out of the page: nothing is heard or fetched from here on.
    pub fn leave(self) {
        self.line.update_value(Line::end);
        self.port.close();
    }

    /// Gives the focus to what the room that is shown marks as its beginning.
    pub fn focus_first(self) {
        let panel = self.panel.get_untracked();
        let first = panel.and_then(|panel| panel.query_selector("[data-first]").ok().flatten());
        if let Some(first) = first.and_then(|first| first.dyn_into().ok()) {
            browser::focus(&first);
        }
    }

    /// Has a sentence read out.
    pub fn tell(self, sentence: impl FnOnce() -> String) {
        self.told.set(untrack(sentence));
    }
}
