//! Which place of the console is open, as the address says it: a reload and a link lead back to it.

use deskside_protocol::ids::TicketId;

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
}

impl Route {
    /// Reads the part of the address after `#`; what it does not know is the queue.
    #[must_use]
    pub fn read(hash: &str) -> Self {
        let mut parts = hash.trim_start_matches('#').trim_matches('/').split('/');
        let (room, id, side) = (parts.next(), parts.next(), parts.next());
        match (room, id.map(|id| TicketId(id.to_owned())), side) {
            (Some("tickets"), Some(id), None) if id.looks_valid() => Route::Ticket(id),
            (Some("tickets"), Some(id), Some("side")) if id.looks_valid() => Route::Side(id),
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
        }
    }

    /// The ticket that is open, where one is.
    #[must_use]
    pub fn ticket(&self) -> Option<&TicketId> {
        match self {
            Route::Queue => None,
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
        ] {
            assert_eq!(Route::read(&route.href()), route);
        }
    }

    #[test]
    fn nonsense_is_the_queue() {
        for hash in ["", "#", "#/tickets", "#/tickets/tkt_x", "#/nothing/else"] {
            assert_eq!(Route::read(hash), Route::Queue);
        }
    }
}
