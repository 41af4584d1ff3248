//! Letters about the ways by which people reach the desk (3.2a).

use deskside_protocol::policy::Policy;

use super::Pen;
use super::ticket::promised;
use crate::mail::{Letter, Recipient, Texts};
use crate::system::System;
use crate::ticket::Ticket;

/// The desk has received a request by the form. The letter holds the key to the request's page, and is
/// the only one until that key was used.
#[must_use]
pub fn received_web(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    policy: &Policy,
    page: &str,
) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("company", &system.name),
    ];
    let pen = Pen::new(texts, to, system, "mail.received.subject", &blanks)
        .before("mail.received_web.text", &blanks)
        .before("mail.received_web.confirm", &[]);
    let mut letter = promised(pen, ticket, policy)
        .after("mail.received_web.not_you", &[])
        .letter;
    let label = texts.say(to.lang, "mail.received_web.open", &[]);
    letter.action = Some((label, page.to_owned()));
    letter.footer = texts.say(to.lang, "mail.footer_web", &[]);
    letter.holds_key = true;
    letter
}

/// A letter could not be delivered: who works on the ticket has to find another way (3.1c wants it told).
#[must_use]
pub fn bounced(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    address: &str,
) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("address", address),
    ];
    Pen::new(texts, to, system, "mail.bounced.subject", &blanks)
        .before("mail.bounced.text", &blanks)
        .ticket(ticket)
        .fact("company", &system.name)
        .fact("reporter", &ticket.reporter.name)
        .after("mail.bounced.next", &[])
        .letter
}
