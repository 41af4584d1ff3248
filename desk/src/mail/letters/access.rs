//! Letters about access.

use deskside_protocol::access::EndReason;

use super::Pen;
use crate::access::Grant;
use crate::mail::{Letter, Recipient, Texts};
use crate::system::System;

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
