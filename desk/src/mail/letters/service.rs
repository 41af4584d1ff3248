//! Letters about what is promised to a system as a whole: maintenance, terms, availability.

use deskside_protocol::api::AgentMaintenance;
use deskside_protocol::policy::{Policy, Span, TermKind, TermView};

use super::Pen;
use crate::mail::{Letter, Recipient, Texts, Topic};
use crate::system::System;

/// Maintenance is planned (2.2).
#[must_use]
pub fn maintenance_planned(
    texts: &Texts,
    to: &Recipient,
    planned: &AgentMaintenance,
    system: &System,
    policy: &Policy,
) -> Letter {
    let mut pen = maintenance(texts, to, planned, system, "planned");
    if planned.short_notice {
        let hours = policy.maintenance.notice_hours.to_string();
        pen = pen.before("mail.maintenance_planned.short", &[("hours", &hours)]);
    }
    pen.after("mail.maintenance_planned.next", &[])
        .clause(policy, &policy.maintenance.clause)
        .erp(system)
}

/// Maintenance is near (2.2).
#[must_use]
pub fn maintenance_reminder(
    texts: &Texts,
    to: &Recipient,
    planned: &AgentMaintenance,
    system: &System,
    policy: &Policy,
) -> Letter {
    maintenance(texts, to, planned, system, "reminder")
        .after("mail.maintenance_planned.next", &[])
        .clause(policy, &policy.maintenance.clause)
        .erp(system)
}

/// Maintenance will not be (2.2).
#[must_use]
pub fn maintenance_cancelled(
    texts: &Texts,
    to: &Recipient,
    cancelled: &AgentMaintenance,
    system: &System,
    policy: &Policy,
) -> Letter {
    maintenance(texts, to, cancelled, system, "cancelled")
        .clause(policy, &policy.maintenance.clause)
        .erp(system)
}

/// What every letter about a window says: when, by the clocks of the system, and what is done.
fn maintenance<'a>(
    texts: &'a Texts,
    to: &Recipient,
    planned: &AgentMaintenance,
    system: &System,
    which: &str,
) -> Pen<'a> {
    let Span { from, until } = planned.window.span;
    let (from, until) = (
        texts.moment(to.lang, from, system.zone()),
        texts.moment(to.lang, until, system.zone()),
    );
    let blanks = [("company", system.name.as_str()), ("from", &from)];
    let key = |part: &str| format!("mail.maintenance_{which}.{part}");
    Pen::new(texts, to, system, &key("subject"), &blanks)
        .topic(Topic::Maintenance)
        .before(&key("text"), &blanks)
        .fact("company", &system.name)
        .fact("from", &from)
        .fact("until", &until)
        .fact("work", planned.window.text.get(to.lang))
}

/// Warranty or life cycle come to their end (1.2).
#[must_use]
pub fn term_ending(
    texts: &Texts,
    to: &Recipient,
    term: &TermView,
    system: &System,
    policy: &Policy,
) -> Letter {
    let format = texts.say(to.lang, "mail.format.day", &[]);
    let day = term.ends_on.format(&format).to_string();
    let left = match term.days_left {
        0 => texts.say(to.lang, "mail.days.none", &[]),
        1 => texts.say(to.lang, "mail.days.one", &[]),
        days => texts.say(to.lang, "mail.days", &[("count", &days.to_string())]),
    };
    let version = system.installation.as_ref().map_or_else(String::new, |of| {
        format!("{} {}", of.product, of.version).trim().to_owned()
    });
    let blanks = [
        ("company", system.name.as_str()),
        ("date", &day),
        ("left", &left),
        ("version", &version),
    ];
    let key = |part: &str| format!("mail.term_{}.{part}", term.kind.as_str());
    let mut pen = Pen::new(texts, to, system, &key("subject"), &blanks)
        .topic(Topic::Terms)
        .before(&key("text"), &blanks)
        .fact("company", &system.name)
        .fact("last_day", &day)
        .fact("left", &left);
    if term.kind == TermKind::Lifecycle {
        pen = pen.fact("version", &version);
    }
    pen.after(&key("next"), &[])
        .clause(policy, &term.clause)
        .erp(system)
}

/// A system does not answer outside of maintenance: a note to those who run the desk (2.2).
#[must_use]
pub fn outage(
    texts: &Texts,
    to: &Recipient,
    down: Span,
    system: &System,
    policy: &Policy,
) -> Letter {
    let since = texts.moment(to.lang, down.from, system.zone());
    let blanks = [("company", system.name.as_str()), ("since", &since)];
    let mut pen = Pen::new(texts, to, system, "mail.outage.subject", &blanks)
        .before("mail.outage.text", &blanks)
        .fact("company", &system.name)
        .fact("since", &since);
    if let Some(host) = &system.host {
        pen = pen.fact("address", &host.url);
    }
    pen.after("mail.outage.next", &[])
        .clause(policy, &policy.maintenance.clause)
        .erp(system)
}
