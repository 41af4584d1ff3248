//! The page of a request, as it is drawn.

use askama::Template;
use chrono_tz::Tz;
use deskside_protocol::DateTime;
use deskside_protocol::api::{AttachmentView, TicketView};
use deskside_protocol::identity::Lang;
use deskside_protocol::ids::AttachmentId;
use deskside_protocol::problem::Problem;
use deskside_protocol::ticket::{Action, Clock, ClockKind, Side, Stop};

use super::super::Say;
use super::super::fields::Filled;
use crate::desk::Desk;
use crate::system::System;

#[derive(Template)]
#[template(path = "pages/follow.html")]
pub(super) struct View<'a> {
    t: Say<'a>,
    key: &'a str,
    reference: &'a str,
    subject: &'a str,
    company: &'a str,
    notice: Option<String>,
    state: String,
    clocks: Vec<(String, String)>,
    verdict: String,
    talk: Vec<Said>,
    writes: bool,
    reopens: bool,
    once: String,
    text: String,
    text_problem: Option<String>,
}

/// Something that was said.
struct Said {
    desk: bool,
    author: String,
    at: String,
    text: String,
    files: Vec<(AttachmentId, String)>,
}

impl<'a> View<'a> {
    pub(super) fn new(
        desk: &'a Desk,
        lang: Lang,
        system: &'a System,
        ticket: &'a TicketView,
        key: &'a str,
        now: DateTime,
        unsent: Option<(&Filled, &Problem)>,
    ) -> Self {
        let t = Say::new(desk, lang);
        let (summary, zone) = (&ticket.summary, system.zone());
        let may = |action| summary.state.allows(Side::Reporter, action, now).is_ok();
        let problem = unsent.map(|(_, problem)| {
            let key = format!("error.{}", problem.code.as_str());
            (problem.field.as_deref() == Some("text"), t.say(&key))
        });
        let (text_problem, notice) = match problem {
            Some((true, words)) => (Some(words), None),
            Some((false, words)) => (None, Some(words)),
            None => (None, None),
        };
        Self {
            key,
            reference: &summary.reference,
            subject: &summary.subject,
            company: &system.name,
            notice,
            state: t.say(&format!("ticket.state.{}", summary.state.as_str())),
            clocks: summary
                .clocks
                .iter()
                .map(|clock| told(&t, clock, zone, now))
                .collect(),
            verdict: t.say(&format!("cover.{}", ticket.verdict.cover.as_str())),
            talk: talk(&t, ticket, zone),
            writes: may(Action::Write),
            reopens: may(Action::Reopen) && !may(Action::Write),
            once: desk.world.secret(),
            text: unsent.map_or_else(String::new, |(filled, _)| filled.text("text").to_owned()),
            text_problem,
            t,
        }
    }
}

/// A clock in words.
fn told(t: &Say<'_>, clock: &Clock, zone: Tz, now: DateTime) -> (String, String) {
    let moment = |at| t.texts.moment(t.lang, at, zone);
    let words = match (clock.stopped_at, clock.stop) {
        (Some(at), Some(Stop::Moot)) if at <= clock.due.at => t.say("page.clock.moot"),
        (Some(at), _) if at <= clock.due.at => t.fill("page.clock.kept", "when", &moment(at)),
        (Some(at), _) => t.fill("page.clock.kept_late", "when", &moment(at)),
        (None, _) => {
            let key = if clock.late(now) {
                "page.clock.late"
            } else {
                "page.clock.due"
            };
            let blanks = [
                ("when", moment(clock.due.at)),
                ("clause", clock.due.clause.clone()),
            ];
            let blanks = blanks
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            t.texts.say(t.lang, key, &blanks)
        }
    };
    let kind: ClockKind = clock.kind;
    (t.say(&format!("clock.{}", kind.as_str())), words)
}

/// What was said, the request itself first.
fn talk(t: &Say<'_>, ticket: &TicketView, zone: Tz) -> Vec<Said> {
    let moment = |at| t.texts.moment(t.lang, at, zone);
    let files = |files: &[AttachmentView]| {
        let named = files
            .iter()
            .map(|file| (file.id.clone(), file.name.clone()));
        named.collect::<Vec<_>>()
    };
    let request = Said {
        desk: false,
        author: ticket.summary.reporter.name.clone(),
        at: moment(ticket.summary.received_at),
        text: ticket.description.clone(),
        files: files(&ticket.attachments),
    };
    let messages = ticket.messages.iter().map(|message| Said {
        desk: message.side == Side::Agent,
        author: message.author.clone(),
        at: moment(message.at),
        text: message.text.clone(),
        files: files(&message.attachments),
    });
    std::iter::once(request).chain(messages).collect()
}
