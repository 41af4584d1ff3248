//! Which place of the console is open, as the address says it: a reload and a link lead back to it.

use deskside_protocol::ids::TicketId;

use crate::report::month::Month;

/// A place of the console.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// The queue alone.
    #[default]
    Queue,
    /// A ticket with its conversation.
    Ticket(TicketId),
    /// The same ticket; on narrow screens what stands beside the conversation.
    Side(TicketId),
    /// Maintenance of customers' systems.
    Maintenance,
    /// How promises were kept in a month; this one when none is named.
    Report(Option<Month>),
    /// Mails that nobody could place.
    Inbox,
}

impl Route {
    /// Reads the part of the address after `#`; what it does not know is the queue.
    #[must_use]
    pub fn read(hash: &str) -> Self {
        let mut parts = hash.trim_start_matches('#').trim_matches('/').split('/');
        let (room, name, side) = (parts.next(), parts.next(), parts.next());
        let ticket = name.map(|id| TicketId(id.to_owned()));
        match (room, ticket.filter(TicketId::looks_valid), side) {
            (Some("tickets"), Some(id), None) => Route::Ticket(id),
            (Some("tickets"), Some(id), Some("side")) => Route::Side(id),
            (Some("maintenance"), _, None) => Route::Maintenance,
            (Some("report"), _, None) => Route::Report(name.and_then(Month::read)),
            (Some("inbox"), _, None) => Route::Inbox,
            _ => Route::Queue,
        }
    }

    /// The part of the address that leads here.
    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Route::Queue => "#/".to_owned(),
            Route::Ticket(id) => format!("#/tickets/{id}"),
            Route::Side(id) => format!("#/tickets/{id}/side"),
            Route::Maintenance => "#/maintenance".to_owned(),
            Route::Report(None) => "#/report".to_owned(),
            Route::Report(Some(month)) => format!("#/report/{}", month.name()),
            Route::Inbox => "#/inbox".to_owned(),
        }
    }

    /// The room it is in, as the bar knows it and language keys name it.
    #[must_use]
    pub fn room(&self) -> &'static str {
        match self {
            Route::Queue | Route::Ticket(_) | Route::Side(_) => "queue",
            Route::Maintenance => "maintenance",
            Route::Report(_) => "report",
            Route::Inbox => "inbox",
        }
    }

    /// The ticket that is open, where one is.
    #[must_use]
    pub fn ticket(&self) -> Option<&TicketId> {
        match self {
            Route::Queue | Route::Maintenance | Route::Report(_) | Route::Inbox => None,
            Route::Ticket(id) | Route::Side(id) => Some(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_where_it_was_taken() {
        let id = TicketId::from_random([7; 16]);
        for route in [
            Route::Queue,
            Route::Ticket(id.clone()),
            Route::Side(id.clone()),
            Route::Maintenance,
            Route::Report(None),
            Route::Report(Month::read("2026-11")),
            Route::Inbox,
        ] {
            assert_eq!(Route::read(&route.href()), route);
        }
    }

    #[test]
    fn nonsense_is_the_queue() {
        for hash in ["", "#", "#/tickets", "#/tickets/tkt_x", "#/nothing/else"] {
            assert_eq!(Route::read(hash), Route::Queue);
        }
        assert_eq!(Route::read("#/report/2026-99"), Route::Report(None));
    }
}
