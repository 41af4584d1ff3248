//! The book: what people did in the simulated year and the desk accepted, in order. All that is
//! checked afterwards is worked out from here.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::ids::TicketId;
use deskside_protocol::policy::Impact;

use super::law::{Looks, Window};

/// What was done on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    File,
    /// Somebody of the customer writes.
    Reply,
    Reopen,
    Choose,
    Agree,
    Refuse,
    /// An agent writes, and may await an answer.
    Say {
        awaits: bool,
    },
    Cover,
    Decline,
    Plan,
    Offer,
    Resolve,
    Close,
    Assign,
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The one who filed it.
    Reporter,
    /// The one who decides for the customer.
    Approver,
    /// One of the staff.
    Staff(usize),
}

/// One act that the desk accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) at: DateTime,
    pub(crate) who: Who,
    pub(crate) act: Act,
    /// To whom it was given, for [`Act::Assign`].
    pub(crate) to: Option<usize>,
}

/// Where a ticket stands, as people know without asking the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    Open,
    Awaiting,
    Planned { eta: DateTime },
    Agreement,
    Declined,
    Resolved,
    Closed,
}

impl Stands {
    /// The name under which the desk keeps it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Stands::Open => "open",
            Stands::Awaiting => "awaiting_reporter",
            Stands::Planned { .. } => "planned",
            Stands::Agreement => "agreement",
            Stands::Declined => "declined",
            Stands::Resolved => "resolved",
            Stands::Closed => "closed",
        }
    }
}

/// A ticket and all that was done on it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) customer: usize,
    pub(crate) reporter: usize,
    pub(crate) impact: Impact,
    pub(crate) id: TicketId,
    pub(crate) reference: String,
    pub(crate) acts: Vec<Done>,
    pub(crate) stands: Stands,
    /// Who works on it.
    pub(crate) assignee: Option<usize>,
}

impl Case {
    pub(crate) fn received(&self) -> DateTime {
        self.acts[0].at
    }

    /// When something last happened.
    pub(crate) fn since(&self) -> DateTime {
        self.acts[self.acts.len() - 1].at
    }

    pub(crate) fn has(&self, act: Act) -> bool {
        self.acts.iter().any(|done| done.act == act)
    }

    /// Whether an agent answered since it was last taken up.
    pub(crate) fn answered(&self) -> bool {
        let counts = |act| !matches!(act, Act::Assign | Act::Cover | Act::Close | Act::Reply);
        let last = self.acts.iter().rfind(|done| counts(done.act));
        last.is_some_and(|done| matches!(done.who, Who::Staff(_)))
    }

    /// Writes down what was accepted.
    fn write(&mut self, done: Done) {
        use Stands::{Agreement, Awaiting, Closed, Declined, Open, Planned, Resolved};
        self.stands = match (done.act, self.stands) {
            (Act::Say { awaits: true }, Open) => Awaiting,
            (Act::Reply, Awaiting | Resolved | Declined)
            | (Act::Reopen | Act::Agree, _)
            | (Act::Cover, Declined) => Open,
            (Act::Decline | Act::Refuse, _) => Declined,
            (Act::Plan, _) => Planned {
                eta: done.at + PLANNED_FOR,
            },
            (Act::Offer, _) => Agreement,
            (Act::Resolve, _) => Resolved,
            (Act::Close, _) => Closed,
            (_, stands) => stands,
        };
        match (done.act, done.who) {
            (Act::Assign, _) => self.assignee = done.to,
            // Closing is no work on it.
            (Act::Close, _) => {}
            (_, Who::Staff(worker)) => self.assignee = self.assignee.or(Some(worker)),
            _ => {}
        }
        self.acts.push(done);
    }
}

/// Every plan says that it takes this long.
pub(crate) const PLANNED_FOR: TimeDelta = TimeDelta::days(4);

/// The whole book.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    pub(crate) cases: Vec<Case>,
    /// Those that are not closed.
    pub(crate) open: BTreeSet<usize>,
    /// Maintenance, by customer.
    pub(crate) maintenance: Vec<(usize, Window)>,
    /// When the desk looked.
    pub(crate) looks: Looks,
}

impl Book {
    /// Writes down what was accepted on a case.
    pub(crate) fn write(&mut self, number: usize, done: Done) {
        let case = &mut self.cases[number];
        case.write(done);
        if case.stands == Stands::Closed {
            self.open.remove(&number);
        } else {
            self.open.insert(number);
        }
    }

    pub(crate) fn windows(&self, customer: usize) -> Vec<Window> {
        let of = self
            .maintenance
            .iter()
            .filter(|(whose, _)| *whose == customer);
        of.map(|(_, window)| *window).collect()
    }
}
