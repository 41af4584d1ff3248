//! Letters about a ticket's life.

use deskside_protocol::identity::AgentCard;
use deskside_protocol::policy::{Because, Policy, Verdict};
use deskside_protocol::ticket::{ClockKind, REOPEN_FOR};

use super::Pen;
use crate::mail::{Letter, Recipient, Texts};
use crate::system::System;
use crate::ticket::Ticket;

/// The desk has received a ticket. Whoever came by a way that is not free is told so, by its clause
/// (3.2b).
#[must_use]
pub fn received(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    policy: &Policy,
) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
    ];
    let pen = Pen::new(texts, to, system, "mail.received.subject", &blanks);
    let pen = pen.before("mail.received.text", &[]);
    promised(pen, ticket, policy).erp(system)
}

/// What is promised for a ticket: how urgent it is, by when it is answered, and what the policy says.
pub(super) fn promised<'a>(pen: Pen<'a>, ticket: &Ticket, policy: &Policy) -> Pen<'a> {
    let severity = pen.say(
        &format!("severity.{}", ticket.impact.severity().as_str()),
        &[],
    );
    let due = ticket.clock(ClockKind::Answer).map(|clock| {
        let due = &clock.due;
        pen.say(
            "mail.due",
            &[
                ("moment", &pen.texts.moment(pen.lang, due.at, pen.zone)),
                ("hours", &due.hours.to_string()),
                ("clause", &due.clause),
            ],
        )
    });
    let verdict = verdict(&pen, &ticket.verdict);
    let way = policy.channel(ticket.channel).filter(|way| !way.free);
    let mut pen = pen;
    if way.is_some() {
        pen = pen.before("mail.received.not_free", &[("vendor", &policy.vendor)]);
    }
    pen = pen
        .ticket(ticket)
        .fact("severity", severity)
        .fact("due", due.unwrap_or_default())
        .fact("verdict", verdict)
        .clause(policy, &ticket.verdict.clause);
    if let Some(way) = way {
        pen = pen.clause(policy, &way.clause);
    }
    pen
}

/// A verdict in words.
fn verdict(pen: &Pen<'_>, verdict: &Verdict) -> String {
    let mut words = vec![format!(
        "{}.",
        pen.say(&format!("cover.{}", verdict.cover.as_str()), &[])
    )];
    for because in &verdict.because {
        let format = pen.say("mail.format.day", &[]);
        let mut more = ("", String::new());
        let blank = match because {
            Because::WithinWarranty { until: day }
            | Because::WarrantyEnded { on: day }
            | Because::LifecycleEnded { on: day } => ("date", day.format(&format).to_string()),
            Because::UnassessedModule { module, maker } => {
                let unknown = || pen.say("verdict.maker_unknown", &[]);
                let named = Some(maker.clone()).filter(|maker| !maker.trim().is_empty());
                more = ("maker", named.unwrap_or_else(unknown));
                ("module", module.clone())
            }
            Because::DuringMaintenance { until } => {
                ("date", pen.texts.moment(pen.lang, *until, pen.zone))
            }
            Because::AgentRuled { why, .. } => ("why", why.clone()),
            Because::Question | Because::ActivationUnknown => more.clone(),
        };
        let key = format!("verdict.{}", because.as_str());
        words.push(pen.say(&key, &[(blank.0, &blank.1), (more.0, &more.1)]));
    }
    words.join(" ")
}

/// An agent answered.
#[must_use]
pub fn answered(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    agent: &AgentCard,
    words: &str,
    awaits: bool,
) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("agent", &agent.name),
    ];
    let mut pen = Pen::new(texts, to, system, "mail.answered.subject", &blanks)
        .before("mail.answered.text", &blanks)
        .quote(words)
        .ticket(ticket);
    if awaits {
        pen = pen.after("mail.answered.awaits", &[]);
    }
    pen.erp(system)
}

/// An agent says that a ticket is done.
#[must_use]
pub fn resolved(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    agent: &AgentCard,
) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("agent", &agent.name),
    ];
    Pen::new(texts, to, system, "mail.resolved.subject", &blanks)
        .before("mail.resolved.text", &blanks)
        .ticket(ticket)
        .after("mail.resolved.next", &[])
        .erp(system)
}

/// A ticket is over.
#[must_use]
pub fn closed(texts: &Texts, to: &Recipient, ticket: &Ticket, system: &System) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
    ];
    let days = REOPEN_FOR.num_days().to_string();
    Pen::new(texts, to, system, "mail.closed.subject", &blanks)
        .before("mail.closed.text", &[])
        .ticket(ticket)
        .after("mail.closed.next", &[("days", &days)])
        .erp(system)
}
