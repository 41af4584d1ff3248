//! Wire types of the desk's API: what widget and console send and are answered.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DateTime;
use crate::access::{GrantState, Jwk, ScopeId, ScopeOffer};
use crate::audit::{Broken, Entry};
use crate::context::Context;
use crate::identity::{AgentCard, Lang, Person};
use crate::ids::{AttachmentId, GrantId, MessageId, RotationId, SystemId, TicketId};
use crate::policy::{Due, Impact, Policy, Severity, Verdict};
use crate::rotation::{RotationState, Why};
use crate::ticket::{SharedCredential, Side, TicketState};

/// `POST /api/sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenSession {
    /// Identity token of the host (JWT).
    pub identity: String,
}

/// Answer of `POST /api/sessions`: all the widget needs to begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionOpened {
    /// Opaque bearer token, kept in memory only.
    pub session: String,
    /// When it ends.
    pub expires_at: DateTime,
    /// Who signed in.
    pub person: Person,
    /// Whether they may approve access.
    pub approver: bool,
    /// The system.
    pub system: SystemCard,
    /// The policy in force for it.
    pub policy: Policy,
    /// Names of modules the vendor made or assessed.
    pub assessed_modules: Vec<String>,
    /// The desk's time, for telling the clock skew of the browser.
    pub now: DateTime,
}

/// A system as others see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SystemCard {
    /// Which one.
    pub id: SystemId,
    /// The customer's name.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
}

/// `POST /api/tickets`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewTicket {
    /// What happened, in the person's words.
    pub description: String,
    /// What they can't do.
    pub impact: Impact,
    /// What they chose to send along.
    #[serde(default)]
    pub context: Context,
    /// Files uploaded before.
    #[serde(default)]
    pub attachments: Vec<AttachmentId>,
    /// A credential somebody shared over this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared: Option<SharedCredential>,
    /// The person's language.
    #[serde(default)]
    pub lang: Lang,
}

/// A ticket in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TicketSummary {
    /// Which one.
    pub id: TicketId,
    /// As people say it, such as `T-1042`.
    pub reference: String,
    /// Subject.
    pub subject: String,
    /// Whose system.
    pub system: SystemCard,
    /// Who filed it.
    pub reporter: Person,
    /// Severity.
    pub severity: Severity,
    /// What the person can't do.
    pub impact: Impact,
    /// Where it stands.
    pub state: TicketState,
    /// When it was received.
    pub received_at: DateTime,
    /// When something last happened.
    pub updated_at: DateTime,
    /// The clock of the first answer.
    pub clock: Clock,
    /// Messages of the other side that the reader has not seen.
    pub unread: u32,
    /// Whether a grant on it is asked for, approved or active (for marks in lists).
    pub access: bool,
}

/// The clock of the answer that the policy promises (3.1a).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Clock {
    /// By when, and by which clause.
    pub due: Due,
    /// When a person answered; `None` while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime>,
}

impl Clock {
    /// Whether the promise was or is broken at this moment.
    #[must_use]
    pub fn late(&self, now: DateTime) -> bool {
        self.answered_at.unwrap_or(now) > self.due.at
    }
}

/// A whole ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TicketView {
    /// What lists show.
    #[serde(flatten)]
    pub summary: TicketSummary,
    /// What the policy says.
    pub verdict: Verdict,
    /// What happened, in the reporter's words.
    pub description: String,
    /// Files sent with it.
    pub attachments: Vec<AttachmentView>,
    /// What was sent along.
    pub context: Context,
    /// The conversation, oldest first.
    pub messages: Vec<MessageView>,
}

/// A ticket as an agent works on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentTicketView {
    /// The ticket.
    #[serde(flatten)]
    pub ticket: TicketView,
    /// Access on it, newest first.
    pub grants: Vec<GrantView>,
    /// Shared credentials that must change.
    pub rotations: Vec<RotationView>,
    /// Scopes the host offers.
    pub scopes: Vec<ScopeOffer>,
    /// The policy version the ticket is pinned to.
    pub policy: Policy,
}

