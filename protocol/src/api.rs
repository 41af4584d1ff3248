//! Wire types of the desk's API: what widget and console send and are answered.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DateTime;
use crate::access::{GrantState, Jwk, ScopeId, ScopeOffer};
use crate::audit::{Broken, Entry};
use crate::context::Context;
use crate::host::Installation;
use crate::identity::{AgentCard, Lang, Person, Text};
use crate::ids::{
    AgentId, AttachmentId, GrantId, InboxId, MessageId, RotationId, SystemId, TicketId,
};
use crate::policy::{
    Availability, Cause, Channel, ChannelRule, Cover, Impact, IncidentKind, MaintenanceRule,
    MaintenanceView, Policy, ServiceView, Severity, Span, Verdict,
};
use crate::rotation::{RotationState, Why};
use crate::ticket::{
    Action, Awaits, Choice, Clock, ClockKind, Incident, Moment, Money, Offer, Plan, Recovery,
    SharedCredential, Side, TicketState, Way, WayChosen, WhyNot,
};

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
    /// The policy in force for it, as it is for its plan.
    pub policy: Policy,
    /// Names of modules the vendor made or assessed, from a list the vendor signed; `None` when the
    /// desk holds no such list, and then no module is held against anybody.
    pub assessed_modules: Option<Vec<String>>,
    /// What the host said about its installation; what a verdict rests on before the browser's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installation: Option<Installation>,
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
    /// What kind of security incident it is, where it is one (2.3a).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<NewIncident>,
    /// The person's language.
    #[serde(default)]
    pub lang: Lang,
}

/// A security incident as a person reports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewIncident {
    /// Which kind.
    pub kind: IncidentKind,
    /// When somebody noticed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed_at: Option<DateTime>,
    /// When all was still well, as far as they know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_good_at: Option<DateTime>,
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
    /// The clocks of what is promised, the newest of each kind.
    pub clocks: Vec<Clock>,
    /// By which way it came.
    pub channel: Channel,
    /// Who works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<AgentCard>,
    /// The kind of security incident, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentKind>,
    /// What waits for somebody of the customer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaits: Vec<Awaits>,
    /// Messages of the other side that the reader has not seen.
    pub unread: u32,
    /// Whether a grant on it is asked for, approved or active (for marks in lists).
    pub access: bool,
}

impl TicketSummary {
    /// The clock of this kind.
    #[must_use]
    pub fn clock(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.kind == kind)
    }

    /// The running clock that runs out next.
    #[must_use]
    pub fn next_clock(&self) -> Option<&Clock> {
        let running = self.clocks.iter().filter(|clock| clock.runs());
        running.min_by_key(|clock| (clock.due.at, clock.kind))
    }

    /// What waits for this reader first, if anything does.
    #[must_use]
    pub fn waits_for(&self, approver: bool) -> Option<Awaits> {
        let theirs = |what: &Awaits| approver || !what.needs_approver();
        self.awaits.iter().copied().find(theirs)
    }

    /// Whether a promise is broken at this moment and still waits to be kept.
    #[must_use]
    pub fn late(&self, now: DateTime) -> bool {
        self.next_clock().is_some_and(|clock| clock.late(now))
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
    /// The policy it is pinned to, as it is for the customer's plan.
    pub policy: Policy,
    /// What happened, oldest first.
    pub timeline: Vec<Moment>,
    /// By which way agents looked into the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<WayChosen>,
    /// The plan where there was no solution in time (3.1b).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// Work offered outside of the policy (3.2c).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// The investigation of a security incident (2.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investigation: Option<Incident>,
    /// Recovery of lost data (2.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Recovery>,
}

impl TicketView {
    /// What is allowed on it: the one table, and what hangs on the ticket.
    ///
    /// # Errors
    /// Why it is not allowed.
    pub fn allows(&self, side: Side, action: Action, now: DateTime) -> Result<(), WhyNot> {
        let incident = self.investigation.as_ref();
        self.summary.state.allows_on(incident, side, action, now)
    }
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
    /// What is promised to the system beside this ticket.
    pub service: ServiceView,
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

/// `POST /api/agent/tickets/{id}/ruling`: whether the warranty covers it, for good (1.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ruling {
    /// Covered, or not; never undecided.
    pub cover: Cover,
    /// The cause that was found.
    pub cause: Cause,
    /// By which clause.
    pub clause: String,
    /// The reasons, which the reporter is shown.
    pub why: String,
}

