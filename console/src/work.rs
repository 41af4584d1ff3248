//! What is open on the agent's desk: the queue, one ticket, and where the address says they are.
//! Changes are fetched anew when the live line tells of them.

use deskside_protocol::api::{
    AgentMaintenance, AgentSystem, AgentTicketView, InboxMail, LiveKind, TicketSummary,
};
use deskside_protocol::identity::AgentCard;
use deskside_protocol::ids::TicketId;
use deskside_protocol::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

mod deeds;

use crate::app::App;
use crate::fetched::Fetched;
use crate::live::Heard;
use crate::queue::list::Queue;
use crate::refetch::Refetch;
use crate::route::Route;
use crate::{browser, desk};

/// A ticket on its way to the screen.
#[derive(Clone)]
pub(crate) enum Opening {
    /// None is open.
    Nothing,
    /// It is being fetched.
    Waiting,
    /// It cannot be had.
    Failed(Code),
    /// It is here, and follows what happens to it.
    Here(ArcRwSignal<AgentTicketView>),
}

/// The agent's desk.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    pub(crate) app: App,
    /// Where the agent is.
    pub(crate) route: RwSignal<Route>,
    /// The queue.
    pub(crate) queue: RwSignal<Queue>,
    /// The open ticket.
    pub(crate) ticket: RwSignal<Opening>,
    /// Everybody who works here.
    pub(crate) agents: Fetched<Vec<AgentCard>>,
    /// Customers' systems.
    pub(crate) systems: Fetched<Vec<AgentSystem>>,
    /// Their maintenance.
    pub(crate) maintenance: Fetched<Vec<AgentMaintenance>>,
    /// Mails that nobody could place.
    pub(crate) inbox: Fetched<Vec<InboxMail>>,
    fetching: StoredValue<[Refetch; 2]>,
}

const QUEUE: usize = 0;
const TICKET: usize = 1;

impl Work {
    /// Begins where the address says.
    pub(crate) fn begin(app: App) -> Self {
        let work = Self {
            app,
            route: RwSignal::new(Route::default()),
            queue: RwSignal::new(Queue::default()),
            ticket: RwSignal::new(Opening::Nothing),
            agents: Fetched::at("/api/agent/agents"),
            systems: Fetched::at("/api/agent/systems"),
            maintenance: Fetched::at("/api/agent/maintenance"),
            inbox: Fetched::at("/api/agent/inbox"),
            fetching: StoredValue::new([Refetch::Idle; 2]),
        };
        work.go(Route::read(&browser::hash()));
        work.refetch_queue();
        work.agents.fetch();
        work.inbox.fetch();
        work
    }

    /// Goes to another place; the same ticket stays as it is.
    pub(crate) fn go(self, route: Route) {
        let same = self
            .route
            .with_untracked(|old| old.ticket() == route.ticket());
        let ticket = route.ticket().cloned();
        self.route.set(route);
        if !same {
            let opening = if ticket.is_some() {
                Opening::Waiting
            } else {
                Opening::Nothing
            };
            self.ticket.set(opening);
            self.refetch_ticket();
        }
    }

    /// The live line told something.
    pub(crate) fn heard(self, heard: &Heard) {
        match heard {
            Heard::Down => {}
            Heard::Up => {
                self.refetch_queue();
                self.refetch_ticket();
                self.renew_service();
            }
            Heard::Changed(event) if event.kind == LiveKind::Service => {
                self.renew_service();
                self.refetch_ticket();
            }
            Heard::Changed(event) => {
                self.refetch_queue();
                if self.open_ticket().as_ref() == Some(&event.ticket) {
                    self.refetch_ticket();
                }
            }
        }
    }

    /// What belongs to no ticket may have changed.
    fn renew_service(self) {
        self.systems.renew();
        self.maintenance.renew();
        self.inbox.fetch();
    }

    /// Fetches the queue anew.
    pub(crate) fn refetch_queue(self) {
        if self.wanted(QUEUE) {
            spawn_local(async move {
                loop {
                    let fetched = desk::get::<Vec<TicketSummary>>("/api/agent/tickets").await;
                    match fetched {
                        Ok(tickets) => self.queue.update(|queue| queue.replace(tickets)),
                        Err(code) => self.queue_failed(code),
                    }
                    if !self.again(QUEUE) {
                        break;
                    }
                }
            });
        }
    }

    /// Fetches the open ticket anew.
    pub(crate) fn refetch_ticket(self) {
        if self.wanted(TICKET) {
            spawn_local(async move {
                loop {
                    if let Some(id) = self.open_ticket() {
                        let fetched = desk::get(&format!("/api/agent/tickets/{id}")).await;
                        self.came(&id, fetched);
                    }
                    if !self.again(TICKET) {
                        break;
                    }
                }
            });
        }
    }

    fn queue_failed(self, code: Code) {
        self.queue.update(|queue| queue.failed(code));
        if code == Code::Unauthenticated {
            self.app.failed(code);
        }
    }

    /// What came is shown only if the agent has not gone on meanwhile.
    fn came(self, id: &TicketId, fetched: Result<AgentTicketView, Code>) {
        if self.open_ticket().as_ref() != Some(id) {
            return;
        }
        match (fetched, self.ticket.get_untracked()) {
            (Ok(ticket), Opening::Here(shown)) => shown.set(ticket),
            (Ok(ticket), _) => {
                self.ticket.set(Opening::Here(ArcRwSignal::new(ticket)));
                // Opening it marked its messages as seen.
                self.refetch_queue();
            }
            (Err(code), Opening::Here(_)) => self.app.failed(code),
            (Err(code), _) => self.ticket.set(Opening::Failed(code)),
        }
    }

    /// The ticket that is open, where one is.
    pub(crate) fn open_ticket(self) -> Option<TicketId> {
        // Nobody signed in any more: nothing is open.
        let open = self
            .route
            .try_with_untracked(|route| route.ticket().cloned());
        open.flatten()
    }

    fn wanted(self, which: usize) -> bool {
        self.fetching
            .try_update_value(|fetching| fetching[which].wanted())
            .unwrap_or(false)
    }

    fn again(self, which: usize) -> bool {
        self.fetching
            .try_update_value(|fetching| fetching[which].done())
            .unwrap_or(false)
    }
}

/// The agent's desk, from anywhere in the workplace.
pub(crate) fn work() -> Work {
    expect_context()
}
