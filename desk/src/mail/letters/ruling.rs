//! Letters about whether the warranty covers a ticket (1.1, 2.1, 3.1c).

use deskside_protocol::identity::AgentCard;
use deskside_protocol::policy::{Because, Cause, Policy};

use super::Pen;
use crate::mail::{Letter, Recipient, Texts};
use crate::system::System;
use crate::ticket::Ticket;

/// A ticket is covered.
#[must_use]
pub fn ruled(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    agent: &AgentCard,
    policy: &Policy,
) -> Letter {
    explained(texts, to, ticket, system, agent, policy, "ruled")
}

/// A ticket is not covered (3.1c); a question about somebody else's product is answered as what it is,
/// with the clause (2.1).
#[must_use]
pub fn declined(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    agent: &AgentCard,
    policy: &Policy,
) -> Letter {
    let third_party = ticket.verdict.because.iter().any(|because| {
        let cause = Some(Cause::ThirdParty);
        matches!(because, Because::AgentRuled { cause: found, .. } if *found == cause)
    });
    let name = if third_party {
        "third_party"
    } else {
        "declined"
    };
    explained(texts, to, ticket, system, agent, policy, name)
}

/// A ruling with its reasons and its clause in full.
fn explained(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    agent: &AgentCard,
    policy: &Policy,
    name: &str,
) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("agent", &agent.name),
    ];
    let mut pen = Pen::new(texts, to, system, &format!("mail.{name}.subject"), &blanks)
        .before(&format!("mail.{name}.text"), &blanks)
        .ticket(ticket);
    for because in &ticket.verdict.because {
        if let Because::AgentRuled { why, .. } = because {
            pen = pen.quote(why);
        }
    }
    pen.clause(policy, &ticket.verdict.clause)
        .after(&format!("mail.{name}.next"), &[])
        .erp(system)
}
