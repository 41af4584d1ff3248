//! Letters about the recovery of lost data (2.4).

use deskside_protocol::DateTime;
use deskside_protocol::ticket::Recovery;

use super::Pen;
use crate::desk::Desk;
use crate::mail::{Letter, Recipient};
use crate::system::System;
use crate::ticket::Ticket;

/// From how many minutes on a stretch of time is told in whole hours.
const LONG: u32 = 120;

impl Pen<'_> {
    fn moment(&self, at: DateTime) -> String {
        self.texts.moment(self.lang, at, self.zone)
    }

    /// How long it is from one moment to another: in whole hours when it is long, never as less.
    fn between(&self, from: DateTime, until: DateTime) -> String {
        let minutes = ((until - from).num_seconds().max(0) + 59) / 60;
        let minutes = u32::try_from(minutes).unwrap_or(u32::MAX);
        let told = if minutes < LONG {
            minutes
        } else {
            minutes.div_ceil(60).saturating_mul(60)
        };
        self.texts.duration(self.lang, told)
    }

    /// How much data, as people of this language write it.
    fn volume(&self, mb: u64) -> String {
        if mb < 1000 {
            return self.say("mail.mb", &[("count", &mb.to_string())]);
        }
        let (whole, tenth) = (mb / 1000, mb % 1000 / 100);
        let point = self.say("mail.format.point", &[]);
        self.say("mail.gb", &[("count", &format!("{whole}{point}{tenth}"))])
    }

    /// What was lost, and from which backup it comes back.
    fn loss(self, recovery: &Recovery) -> Self {
        let lost = self.moment(recovery.lost_at);
        let point = self.moment(recovery.restore_point);
        self.fact("lost_at", lost).fact("restore_point", point)
    }

    /// What does not come back with it.
    fn missing(self, recovery: &Recovery) -> Self {
        let point = self.moment(recovery.restore_point);
        let gap = self.between(recovery.restore_point, recovery.lost_at);
        let blanks = [("point", point.as_str()), ("duration", &gap)];
        let missing = self.say("mail.recovery.missing", &blanks);
        self.fact("not_restored", missing)
    }
}

/// An agent proposes to restore data: to those who decide, and to the reporter.
#[must_use]
pub fn recovery_proposed(
    desk: &Desk,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    recovery: &Recovery,
    decides: bool,
) -> Letter {
    let (texts, policy) = (&desk.texts, ticket.policy(&desk.rules));
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("agent", &recovery.by),
    ];
    let subject = "mail.recovery_proposed.subject";
    let pen = Pen::new(texts, to, system, subject, &blanks)
        .before("mail.recovery_proposed.text", &blanks)
        .ticket(ticket)
        .loss(recovery)
        .missing(recovery);
    let blanks = [
        (
            "duration",
            &*texts.duration(to.lang, recovery.estimate_minutes),
        ),
        ("volume", &*pen.volume(recovery.volume_mb)),
    ];
    let estimate = pen.say("mail.recovery.estimate", &blanks);
    let mut pen = pen.fact("estimate", estimate);
    if let Some(rule) = &policy.backup {
        pen = pen.clause(&policy, &rule.clause);
    }
    let next = if decides {
        "mail.recovery_proposed.decide"
    } else {
        "mail.recovery_proposed.wait"
    };
    pen.clause(&policy, &policy.recovery_clause)
        .after(next, &[])
        .erp(system)
}

/// The customer's admin decided, to the agent.
#[must_use]
pub fn recovery_decided(
    desk: &Desk,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    recovery: &Recovery,
) -> Letter {
    let decision = recovery.decision.as_ref();
    let name = match decision {
        Some(decision) if decision.approved => "mail.recovery_approved",
        _ => "mail.recovery_refused",
    };
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("person", decision.map_or("", |decision| &decision.by)),
    ];
    let subject = format!("{name}.subject");
    Pen::new(&desk.texts, to, system, &subject, &blanks)
        .before(&format!("{name}.text"), &blanks)
        .ticket(ticket)
        .fact("company", &system.name)
        .loss(recovery)
        .erp(system)
}

/// What came of it, with the names of what proves it.
#[must_use]
pub fn recovery_result(desk: &Desk, to: &Recipient, ticket: &Ticket, system: &System) -> Letter {
    let recovery = ticket.recovery.as_ref();
    let result = recovery.and_then(|recovery| recovery.result.as_ref());
    let name = match result {
        Some(result) if result.restored => "mail.recovery_done",
        _ => "mail.recovery_failed",
    };
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("agent", result.map_or("", |result| &result.by)),
    ];
    let subject = format!("{name}.subject");
    let mut pen = Pen::new(&desk.texts, to, system, &subject, &blanks)
        .before(&format!("{name}.text"), &blanks)
        .ticket(ticket);
    if let Some((recovery, result)) = recovery.zip(result) {
        pen = pen.quote(&result.text).loss(recovery);
        if result.restored {
            pen = pen.missing(recovery);
        }
        let proof: Vec<&str> = result.proof.iter().map(|file| &*file.name).collect();
        if !proof.is_empty() {
            pen = pen.fact("proof", proof.join("; "));
        }
    }
    pen.after(&format!("{name}.next"), &[]).erp(system)
}
