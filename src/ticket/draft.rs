//! A request on its way: one plain struct with verbs. Describe -> Impact -> Review -> sent, with Alarm
//! before Review where it is a security incident.

use deskside_protocol::DateTime;
use deskside_protocol::api::{NewTicket, TicketView};
use deskside_protocol::context::{Context, Part};
use deskside_protocol::identity::Lang;
use deskside_protocol::ids::TicketId;
use deskside_protocol::mask::mask;
use deskside_protocol::policy::{Due, Impact, IncidentKind};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{ClockKind, MAX_TEXT, SharedCredential, TextFault, check_text};
use serde::{Deserialize, Serialize};

use super::alarm::Alarm;
use super::upload::Uploads;
use crate::context::LeftOut;

/// Longest sign-in that can be named, in characters.
pub const MAX_LOGIN: usize = 200;

/// What is being filed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What happened, in the person's words.
    pub description: String,
    /// What they can't do.
    pub impact: Option<Impact>,
    /// The security incident, where it is one.
    #[serde(default)]
    pub alarm: Alarm,
    /// Whether somebody shared a password over this.
    pub shared: Shared,
    /// Parts of the context that stay here.
    pub left_out: LeftOut,
    /// Files.
    pub uploads: Uploads,
    /// Where the person is.
    pub step: Step,
    /// How many secrets were taken out of the description.
    #[serde(default)]
    pub masked: usize,
    /// What a retry is known by: the desk files the same key once.
    key: String,
    /// What was last sent, byte for byte, so that a retry is the same.
    sent: Option<Box<NewTicket>>,
    /// How sending goes.
    #[serde(skip)]
    pub phase: Phase,
}

/// Where the person is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What happened.
    #[default]
    Describe,
    /// What can't you do.
    Impact,
    /// Which security incident it is.
    Alarm,
    /// All of it, before it goes.
    Review,
}

/// Whether somebody shared a password over this trouble.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shared {
    /// Nobody, as far as the person knows.
    #[default]
    No,
    /// Somebody.
    Yes {
        /// Whose sign-in.
        login: String,
    },
}

/// How sending goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Being written.
    #[default]
    Writing,
    /// On its way.
    Sending,
    /// Not sent; everything is still here.
    Failed(Code),
    /// The desk has it.
    Filed(Box<Filed>),
}

/// What the desk answered, as far as the person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// Which ticket it became.
    pub id: TicketId,
    /// As people say it.
    pub reference: String,
    /// By when an answer is due.
    pub due: Option<Due>,
    /// When it was received.
    pub received_at: DateTime,
}

/// What is missing before the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The description is empty.
    Description,
    /// The description is too long.
    TooLong,
    /// No answer to "what can't you do".
    Impact,
    /// Which security incident it is.
    Kind,
    /// All cannot have been right after it was noticed.
    Order,
    /// Whose sign-in was shared.
    Login,
    /// A file is still on its way.
    Upload,
}

impl Missing {
    /// The name in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Missing::Description => "description",
            Missing::TooLong => "too_long",
            Missing::Impact => "impact",
            Missing::Kind => "kind",
            Missing::Order => "order",
            Missing::Login => "login",
            Missing::Upload => "upload",
        }
    }
}

impl Draft {
    /// An empty draft, known by this key from now on.
    #[must_use]
    pub fn new(key: String) -> Self {
        Self {
            key,
            ..Self::default()
        }
    }