/// `POST /api/agent/tickets/{id}/assignee`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Assign {
    /// To whom; `None` gives it back to all.
    pub agent: Option<AgentId>,
}

/// `POST /api/agent/tickets/{id}/plan` (3.1b). A new plan takes the place of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewPlan {
    /// Why it is not solved yet.
    pub explanation: String,
    /// What will be done.
    pub proposal: String,
    /// When it will be solved, as estimated.
    pub eta: DateTime,
}

/// `POST /api/tickets/{id}/choice` (approvers, 3.1b).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewChoice {
    /// What.
    pub choice: Choice,
}

/// `POST /api/tickets/{id}/settlement`: invoice and documents of a third party (approvers, 3.1b).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewSettlement {
    /// What it cost.
    pub amount: Money,
    /// Who did it, and what was done.
    pub words: String,
    /// Files uploaded before: at least one.
    pub documents: Vec<AttachmentId>,
}

/// `POST /api/agent/tickets/{id}/settlement`: what the vendor says to the papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum SettlementStep {
    /// Something is missing or not valid.
    Return {
        /// What.
        why: String,
    },
    /// They are in order.
    Accept,
    /// Paid.
    Settle {
        /// The payment's reference.
        reference: String,
    },
}

/// `POST /api/agent/tickets/{id}/offer` (3.2c).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewOffer {
    /// What would be done.
    pub text: String,
    /// For how much.
    pub price: Money,
    /// By when.
    pub ready_at: DateTime,
}

/// `POST /api/tickets/{id}/offer` (approvers, 3.2c).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AnswerOffer {
    /// Whether it is agreed.
    pub agreed: bool,
    /// Words; may be empty.
    #[serde(default)]
    pub words: String,
}

/// `POST /api/agent/tickets/{id}/incident`: turns a ticket into a security incident, or says of which
/// kind it is (2.3a).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MarkIncident {
    /// Which kind.
    pub kind: IncidentKind,
}

/// `POST /api/agent/tickets/{id}/incident/steps`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewStep {
    /// What is to be done.
    pub text: String,
    /// Who does it; the caller when `None`.
    #[serde(default)]
    pub owner: Option<AgentId>,
}

/// `POST /api/agent/tickets/{id}/incident/steps/{n}/done`; `n` counts from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StepDone {
    /// What was found; may be empty.
    #[serde(default)]
    pub found: String,
}

/// A text and nothing else: `POST /api/agent/tickets/{id}/incident/asks` (a question to the
/// customer), `.../incident/report` (the final report), `POST /api/tickets/{id}/incident/asks/{n}`
/// (the customer's answer; `n` counts from 0).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Words {
    /// The words.
    pub text: String,
}

/// `POST /api/agent/tickets/{id}/recovery`: proposes to restore lost data (2.4a).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewRecovery {
    /// When data was lost.
    pub lost_at: DateTime,
    /// How much data the system holds, in megabytes; what the host said when `None`.
    #[serde(default)]
    pub volume_mb: Option<u64>,
}

/// `POST /api/tickets/{id}/recovery` (approvers).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecideRecovery {
    /// Whether it may be done.
    pub approved: bool,
    /// When the proposal was made that was shown, its `at`: one that came in between is not meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_at: Option<DateTime>,
}

/// `POST /api/agent/tickets/{id}/recovery/result`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewRecoveryResult {
    /// Whether the data is back.
    pub restored: bool,
    /// What was done and how it was checked.
    pub text: String,
    /// Files uploaded before.
    #[serde(default)]
    pub proof: Vec<AttachmentId>,
}

/// `POST /api/agent/tickets/{id}/way` (3.3b).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChooseWay {
    /// Which.
    pub way: Way,
    /// Why.
    pub why: String,
    /// Whose sign-in it is, for the customer's own account: it must change afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
}

/// `POST /api/agent/tickets`: an agent writes down what came by another way (3.2b).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogCall {
    /// Whose system.
    pub system: SystemId,
    /// By which way: `phone` or `other`.
    pub channel: Channel,
    /// Who called: their name.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// What they said.
    pub description: String,
    /// What they can't do.
    pub impact: Impact,
    /// Their language.
    #[serde(default)]
    pub lang: Lang,
}

