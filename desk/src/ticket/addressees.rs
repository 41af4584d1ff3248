//! Who is written to about a ticket, beside the reporter.

use deskside_protocol::identity::Person;

use super::Ticket;
use crate::identity;
use crate::mail::Recipient;
use crate::problem::Fault;
use crate::store::Connection;
use crate::system::System;

impl Ticket {
    /// The reporter and those who decide for the customer, each address once.
    pub(super) fn circle(&self, system: &System) -> Vec<Recipient> {
        let approvers = system.approvers.iter().map(Recipient::from);
        once_each([self.addressee()].into_iter().chain(approvers))
    }

    /// The reporter and the one who decided, each address once.
    pub(super) fn circle_of(&self, decided: &Person) -> Vec<Recipient> {
        once_each([Recipient::from(decided), self.addressee()].into_iter())
    }

    /// Those who decide for the customer; the reporter where the host named nobody.
    pub(super) fn deciders(&self, system: &System) -> Vec<Recipient> {
        let approvers = once_each(system.approvers.iter().map(Recipient::from));
        if approvers.is_empty() {
            vec![self.addressee()]
        } else {
            approvers
        }
    }

    /// Whoever works on it; all of the staff while nobody does, because then any of them can.
    pub(super) async fn hands(&self, db: &mut Connection) -> Result<Vec<Recipient>, Fault> {
        if let Some(assignee) = &self.assignee {
            return Ok(vec![Recipient::from(assignee)]);
        }
        let staff = identity::staff(db).await?;
        Ok(staff
            .iter()
            .map(|agent| Recipient::from(&agent.card))
            .collect())
    }
}

/// Nobody is written to twice about the same.
fn once_each(all: impl Iterator<Item = Recipient>) -> Vec<Recipient> {
    let mut once: Vec<Recipient> = Vec::new();
    for to in all {
        let same = |known: &Recipient| known.email.eq_ignore_ascii_case(&to.email);
        if !once.iter().any(same) {
            once.push(to);
        }
    }
    once
}
