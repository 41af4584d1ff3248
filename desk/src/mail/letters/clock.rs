//! Letters to the staff about clocks: what was given to somebody, what runs out, what is broken.

use deskside_protocol::identity::AgentCard;
use deskside_protocol::ticket::Clock;

use super::Pen;
use crate::desk::Desk;
use crate::mail::{Letter, Recipient};
use crate::system::System;
use crate::ticket::Ticket;

/// A promise runs out soon.
#[must_use]
pub fn clock_warned(
    desk: &Desk,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    clock: &Clock,
) -> Letter {
    pen(desk, to, ticket, system, clock, "mail.clock_warned.subject")
        .before("mail.clock_warned.text", &[])
        .promise(ticket, system, clock)
        .after(&format!("mail.clock.{}", clock.kind.as_str()), &[])
        .staffed(desk, ticket)
}

/// A promise is broken: it still waits, or has ended too late.
#[must_use]
pub fn clock_breached(
    desk: &Desk,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    clock: &Clock,
) -> Letter {
    let pen = pen(
        desk,
        to,
        ticket,
        system,
        clock,
        "mail.clock_breached.subject",
    );
    let Some(stopped) = clock.stopped_at else {
        return pen
            .before("mail.clock_breached.text", &[])
            .promise(ticket, system, clock)
            .after(&format!("mail.clock.{}", clock.kind.as_str()), &[])
            .staffed(desk, ticket);
    };
    let ended = desk.texts.moment(to.lang, stopped, pen.zone);
    pen.before("mail.clock_breached.ended_late", &[])
        .promise(ticket, system, clock)
        .fact("ended_late", ended)
        .staffed(desk, ticket)
}

/// Somebody was given a ticket.
#[must_use]
pub fn assigned(
    desk: &Desk,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    by: &AgentCard,
) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("agent", &by.name),
    ];
    let pen = Pen::new(&desk.texts, to, system, "mail.assigned.subject", &blanks)
        .before("mail.assigned.text", &blanks);
    let running = ticket.clocks.iter().filter(|clock| clock.runs());
    match running.min_by_key(|clock| (clock.due.at, clock.kind)) {
        Some(next) => pen.promise(ticket, system, next),
        None => pen.ticket(ticket).fact("company", &system.name),
    }
    .console(desk, ticket)
}

/// A letter about a clock, with its subject.
fn pen<'a>(
    desk: &'a Desk,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    clock: &Clock,
    subject: &str,
) -> Pen<'a> {
    let key = format!("clock.{}", clock.kind.as_str());
    let name = desk.texts.say(to.lang, &key, &[]);
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("clock", &name),
    ];
    Pen::new(&desk.texts, to, system, subject, &blanks)
}

impl Pen<'_> {
    /// What is promised to whom, by when, in the words of the clause.
    fn promise(self, ticket: &Ticket, system: &System, clock: &Clock) -> Self {
        let severity = ticket.impact.severity().as_str();
        let severity = self.say(&format!("severity.{severity}"), &[]);
        let promise = self.say(&format!("clock.{}", clock.kind.as_str()), &[]);
        let hours = clock.due.hours.to_string();
        let blanks = [
            (
                "moment",
                &*self.texts.moment(self.lang, clock.due.at, self.zone),
            ),
            ("hours", &hours),
            ("clause", &clock.due.clause),
        ];
        let due = self.say("mail.due", &blanks);
        self.ticket(ticket)
            .fact("company", &system.name)
            .fact("severity", severity)
            .fact("promise", promise)
            .fact("due_at", due)
    }

    /// Who works on it, and where to go on.
    fn staffed(self, desk: &Desk, ticket: &Ticket) -> Letter {
        let who = ticket.assignee.as_ref().map_or_else(
            || self.say("mail.nobody", &[]),
            |assignee| assignee.name.clone(),
        );
        self.fact("assignee", who).console(desk, ticket)
    }
}