    /// What a retry is known by.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub fn pristine(&self) -> bool {
        self.description.trim().is_empty() && self.uploads.is_empty() && self.step == Step::Describe
    }

    /// The person writes.
    pub fn describe(&mut self, text: String) {
        self.description = text;
        self.changed();
    }

    /// Secrets leave the description where the person can see it.
    pub fn mask_secrets(&mut self) {
        let masked = mask(&self.description);
        if !masked.found.is_empty() {
            self.masked += masked.found.len();
            self.description = masked.text;
            self.changed();
        }
    }

    /// The person says what they can't do.
    pub fn choose(&mut self, impact: Impact) {
        self.impact = Some(impact);
        self.changed();
    }

    /// The person tells of a security incident.
    pub fn tell(&mut self, words: impl FnOnce(&mut Alarm)) {
        words(&mut self.alarm);
        self.changed();
    }

    /// Whether it takes the short path of a security incident.
    #[must_use]
    pub fn alarming(&self) -> bool {
        self.impact == Some(Impact::Security)
    }

    /// The kind of security incident, where it is one.
    #[must_use]
    pub fn incident(&self) -> Option<IncidentKind> {
        self.alarm.kind.filter(|_| self.alarming())
    }

    /// Whether it is asked about shared passwords: on the short path only where a stranger may have
    /// got in.
    #[must_use]
    pub fn asks_shared(&self) -> bool {
        !self.alarming() || self.incident() == Some(IncidentKind::Intrusion)
    }

    /// The person says whether a password was shared.
    pub fn say_shared(&mut self, shared: Shared) {
        self.shared = shared;
        self.changed();
    }

    /// The person lets a part go along, or keeps it here.
    pub fn toggle(&mut self, part: Part) {
        self.left_out.toggle(part);
        self.changed();
    }

    /// What stands between this step and the next.
    ///
    /// # Errors
    /// What is missing.
    pub fn ready(&self) -> Result<(), Missing> {
        match check_text(&self.description, MAX_TEXT) {
            Err(TextFault::Empty) => return Err(Missing::Description),
            Err(TextFault::TooLong) => return Err(Missing::TooLong),
            Ok(_) if self.step == Step::Describe => return Ok(()),
            Ok(_) => {}
        }
        if self.impact.is_none() {
            return Err(Missing::Impact);
        }
        if self.alarming() && self.step != Step::Impact {
            self.alarm.ready()?;
        }
        let asked_here = self.asks_shared() && (self.step != Step::Impact || !self.alarming());
        if let Shared::Yes { login } = &self.shared
            && asked_here
            && check_text(login, MAX_LOGIN).is_err()
        {
            return Err(Missing::Login);
        }
        if self.step == Step::Review && self.uploads.busy() {
            return Err(Missing::Upload);
        }
        Ok(())
    }

    /// Goes on, if this step is done.
    pub fn next(&mut self) {
        self.mask_secrets();
        if self.ready().is_ok() {
            self.step = match self.step {
                Step::Describe => Step::Impact,
                Step::Impact if self.alarming() => Step::Alarm,
                Step::Impact | Step::Alarm | Step::Review => Step::Review,
            };
        }
    }

    /// Goes back.
    pub fn back(&mut self) {
        self.step = match self.step {
            Step::Review if self.alarming() => Step::Alarm,
            Step::Review | Step::Alarm => Step::Impact,
            Step::Impact | Step::Describe => Step::Describe,
        };
    }

    /// Begins sending: what goes, the same again when this is a retry of the same.
    ///
    /// # Errors
    /// What is missing.
    pub fn send(&mut self, context: &Context, lang: Lang) -> Result<NewTicket, Missing> {
        self.mask_secrets();
        self.ready()?;
        let impact = self.impact.ok_or(Missing::Impact)?;
        self.phase = Phase::Sending;
        let shared = match &self.shared {
            Shared::Yes { login } if self.asks_shared() => Some(SharedCredential {
                login: login.trim().to_owned(),
            }),
            _ => None,
        };
        let incident = self.alarm.told().filter(|_| self.alarming());
        let fresh = || NewTicket {
            description: self.description.trim().to_owned(),
            impact,
            context: self.left_out.of(context),
            attachments: self.uploads.ids(),
            shared,
            incident,
            lang,
        };
        let ticket = self.sent.take().unwrap_or_else(|| Box::new(fresh()));
        self.sent = Some(ticket.clone());
        Ok(*ticket)
    }

    /// It did not arrive, or was refused. An earlier version that did arrive keeps its key; what
    /// is sent from now on is a request of its own.
    pub fn failed(&mut self, code: Code, fresh_key: impl FnOnce() -> String) {
        if code == Code::IdempotencyConflict {
            self.key = fresh_key();
        }
        self.phase = Phase::Failed(code);
    }

    /// The desk has it: everything but that is forgotten.
    pub fn filed(&mut self, ticket: &TicketView, next_key: String) {
        let summary = &ticket.summary;
        let filed = Filed {
            id: summary.id.clone(),
            reference: summary.reference.clone(),
            due: summary
                .clock(ClockKind::Answer)
                .map(|clock| clock.due.clone()),
            received_at: summary.received_at,
        };
        *self = Self::new(next_key);
        self.phase = Phase::Filed(Box::new(filed));
    }

    /// Begins another one.
    pub fn another(&mut self) {
        self.phase = Phase::Writing;
    }

    /// What was sent is not what stands here any more.
    pub fn changed(&mut self) {
        self.sent = None;
        if self.phase != Phase::Sending {
            self.phase = Phase::Writing;
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
