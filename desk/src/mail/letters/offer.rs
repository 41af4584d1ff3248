//! Letters about work outside of the policy (3.2c).

use deskside_protocol::policy::Policy;
use deskside_protocol::ticket::Offer;

use super::Pen;
use crate::mail::{Letter, Recipient, Texts};
use crate::system::System;
use crate::ticket::Ticket;

/// Work is offered.
#[must_use]
pub fn offered(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    offer: &Offer,
    policy: &Policy,
) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("agent", &offer.by),
    ];
    let pen = Pen::new(texts, to, system, "mail.offered.subject", &blanks)
        .before("mail.offered.text", &blanks)
        .quote(&offer.text)
        .ticket(ticket);
    priced(pen, to, offer)
        .clause(policy, &policy.out_of_scope_clause)
        .after("mail.offered.next", &[])
        .erp(system)
}

/// The offer was answered.
#[must_use]
pub fn offer_answered(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    offer: &Offer,
    policy: &Policy,
) -> Letter {
    let agreed = offer.answer.as_ref().is_some_and(|answer| answer.agreed);
    let name = if agreed {
        "mail.offer_agreed"
    } else {
        "mail.offer_refused"
    };
    let person = offer.answer.as_ref().map_or("", |answer| &*answer.by);
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("person", person),
    ];
    let mut pen = Pen::new(texts, to, system, &format!("{name}.subject"), &blanks)
        .before(&format!("{name}.text"), &blanks)
        .ticket(ticket)
        .fact("offer", &offer.text);
    if let Some(answer) = offer.answer.as_ref().filter(|said| !said.words.is_empty()) {
        pen = pen.quote(&answer.words);
    }
    priced(pen, to, offer)
        .clause(policy, &policy.out_of_scope_clause)
        .erp(system)
}

/// What it costs, and by when it is ready.
fn priced<'a>(pen: Pen<'a>, to: &Recipient, offer: &Offer) -> Pen<'a> {
    let ready = pen.texts.moment(to.lang, offer.ready_at, pen.zone);
    pen.fact("price", offer.price.shown(to.lang))
        .fact("ready", ready)
}
