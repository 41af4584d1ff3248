//! Following along: what changed is announced to those who may see it, and they fetch it anew.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use deskside_protocol::DateTime;
use deskside_protocol::api::{LiveEvent, LiveKind};
use deskside_protocol::ids::{SystemId, TicketId};
use futures::{Stream, StreamExt as _, stream};
use tokio_stream::wrappers::BroadcastStream;

use crate::desk::Desk;
use crate::identity::Visitor;
use crate::store::{After, Tx};

/// Something changed.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// In which system.
    pub system: SystemId,
    /// Whom there.
    pub whom: Whom,
    /// What the reader is told.
    pub event: LiveEvent,
}

/// Whom of a system something concerns; who may approve access is always told.
#[derive(Clone, Debug)]
pub enum Whom {
    /// Everybody.
    Everybody,
    /// Who has a part in a ticket.
    Ticket {
        /// Who filed it, by the host's id.
        reporter: String,
        /// Whose sign-in it is about, where it is about one.
        login: Option<String>,
    },
}

impl Announcement {
    /// Whether somebody of a system may know.
    #[must_use]
    pub fn concerns(&self, visitor: &Visitor) -> bool {
        let person = &visitor.reporter.person;
        let part = match &self.whom {
            Whom::Everybody => true,
            Whom::Ticket { reporter, login } => {
                *reporter == person.id || login.as_ref() == Some(&person.login)
            }
        };
        self.system == visitor.reporter.system && (part || visitor.approver.is_some())
    }
}

/// To whom something belongs: what an announcement needs to know beside its kind and id.
#[derive(Clone, Debug)]
pub struct Place {
    /// In which system.
    pub system: SystemId,
    /// To which ticket.
    pub ticket: TicketId,
    /// Who filed it, by the host's id.
    pub reporter: String,
}

impl Place {
    /// Has those who may see it told, once it is safe on the disk.
    pub fn announce(&self, tx: &mut Tx, kind: LiveKind, id: &str, login: Option<&str>) {
        tx.then(After::Live(Announcement {
            system: self.system.clone(),
            whom: Whom::Ticket {
                reporter: self.reporter.clone(),
                login: login.map(ToOwned::to_owned),
            },
            event: LiveEvent {
                kind,
                id: id.to_owned(),
                ticket: self.ticket.clone(),
            },
        }));
    }
}

/// Has everybody of a system told, once it is safe on the disk, that what is promised to the system as a
/// whole has changed. It belongs to no ticket.
pub fn announce_service(tx: &mut Tx, system: &SystemId, id: &str) {
    tx.then(After::Live(Announcement {
        system: system.clone(),
        whom: Whom::Everybody,
        event: LiveEvent {
            kind: LiveKind::Service,
            id: id.to_owned(),
            ticket: TicketId(String::new()),
        },
    }));
}

/// A stream of what somebody may see, until their session ends or the desk stops. Whoever reads too
/// slowly is cut off, comes again and fetches everything anew.
pub fn follow<F>(
    desk: &Desk,
    until: DateTime,
    wanted: F,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + Send + use<F>>
where
    F: Fn(&Announcement) -> bool + Send + 'static,
{
    let left = (until - desk.world.now()).to_std().unwrap_or_default();
    let events = BroadcastStream::new(desk.live.subscribe())
        .take_while(|next| std::future::ready(next.is_ok()))
        .filter_map(move |next| {
            let event = next
                .ok()
                .filter(|announcement| wanted(announcement))
                .and_then(|announcement| Event::default().json_data(announcement.event).ok());
            std::future::ready(event.map(Ok))
        });
    // A first word at once, so that whoever waits knows that the line is open.
    let hello = stream::iter([Ok(Event::default().comment("open"))]);
    let events = hello
        .chain(events)
        .take_until(desk.stopped())
        .take_until(Box::pin(tokio::time::sleep(left)));
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}