/// `POST .../messages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewMessage {
    /// The words.
    pub text: String,
    /// Files uploaded before.
    #[serde(default)]
    pub attachments: Vec<AttachmentId>,
    /// Agents only: whether the reporter's answer is awaited now.
    #[serde(default)]
    pub awaits_reporter: bool,
}

/// A message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessageView {
    /// Which one.
    pub id: MessageId,
    /// Which side wrote.
    pub side: Side,
    /// Who wrote.
    pub author: String,
    /// When.
    pub at: DateTime,
    /// The words, shown as text.
    pub text: String,
    /// Files.
    pub attachments: Vec<AttachmentView>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AttachmentView {
    /// Which one.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
}

/// `POST /api/agent/tickets/{id}/decline`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Decline {
    /// By which clause.
    pub clause: String,
    /// The explanation, which the reporter is sent.
    pub why: String,
}

/// `POST /api/agent/tickets/{id}/grants`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AskAccess {
    /// Scopes, of those the host offers.
    pub scopes: Vec<ScopeId>,
    /// How long.
    pub minutes: u32,
    /// Why.
    pub reason: String,
}

/// A grant as the desk knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GrantView {
    /// Which one.
    pub id: GrantId,
    /// On which ticket.
    pub ticket: TicketId,
    /// The ticket's reference.
    pub reference: String,
    /// Who asked.
    pub agent: AgentCard,
    /// Why.
    pub reason: String,
    /// Scopes asked for, with what the host says they effectively allow.
    pub scopes: Vec<ScopeOffer>,
    /// How long was asked for.
    pub minutes: u32,
    /// When.
    pub asked_at: DateTime,
    /// Where it stands.
    pub state: GrantState,
}

/// Answer of `GET /api/grants/{id}/request`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GrantRequestJws {
    /// JWS of a [`crate::access::GrantRequest`], signed by the desk.
    pub request: String,
}

/// The audit trail of a system, with which entries concern the grant asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditTrail {
    /// The system.
    pub system: SystemId,
    /// The whole chain: verifying needs all of it.
    pub entries: Vec<Entry>,
    /// JWS of the last [`crate::host::SignedHead`] the host sent, where it sent one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub countersigned: Option<String>,
    /// The host's public key.
    pub host_key: Jwk,
    /// What the desk's own check says (readers check for themselves).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken: Option<Broken>,
}

/// A duty to change a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RotationView {
    /// Which one.
    pub id: RotationId,
    /// From which ticket.
    pub ticket: TicketId,
    /// The ticket's reference.
    pub reference: String,
    /// Whose sign-in.
    pub login: String,
    /// Their name, where the host knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// When it was shared (or said to be).
    pub shared_at: DateTime,
    /// Why.
    pub why: Why,
    /// When reminding began: when the ticket closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_from: Option<DateTime>,
    /// Where it stands.
    pub state: RotationState,
}

/// `POST /api/rotations/{id}/evidence`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// JWS of a [`crate::rotation::RotationEvidence`], signed by the host.
    pub evidence: String,
}

/// Answer of `POST /api/live`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LivePass {
    /// Path to open an EventSource on, once, within a minute.
    pub url: String,
}

/// Something changed; the reader fetches it anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LiveEvent {
    /// What kind of thing.
    pub kind: LiveKind,
    /// Its id.
    pub id: String,
    /// The ticket it belongs to.
    pub ticket: TicketId,
}

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LiveKind {
    /// A ticket or its conversation.
    Ticket,
    /// A grant.
    Grant,
    /// A rotation.
    Rotation,
}

/// `POST /api/agent/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentSignIn {
    /// Work e-mail.
    pub email: String,
    /// Password.
    pub password: String,
}

/// `GET /api/agent/me`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// How others see them.
    pub agent: AgentCard,
    /// Whether they run the desk.
    pub lead: bool,
    /// Thumbprint of the key they enter systems with, where one is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The desk's time.
    pub now: DateTime,
}

/// `PUT /api/agent/key`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentKey {
    /// The public half; the private half cannot leave the agent's browser.
    pub jwk: Jwk,
}
