//! Letters about credentials that must change.

use super::Pen;
use crate::desk::Desk;
use crate::mail::{Letter, Recipient};
use crate::rotation::Rotation;
use crate::system::System;
use crate::ticket::Ticket;

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
    let (texts, policy) = (&desk.texts, ticket.policy(&desk.rules));
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
    pen.clause(&policy, &policy.credentials_clause)
        .after("mail.rotation.what", &[])
        .erp(system)
}
