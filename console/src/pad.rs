//! A draft on the screen: its fields as entries that views can draw, and sending it.

use deskside::browser::{now, uuid};
use deskside::ui::when::{self, Intl};
use deskside_protocol::DateTime;
use deskside_protocol::problem::Code;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::draft::{Draft, Form, Phase};
use crate::{browser, desk, wall};

/// A draft on the screen.
pub(crate) struct Pad<T: Form>(RwSignal<Draft<T>>);

impl<T: Form> Clone for Pad<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Form> Copy for Pad<T> {}

/// A field of a draft, as a view needs it.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    /// What stands in it.
    pub(crate) value: Signal<String>,
    /// Somebody writes.
    pub(crate) write: Callback<String>,
    /// What is wrong with it.
    pub(crate) fault: Signal<Option<Code>>,
}

impl<T: Form> Pad<T> {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(Draft::default()))
    }

    /// Proposes what to begin with.
    pub(crate) fn propose(self, fields: T) {
        self.0.update(|draft| draft.propose(fields));
    }

    /// Looks at the fields.
    pub(crate) fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.0.with(|draft| look(&draft.fields))
    }

    /// Changes the fields; where they are gone, nobody writes any more.
    pub(crate) fn change(self, change: impl FnOnce(&mut T)) {
        let _gone = self.0.try_update(|draft| draft.change(change));
    }

    /// A field of text.
    pub(crate) fn entry(
        self,
        name: &'static str,
        read: fn(&T) -> &String,
        write: fn(&mut T, String),
    ) -> Entry {
        Entry {
            value: Signal::derive(move || self.with(|fields| read(fields).clone())),
            write: Callback::new(move |text| self.change(|fields| write(fields, text))),
            fault: self.fault(name),
        }
    }

    /// A field of day and time, in the agent's own zone.
    pub(crate) fn moment(
        self,
        name: &'static str,
        read: fn(&T) -> Option<DateTime>,
        write: fn(&mut T, Option<DateTime>),
    ) -> Entry {
        let zone = StoredValue::new(when::own_zone());
        let shown = move |at: DateTime| zone.with_value(|zone| wall::shown(at, zone, &Intl));
        let meant = move |text: String| zone.with_value(|zone| wall::meant(&text, zone, &Intl));
        Entry {
            value: Signal::derive(move || self.with(read).map(shown).unwrap_or_default()),
            write: Callback::new(move |text| self.change(|fields| write(fields, meant(text)))),
            fault: self.fault(name),
        }
    }

    /// What is wrong with a field.
    pub(crate) fn fault(self, name: &'static str) -> Signal<Option<Code>> {
        Signal::derive(move || self.0.with(|draft| draft.fault(name, when::now())))
    }

    /// How far it is.
    pub(crate) fn phase(self) -> Phase {
        self.0.with(|draft| draft.phase)
    }

    /// Sends it; what the desk answers, once it has it. Where something is wrong with a field, the
    /// focus goes there.
    pub(crate) async fn send<A: DeserializeOwned>(self, path: &str) -> Option<A> {
        let taken = self.0.try_update(|draft| draft.send(now(), uuid)).flatten();
        let Some((body, once)) = taken else {
            request_animation_frame(|| {
                browser::focus("[aria-invalid=\"true\"]");
            });
            return None;
        };
        let answer = desk::post::<A>(path, &body, Some(&once)).await;
        let _gone = self.0.try_update(|draft| match &answer {
            Ok(_) => draft.sent(),
            Err(code) => draft.failed(*code),
        });
        answer.ok()
    }
}
