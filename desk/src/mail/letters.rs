//! The letters: one function for each, in the reader's language.

use chrono_tz::Tz;
use deskside_protocol::access::EndReason;
use deskside_protocol::identity::{AgentCard, Lang};
use deskside_protocol::policy::{Because, Policy, Verdict};
use deskside_protocol::ticket::{REOPEN_FOR, TicketState};

use super::{Letter, Recipient, Texts};
use crate::access::Grant;
use crate::desk::Desk;
use crate::rotation::Rotation;
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

    fn ticket(self, ticket: &Ticket) -> Self {
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

    /// Where a person of the system goes on; an agent has no business at the ERP's front door.
    fn erp(mut self, system: &System) -> Letter {
        if let Some(host) = system.host.as_ref().filter(|_| !self.agent) {
            let label = self.say("mail.open_erp", &[]);
            self.letter.action = Some((label, host.url.clone()));
        }
        self.letter
    }
}

/// The desk has received a ticket.
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
    let severity = pen.say(
        &format!("severity.{}", ticket.impact.severity().as_str()),
        &[],
    );
    let due = &ticket.clock.due;
    let due = pen.say(
        "mail.due",
        &[
            ("moment", &texts.moment(to.lang, due.at, pen.zone)),
            ("hours", &due.hours.to_string()),
            ("clause", &due.clause),
        ],
    );
    let verdict = verdict(&pen, &ticket.verdict);
    pen.before("mail.received.text", &[])
        .ticket(ticket)
        .fact("severity", severity)
        .fact("due", due)
        .fact("verdict", verdict)
        .clause(policy, &ticket.verdict.clause)
        .erp(system)
}

/// A verdict in words.
fn verdict(pen: &Pen<'_>, verdict: &Verdict) -> String {
    let mut words = vec![format!(
        "{}.",
        pen.say(&format!("cover.{}", verdict.cover.as_str()), &[])
    )];
    for because in &verdict.because {
        let format = pen.say("mail.format.day", &[]);
        let blank = match because {
            Because::WithinWarranty { until: day }
            | Because::WarrantyEnded { on: day }
            | Because::LifecycleEnded { on: day } => ("date", day.format(&format).to_string()),
            Because::UnassessedModule { module } => ("module", module.clone()),
            Because::AgentRuled { why } => ("why", why.clone()),
            Because::Question | Because::ActivationUnknown => ("", String::new()),
        };
        let key = format!("verdict.{}", because.as_str());
        words.push(pen.say(&key, &[(blank.0, &blank.1)]));
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

/// A ticket is not covered (3.1c).
#[must_use]
pub fn declined(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    agent: &AgentCard,
    policy: &Policy,
) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("agent", &agent.name),
    ];
    let mut pen = Pen::new(texts, to, system, "mail.declined.subject", &blanks)
        .before("mail.declined.text", &blanks)
        .ticket(ticket);
    if let TicketState::Declined { clause, why, .. } = &ticket.state {
        pen = pen.quote(why).clause(policy, clause);
    }
    pen.after("mail.declined.next", &[]).erp(system)
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

/// An agent asks approvers for access.
#[must_use]
pub fn access_asked(texts: &Texts, to: &Recipient, grant: &Grant, system: &System) -> Letter {
    let blanks = [
        ("reference", grant.reference.as_str()),
        ("agent", &grant.agent.name),
    ];
    let mut pen = Pen::new(texts, to, system, "mail.access_asked.subject", &blanks)
        .before("mail.access_asked.text", &blanks)
        .fact("reference", &grant.reference)
        .fact(
            "agent",
            format!("{} <{}>", grant.agent.name, grant.agent.email),
        )
        .fact("reason", &grant.reason)
        .scopes(grant, None)
        .fact("duration", texts.duration(to.lang, grant.minutes));
    if let deskside_protocol::access::GrantState::Requested { lapses_at } = &grant.state {
        let moment = texts.moment(to.lang, *lapses_at, pen.zone);
        pen = pen.fact("lapses", moment);
    }
    pen.erp(system)
}

/// An approver approved.
#[must_use]
pub fn access_approved(texts: &Texts, to: &Recipient, grant: &Grant, system: &System) -> Letter {
    let (person, until, scopes) = grant.state.approval().map_or_else(
        || (String::new(), String::new(), Vec::new()),
        |approval| {
            (
                approval.by.name.clone(),
                texts.moment(to.lang, approval.until, system.zone()),
                approval.scopes.clone(),
            )
        },
    );
    let blanks = [
        ("reference", grant.reference.as_str()),
        ("agent", &grant.agent.name),
        ("person", &person),
        ("until", &until),
    ];
    Pen::new(texts, to, system, "mail.access_approved.subject", &blanks)
        .before("mail.access_approved.text", &blanks)
        .fact("reference", &grant.reference)
        .fact("company", &system.name)
        .fact("approved_by", &person)
        .scopes(grant, Some(&scopes))
        .fact("until", &until)
        .after("mail.access_approved.next", &[])
        .erp(system)
}

/// Access ended.
#[must_use]
pub fn access_ended(
    texts: &Texts,
    to: &Recipient,
    grant: &Grant,
    system: &System,
    why: EndReason,
) -> Letter {
    let why = texts.say(to.lang, &format!("grant.end.{}", why.as_str()), &[]);
    let blanks = [
        ("reference", grant.reference.as_str()),
        ("agent", &grant.agent.name),
        ("why", &why),
    ];
    Pen::new(texts, to, system, "mail.access_ended.subject", &blanks)
        .before("mail.access_ended.text", &blanks)
        .fact("reference", &grant.reference)
        .fact("company", &system.name)
        .after("mail.access_ended.next", &[])
        .erp(system)
}

/// A credential that was shared must change (3.3b).
#[must_use]
pub fn rotation(
    desk: &Desk,
    to: &Recipient,
    rotation: &Rotation,
    ticket: &Ticket,
    system: &System,
    known: bool,
) -> Letter {
    let (texts, policy) = (&desk.texts, desk.rules.pinned(&ticket.policy));
    let blanks = [
        ("reference", rotation.reference.as_str()),
        ("login", &rotation.login),
    ];
    let text = if known {
        "mail.rotation.text"
    } else {
        "mail.rotation.text_unknown"
    };
    let pen = Pen::new(texts, to, system, "mail.rotation.subject", &blanks).before(text, &[]);
    let why = pen.say(&format!("rotation.why.{}", rotation.why.as_str()), &[]);
    let day = texts.day(to.lang, rotation.shared_at, pen.zone);
    let mut pen = pen
        .fact("account", &rotation.login)
        .fact("shared_on", day)
        .fact("why", why)
        .fact("reference", &rotation.reference);
    if let Some(host) = &system.host {
        let page = ticket
            .context
            .system
            .as_ref()
            .and_then(|system| system.password_path.as_deref())
            .filter(|path| path.starts_with('/') && !path.starts_with("//"))
            .unwrap_or_default();
        let url = format!("{}{page}", host.url);
        let place = pen.say("mail.rotation.where", &[("url", &url)]);
        pen = pen.fact("where", place);
    }
    pen.clause(policy, &policy.credentials_clause)
        .after("mail.rotation.what", &[])
        .erp(system)
}
