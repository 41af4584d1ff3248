//! What an agent does to the open ticket, from anywhere in the workplace.

use deskside::browser::uuid;
use deskside_protocol::api::AgentSystem;
use deskside_protocol::ids::TicketId;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::IgnoredAny;

use super::Work;
use crate::desk;
use crate::draft::Form;
use crate::pad::Pad;

impl Work {
    /// Sends what was written about the open ticket, and shows what came of it. `done` runs once the
    /// desk has it.
    pub(crate) fn send<T: Form>(
        self,
        pad: Pad<T>,
        id: TicketId,
        what: &'static str,
        done: impl FnOnce(Work) + 'static,
    ) {
        spawn_local(async move {
            let path = format!("/api/agent/tickets/{id}/{what}");
            if pad.send::<IgnoredAny>(&path).await.is_some() {
                done(self);
            }
            self.refetch_ticket();
            self.refetch_queue();
        });
    }

    /// Does something to a ticket that needs no dialog.
    pub(crate) fn act(self, id: TicketId, what: String, body: impl Serialize + 'static) {
        spawn_local(async move {
            let path = format!("/api/agent/tickets/{id}/{what}");
            let once = uuid();
            if let Err(code) = desk::post::<IgnoredAny>(&path, &body, Some(&once)).await {
                self.app.failed(code);
            }
            self.refetch_ticket();
            self.refetch_queue();
        });
    }

    /// Customers to choose from, as fields want them.
    pub(crate) fn customers(self) -> Vec<(String, String)> {
        let choice = |system: &AgentSystem| (system.card.id.to_string(), system.card.name.clone());
        let all = self
            .systems
            .here(|systems| systems.iter().map(choice).collect());
        all.unwrap_or_default()
    }
}
