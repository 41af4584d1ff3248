//! An opened request, as the parts of its page share it: what the desk said last, and how the reader
//! acts on it. Every act is answered with the whole ticket, which is shown at once.

use chrono::SecondsFormat;
use deskside_protocol::DateTime;
use deskside_protocol::api::{LiveKind, TicketView};
use deskside_protocol::ids::TicketId;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::Side;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use wasm_bindgen::JsCast;

use super::doing::Doing;
use super::parts::{Part, news};
use crate::browser;
use crate::link::{Link, Loaded};
use crate::text::{say_with, word};

/// The opened request.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    pub(super) link: Link,
    pub(super) ticket: RwSignal<Loaded<TicketView>>,
    path: StoredValue<String>,
}

impl Sheet {
    pub(super) fn open(id: &TicketId) -> Self {
        Self {
            link: Link::here(),
            ticket: RwSignal::new(Loaded::Loading),
            path: StoredValue::new(format!("/api/tickets/{id}")),
        }
    }

    /// Whether the reader may decide for the company.
    pub(super) fn approver(self) -> bool {
        self.link
            .opened()
            .is_some_and(|opened| opened.card.approver)
    }

    /// A piece of the ticket: what reads it is drawn anew only when this piece changed, so that
    /// nothing that is being written is lost.
    pub(super) fn piece<T>(
        self,
        pick: impl Fn(&TicketView) -> T + Send + Sync + 'static,
    ) -> Memo<Option<T>>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.ticket.with(|ticket| ticket.ready().map(&pick)))
    }

    /// An address below the ticket's own.
    pub(super) fn path(self, tail: &str) -> String {
        format!("{}/{tail}", self.path.try_get_value().unwrap_or_default())
    }

    /// Fetches it anew.
    pub(super) fn fetch(self) {
        spawn_local(async move {
            let answer: Result<TicketView, Code> = self.link.desk.get(&self.path.get_value()).await;
            match answer {
                Ok(fresh) => self.show(fresh),
                // What is on the screen is older, not wrong: it stays.
                Err(code) => {
                    self.ticket.try_maybe_update(|shown| {
                        let empty = shown.ready().is_none();
                        if empty {
                            *shown = Loaded::Failed(code);
                        }
                        (empty, ())
                    });
                }
            }
            self.link.books.refresh_kind(LiveKind::Ticket);
        });
    }

    /// Decides on what was shown, made at this moment: nobody decides on what took its place meanwhile.
    pub(super) fn decide<T>(
        self,
        part: Part,
        (tail, seen): (&str, DateTime),
        body: T,
        doing: RwSignal<Doing>,
    ) where
        T: Serialize + 'static,
    {
        let seen = seen.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        self.act(part, &format!("{tail}?seen={seen}"), body, doing);
    }

    /// Acts on it; the part that changed takes the focus.
    pub(super) fn act<T>(self, part: Part, tail: &str, body: T, doing: RwSignal<Doing>)
    where
        T: Serialize + 'static,
    {
        if !doing.try_update(Doing::begin).unwrap_or_default() {
            return;
        }
        let tail = tail.to_owned();
        spawn_local(async move {
            let answer = self.send(&tail, &body, None).await;
            doing.try_update(|doing| doing.end(answer));
            self.acted(part, answer);
        });
    }

    /// Sends something, and shows the ticket that is answered.
    pub(super) async fn send(
        self,
        tail: &str,
        body: &impl Serialize,
        key: Option<&str>,
    ) -> Result<(), Code> {
        let fresh: TicketView = self.link.desk.post(&self.path(tail), body, key).await?;
        self.show(fresh);
        self.link.books.refresh_kind(LiveKind::Ticket);
        Ok(())
    }

    /// After an act: the focus goes to what changed; what had changed before is fetched.
    pub(super) fn acted(self, part: Part, answer: Result<(), Code>) {
        match answer {
            Ok(()) => {
                self.link.tell(|| word("ticket.done", part.as_str()));
                request_animation_frame(move || self.turn_to(part));
            }
            Err(Code::WrongState) => self.fetch(),
            Err(_) => {}
        }
    }

    fn turn_to(self, part: Part) {
        let panel = self.link.panel.get_untracked();
        let summary = panel.and_then(|panel| {
            let wanted = format!("[data-at=\"part-{}\"] > summary", part.as_str());
            panel.query_selector(&wanted).ok().flatten()
        });
        if let Some(summary) = summary.and_then(|summary| summary.dyn_into().ok()) {
            browser::attend(&summary);
        }
    }

    fn show(self, fresh: TicketView) {
        let before = self
            .ticket
            .try_with_untracked(|shown| shown.ready().cloned())
            .flatten();
        if let Some(before) = before {
            self.tell_news(&before, &fresh);
        }
        // Whoever went on meanwhile does not see it.
        self.ticket.try_set(Loaded::Ready(fresh));
    }

    /// Has it read out when the other side wrote, or something began to wait, while the page was open.
    fn tell_news(self, before: &TicketView, fresh: &TicketView) {
        let said = fresh
            .messages
            .get(before.messages.len()..)
            .and_then(<[_]>::last);
        let approver = untrack(|| self.approver());
        if let Some(awaits) = news(before, fresh, approver) {
            self.link.tell(|| word("ticket.awaits", awaits.as_str()));
        } else if let Some(message) = said.filter(|message| message.side == Side::Agent) {
            self.link
                .tell(|| say_with("ticket.page.news", &[("author", &message.author)]));
        }
    }
}
