//! The lists of what concerns this person, fetched anew whenever the desk says that something changed.

use deskside_protocol::access::GrantState;
use deskside_protocol::api::{GrantView, LiveEvent, LiveKind, RotationView, TicketSummary};
use deskside_protocol::policy::ServiceView;
use deskside_protocol::problem::Code;
use deskside_protocol::rotation::RotationState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use super::Desk;

/// Something that is fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Loaded<T> {
    /// On its way.
    #[default]
    Loading,
    /// Here.
    Ready(T),
    /// Not to be had.
    Failed(Code),
}

impl<T> Loaded<T> {
    /// What is here, when it is.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Loaded::Ready(value) => Some(value),
            _ => None,
        }
    }
}

/// The lists.
#[derive(Clone, Copy)]
pub struct Books {
    desk: Desk,
    /// Tickets.
    pub tickets: RwSignal<Loaded<Vec<TicketSummary>>>,
    /// Grants.
    pub grants: RwSignal<Loaded<Vec<GrantView>>>,
    /// Rotations.
    pub rotations: RwSignal<Loaded<Vec<RotationView>>>,
    /// What is promised to the system beside single tickets.
    pub service: RwSignal<Loaded<ServiceView>>,
    /// The last thing that changed.
    pub changed: RwSignal<Option<LiveEvent>>,
}

/// How many things wait for this person, room by room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Messages not read.
    pub unread: u32,
    /// Tickets on which a decision or an answer of theirs is awaited.
    pub decisions: u32,
    /// Requests for access to decide.
    pub access: u32,
    /// Passwords of their own to change.
    pub rotation: u32,
}

impl Books {
    pub(super) fn new(desk: Desk) -> Self {
        Self {
            desk,
            tickets: RwSignal::default(),
            grants: RwSignal::default(),
            rotations: RwSignal::default(),
            service: RwSignal::default(),
            changed: RwSignal::new(None),
        }
    }

    /// Fetches every list.
    pub fn refresh(self) {
        let all = [
            LiveKind::Ticket,
            LiveKind::Grant,
            LiveKind::Rotation,
            LiveKind::Service,
        ];
        for kind in all {
            self.refresh_kind(kind);
        }
    }

    /// Fetches the list of this kind.
    pub fn refresh_kind(self, kind: LiveKind) {
        match kind {
            LiveKind::Ticket => self.fetch("/api/tickets", self.tickets),
            LiveKind::Grant => self.fetch("/api/grants", self.grants),
            LiveKind::Rotation => self.fetch("/api/rotations", self.rotations),
            LiveKind::Service => self.fetch("/api/service", self.service),
        }
    }

    /// The desk said that something changed.
    pub fn heard(self, event: LiveEvent) {
        self.refresh_kind(event.kind);
        if !matches!(event.kind, LiveKind::Ticket | LiveKind::Service) {
            // Marks of access and the ticket's own state may have moved along.
            self.refresh_kind(LiveKind::Ticket);
        }
        self.changed.set(Some(event));
    }

    /// What waits for the person of this login.
    #[must_use]
    pub fn waiting(self, login: &str, approver: bool) -> Waiting {
        let (unread, decisions) = self.tickets.with(|list| {
            let list = list.ready().map(Vec::as_slice).unwrap_or_default();
            let decisions = list.iter().filter(|one| one.waits_for(approver).is_some());
            (
                list.iter().map(|ticket| ticket.unread).sum(),
                decisions.count(),
            )
        });
        let access = self.grants.with(|list| {
            let list = list.ready().map(Vec::as_slice).unwrap_or_default();
            list.iter()
                .filter(|grant| approver && matches!(grant.state, GrantState::Requested { .. }))
                .count()
        });
        let rotation = self.rotations.with(|list| {
            let list = list.ready().map(Vec::as_slice).unwrap_or_default();
            list.iter()
                .filter(|one| {
                    one.login == login && one.due_from.is_some() && one.state == RotationState::Open
                })
                .count()
        });
        Waiting {
            unread,
            decisions: small(decisions),
            access: small(access),
            rotation: small(rotation),
        }
    }

    fn fetch<T>(self, path: &'static str, into: RwSignal<Loaded<T>>)
    where
        T: DeserializeOwned + Send + Sync + 'static,
    {
        let desk = self.desk;
        spawn_local(async move {
            match desk.get(path).await {
                Ok(list) => into.set(Loaded::Ready(list)),
                // What is on the screen is older, not wrong: it stays.
                Err(code) => into.maybe_update(|now| {
                    let empty = now.ready().is_none();
                    if empty {
                        *now = Loaded::Failed(code);
                    }
                    empty
                }),
            }
        });
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