/// `POST /api/agent/maintenance` (2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewMaintenance {
    /// Whose system.
    pub system: SystemId,
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// What is done, in words for people.
    pub text: Text,
}

/// A maintenance window as agents see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentMaintenance {
    /// Whose system.
    pub system: SystemCard,
    /// The window.
    #[serde(flatten)]
    pub window: MaintenanceView,
    /// Whether it was told later than the policy promises.
    #[serde(default)]
    pub short_notice: bool,
}

/// Answer of `GET /api/agent/systems`: a customer as agents see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentSystem {
    /// The system.
    pub card: SystemCard,
    /// The policy version it signed.
    pub policy: String,
    /// What the host said about its installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installation: Option<Installation>,
    /// What is promised to it.
    pub service: ServiceView,
    /// A night slot for maintenance that keeps the notice, in its own zone.
    pub next_night: Span,
    /// Who is written to about it.
    pub contacts: Vec<Person>,
    /// How maintenance is done there, as its policy says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintenance: Option<MaintenanceRule>,
    /// By which ways it can reach the vendor, and which of them are free.
    #[serde(default)]
    pub channels: Vec<ChannelRule>,
}

/// Answer of `GET /api/agent/inbox`: a mail that nobody could place yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InboxMail {
    /// Which one.
    pub id: InboxId,
    /// When it came.
    pub at: DateTime,
    /// Who sent it, as it says of itself.
    pub from_name: String,
    /// Their address.
    pub from: String,
    /// Subject.
    pub subject: String,
    /// The words, as text.
    pub text: String,
    /// Names of its files.
    pub files: Vec<String>,
    /// Why it was not placed. Has a sentence under `inbox.why.<name>`.
    pub why: InboxWhy,
}

/// Why a mail was not placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InboxWhy {
    /// Nobody of any system writes from this address.
    UnknownSender,
    /// More than one system knows this address.
    SeveralSystems,
    /// It answers a ticket that this address has no part in.
    NotTheirs,
    /// It answers a ticket that is closed for good.
    Closed,
    /// Too many came from this address in a short time.
    TooMany,
    /// It could not be read as a mail; its beginning is kept as text.
    Unreadable,
}

impl InboxWhy {
    /// The name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            InboxWhy::UnknownSender => "unknown_sender",
            InboxWhy::SeveralSystems => "several_systems",
            InboxWhy::NotTheirs => "not_theirs",
            InboxWhy::Closed => "closed",
            InboxWhy::TooMany => "too_many",
            InboxWhy::Unreadable => "unreadable",
        }
    }
}

/// `POST /api/agent/inbox/{id}/file`: it becomes a ticket of this system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileInbox {
    /// Whose system.
    pub system: SystemId,
    /// What they can't do.
    pub impact: Impact,
}

/// Answer of `GET /api/agent/reports/{month}` (`2026-11`): how promises were kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MonthReport {
    /// The first day of the month, in UTC.
    pub month: chrono::NaiveDate,
    /// Tickets received.
    pub received: u32,
    /// By way they came.
    pub by_channel: Vec<(Channel, u32)>,
    /// Third-party questions answered with the clause (2.1).
    pub third_party: u32,
    /// Not covered, by clause.
    pub declined: Vec<(String, u32)>,
    /// Each promise.
    pub promises: Vec<PromiseLine>,
    /// Every broken promise, oldest first: nothing is hidden.
    pub broken: Vec<BrokenPromise>,
    /// Availability of each system.
    pub availability: Vec<SystemAvailability>,
}

/// How one promise was kept over a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PromiseLine {
    /// Which clock.
    pub kind: ClockKind,
    /// For which severity.
    pub severity: Severity,
    /// By which clause.
    pub clause: String,
    /// Kept in time.
    pub met: u32,
    /// Broken.
    pub missed: u32,
    /// Running, and not late.
    pub running: u32,
    /// Median time from start to what kept it, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_minutes: Option<u32>,
}

/// A broken promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BrokenPromise {
    /// Which ticket.
    pub ticket: TicketId,
    /// As people say it.
    pub reference: String,
    /// Whose system.
    pub system: String,
    /// The clock.
    pub clock: Clock,
}

/// Availability of a system in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SystemAvailability {
    /// Which system.
    pub system: SystemCard,
    /// How available it was.
    pub availability: Availability,
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
    /// Maintenance, terms or availability; belongs to no ticket, whose id is empty then.
    Service,
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
