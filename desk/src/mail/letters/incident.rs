//! Letters about the investigation of a security incident (2.3).

use deskside_protocol::DateTime;
use deskside_protocol::identity::{AgentCard, Person};

use super::Pen;
use crate::desk::Desk;
use crate::mail::{Letter, Recipient};
use crate::system::System;
use crate::ticket::Ticket;

impl Pen<'_> {
    /// Of which kind the incident is.
    fn incident(self, ticket: &Ticket) -> Self {
        let Some(incident) = &ticket.investigation else {
            return self;
        };
        let kind = self.say(&format!("incident.{}", incident.kind.as_str()), &[]);
        self.fact("incident", kind)
    }
}

/// An agent asks the customer something.
#[must_use]
pub fn incident_asked(
    desk: &Desk,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    agent: &AgentCard,
    question: &str,
) -> Letter {
    let policy = ticket.policy(&desk.rules);
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("agent", &agent.name),
    ];
    Pen::new(
        &desk.texts,
        to,
        system,
        "mail.incident_asked.subject",
        &blanks,
    )
    .before("mail.incident_asked.text", &blanks)
    .quote(question)
    .ticket(ticket)
    .incident(ticket)
    .clause(&policy, &policy.incident_duty_clause)
    .after("mail.incident_asked.next", &[])
    .erp(system)
}

/// Somebody of the system answered, to the agent: what was asked, and the answer.
#[must_use]
pub fn incident_answered(
    desk: &Desk,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    person: &Person,
    (question, answer): (&str, &str),
) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("person", &person.name),
    ];
    let subject = "mail.incident_answered.subject";
    Pen::new(&desk.texts, to, system, subject, &blanks)
        .before("mail.incident_answered.text", &blanks)
        .quote(answer)
        .fact("question", question)
        .ticket(ticket)
        .fact("company", &system.name)
        .erp(system)
}

/// The final report, in full; it says so when it takes the place of an earlier one.
#[must_use]
pub fn incident_reported(
    desk: &Desk,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    before: Option<DateTime>,
) -> Letter {
    let policy = ticket.policy(&desk.rules);
    let report = ticket.investigation.as_ref();
    let report = report.and_then(|incident| incident.report.as_ref());
    let agent = report.map_or("", |report| report.by.as_str());
    let (text, moment) = match before {
        None => ("mail.incident_reported.text", String::new()),
        Some(before) => (
            "mail.incident_reported.again",
            desk.texts.moment(to.lang, before, system.zone()),
        ),
    };
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("agent", agent),
        ("moment", &moment),
    ];
    let subject = "mail.incident_reported.subject";
    Pen::new(&desk.texts, to, system, subject, &blanks)
        .before(text, &blanks)
        .quote(report.map_or("", |report| report.text.as_str()))
        .ticket(ticket)
        .incident(ticket)
        .clause(&policy, &policy.incident_duty_clause)
        .after("mail.incident_reported.next", &[])
        .erp(system)
}
