//! The letters: one function for each, in the reader's language, room by room.

use chrono_tz::Tz;
use deskside_protocol::identity::Lang;
use deskside_protocol::policy::Policy;

mod access;
mod channels;
mod clock;
mod incident;
mod offer;
mod plan;
mod recovery;
mod rotation;
mod ruling;
mod service;
mod ticket;

pub use access::{access_approved, access_asked, access_ended};
pub use channels::{bounced, received_web};
pub use clock::{assigned, clock_breached, clock_warned};
pub use incident::{incident_answered, incident_asked, incident_reported};
pub use offer::{offer_answered, offered};
pub use plan::{chosen, planned, settlement};
pub use recovery::{recovery_decided, recovery_proposed, recovery_result};
pub use rotation::rotation;
pub use ruling::{declined, ruled};
pub use service::{
    maintenance_cancelled, maintenance_planned, maintenance_reminder, outage, term_ending,
};
pub use ticket::{answered, closed, received, resolved};

use super::{Letter, Recipient, Texts, Topic};
use crate::access::Grant;
use crate::desk::Desk;
use crate::system::System;
use crate::ticket::Ticket;

/// A letter in the making.
struct Pen<'a> {
    texts: &'a Texts,
    lang: Lang,
    zone: Tz,
    agent: bool,
    letter: Letter,
}

impl<'a> Pen<'a> {
    fn new(
        texts: &'a Texts,
        to: &Recipient,
        system: &System,
        subject: &str,
        blanks: &[(&str, &str)],
    ) -> Self {
        let lang = to.lang;
        let footer = if to.agent {
            "mail.footer_agent"
        } else {
            "mail.footer"
        };
        // A subject is one line, whatever people wrote into what it is made of.
        let subject = texts.say(lang, subject, blanks);
        Self {
            texts,
            lang,
            zone: system.zone(),
            agent: to.agent,
            letter: Letter {
                lang,
                subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
                greeting: texts.say(lang, "mail.greeting", &[("name", &to.name)]),
                footer: texts.say(lang, footer, &[]),
                ..Letter::default()
            },
        }
    }

    fn say(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        self.texts.say(self.lang, key, blanks)
    }

    fn before(mut self, key: &str, blanks: &[(&str, &str)]) -> Self {
        self.letter.before.push(self.say(key, blanks));
        self
    }

    fn after(mut self, key: &str, blanks: &[(&str, &str)]) -> Self {
        self.letter.after.push(self.say(key, blanks));
        self
    }

    fn quote(mut self, words: &str) -> Self {
        self.letter.quote = Some(words.to_owned());
        self
    }

    fn fact(mut self, label: &str, value: impl Into<String>) -> Self {
        let label = self.say(&format!("mail.label.{label}"), &[]);
        self.letter.facts.push((label, value.into()));
        self
    }

    /// A clause of the policy, in its own words.
    fn clause(mut self, policy: &Policy, clause: &str) -> Self {
        let label = self.say("mail.label.clause", &[("clause", clause)]);
        let words = policy.clause(clause, self.lang).to_owned();
        self.letter.facts.push((label, words));
        self
    }

    /// What it is about, where people may do without it.
    fn topic(mut self, topic: Topic) -> Self {
        self.letter.topic = Some(topic);
        self
    }

    /// Which ticket it is about: answers to the letter belong there.
    fn ticket(mut self, ticket: &Ticket) -> Self {
        self.letter.thread = Some(ticket.id.clone());
        self.fact("reference", &ticket.reference)
            .fact("subject", &ticket.subject)
    }

    /// What the grant would allow, by the names people know.
    fn scopes(self, grant: &Grant, only: Option<&[String]>) -> Self {
        let names: Vec<&str> = grant
            .scopes
            .iter()
            .filter(|scope| only.is_none_or(|only| only.contains(&scope.id)))
            .map(|scope| scope.label.get(self.lang))
            .collect();
        let names = names.join("; ");
        self.fact("scopes", names)
    }

    /// Where an agent goes on.
    fn console(mut self, desk: &Desk, ticket: &Ticket) -> Letter {
        let (label, url) = (
            self.say("mail.open_console", &[]),
            &desk.settings.public_url,
        );
        self.letter.action = Some((label, format!("{url}/console/#/tickets/{}", ticket.id)));
        self.letter
    }

    /// Where a person of the system goes on; an agent has no business at the ERP's front door.
    fn erp(mut self, system: &System) -> Letter {
        if let Some(host) = system.host.as_ref().filter(|_| !self.agent) {
            let label = self.say("mail.open_erp", &[]);
            self.letter.action = Some((label, host.url.clone()));
        }
        self.letter
    }
}
