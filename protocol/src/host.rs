//! The host contract: what an ERP's host module answers and what desk and host tell one another.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DateTime;
use crate::access::{Approval, EndReason, Jwk, ScopeOffer, Sweep};
use crate::audit::Head;
use crate::identity::{AgentCard, Person, Text};
use crate::ids::{GrantId, RotationId, SystemId};

/// `GET context`: what the host knows about its installation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HostContext {
    /// Product, such as `Viindoo` or `Kho ERP`.
    pub product: String,
    /// Edition, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Version.
    pub version: String,
    /// When this version was released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_on: Option<NaiveDate>,
    /// When the installation was activated, in its own zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activated_on: Option<NaiveDate>,
    /// The company the person works in.
    pub company: String,
    /// The system's IANA time zone.
    pub time_zone: String,
    /// Installed modules.
    #[serde(default)]
    pub modules: Vec<Module>,
    /// Path in the host where people change their own password, such as `/profile`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_path: Option<String>,
}

/// What a host signs about its installation: what terms and verdicts rest on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Installation {
    /// Product, such as `Viindoo`.
    pub product: String,
    /// Version.
    pub version: String,
    /// When this version was released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_on: Option<NaiveDate>,
    /// When the installation was activated, in its own zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activated_on: Option<NaiveDate>,
    /// How much data it holds, in megabytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_mb: Option<u64>,
}

/// An installed module. All of it can be forged: "assessed" is decided elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Module {
    /// Technical name.
    pub name: String,
    /// Name as shown.
    pub label: String,
    /// Version.
    pub version: String,
    /// Who made it, as it says of itself.
    pub maker: String,
    /// Models whose screens it changes, such as `sale.order`.
    #[serde(default)]
    pub touches: Vec<String>,
}

/// One support account as `GET grants` lists it for approvers, from the host's own books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HostGrant {
    /// Which grant.
    pub grant: GrantId,
    /// The ticket's reference, as people say it.
    pub reference: String,
    /// For whom.
    pub agent: AgentCard,
    /// Sign-in of the support account.
    pub account: String,
    /// Within these scopes, as people know them.
    pub scopes: Vec<Text>,
    /// Until when, by the host's clock.
    pub until: DateTime,
    /// Every sign-in.
    pub sign_ins: Vec<DateTime>,
    /// Last sign of life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<DateTime>,
    /// What was last opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screen: Option<Text>,
    /// How it ended, when it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<HostGrantEnd>,
}

/// How a support account ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HostGrantEnd {
    /// When.
    pub at: DateTime,
    /// How.
    pub why: EndReason,
}

/// A JWS the host signed (`POST identity`, `GET evidence`, `GET audit/head`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Signed {
    /// Compact JWS.
    pub jws: String,
}

/// Answer of `POST requests`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequestTaken {
    /// Path of the host's own confirm page.
    pub confirm: String,
}

/// A countersigned head. Signed by the host as a JWS (claims).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignedHead {
    /// The system whose host signed.
    pub iss: SystemId,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// What was countersigned.
    pub head: Head,
}

/// Body of `POST /api/pair` at the desk: a code typed by an admin exchanges public keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PairRequest {
    /// The one-time code.
    pub code: String,
    /// The host's public key.
    pub key: Jwk,
    /// Public address of the host, such as `https://erp.example`.
    pub url: String,
    /// The contract's prefix on it, such as `/deskside`.
    pub prefix: String,
}

/// Answer of `POST /api/pair`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Paired {
    /// The system this host now is.
    pub system: SystemId,
    /// The desk's public URL, which its signatures carry as `iss`.
    pub desk: String,
    /// The desk's Ed25519 public key, base64url without padding.
    pub desk_key: String,
}

/// What a host tells the desk. Signed by the host as a JWS (claims), used once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HostReport {
    /// The system whose host signed.
    pub iss: SystemId,
    /// The desk's public URL.
    pub aud: String,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// Expires at, seconds since 1970.
    pub exp: i64,
    /// Used once.
    pub jti: String,
    /// What happened.
    pub event: HostEvent,
}

/// What happened in a host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum HostEvent {
    /// The host is up: what it offers, and who may approve.
    Hello {
        /// Scopes that may be granted.
        scopes: Vec<ScopeOffer>,
        /// People who may approve access.
        approvers: Vec<Person>,
        /// The installation; a host of an older module may not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        installation: Option<Installation>,
    },
    /// An approver approved.
    GrantApproved {
        /// What.
        approval: Box<Approval>,
    },
    /// An approver denied on the host's page.
    GrantDenied {
        /// Which.
        grant: GrantId,
        /// When.
        at: DateTime,
        /// Who.
        by: Person,
    },
    /// The agent signed in.
    GrantEntered {
        /// Which.
        grant: GrantId,
        /// When.
        at: DateTime,
    },
    /// The agent did something.
    GrantSeen {
        /// Which.
        grant: GrantId,
        /// When.
        at: DateTime,
        /// What was opened, as people know it.
        screen: Option<String>,
    },
    /// Access ended and was swept.
    GrantEnded {
        /// Which.
        grant: GrantId,
        /// When, by the host's clock.
        at: DateTime,
        /// How.
        why: EndReason,
        /// Proof.
        sweep: Sweep,
    },
    /// The host knows whom a rotation concerns, or that there is no such sign-in.
    RotationSubject {
        /// Which rotation.
        rotation: RotationId,
        /// Whose; `None` when the host knows no such sign-in.
        person: Option<Person>,
    },
    /// Somebody's password changed.
    CredentialChanged {
        /// Whose.
        login: String,
        /// When, by the host's clock.
        at: DateTime,
    },
}

/// What the desk tells a host, as a signed webhook or by the host's own pull.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeskEvent {
    /// 1, 2, 3 ... within the system; a host ignores what it has seen.
    pub seq: u64,
    /// When.
    pub at: DateTime,
    /// What.
    #[serde(flatten)]
    pub what: DeskFact,
    /// The audit chain's head after this, for the host to keep and countersign.
    pub head: Head,
}

/// What happened at the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", content = "data")]
pub enum DeskFact {
    /// An agent asks for access.
    #[serde(rename = "grant.requested")]
    GrantRequested {
        /// JWS of a [`crate::access::GrantRequest`], signed by the desk.
        request: String,
    },
    /// A request is off the table (denied in the widget, lapsed, withdrawn).
    #[serde(rename = "grant.dropped")]
    GrantDropped {
        /// Which.
        grant: GrantId,
    },
    /// Access must end now.
    #[serde(rename = "grant.end")]
    GrantEnd {
        /// Which.
        grant: GrantId,
        /// How.
        why: EndReason,
    },
    /// A credential was shared and must change.
    #[serde(rename = "rotation.opened")]
    RotationOpened {
        /// Which rotation.
        rotation: RotationId,
        /// Whose sign-in.
        login: String,
        /// When it was shared.
        shared_at: DateTime,
        /// Whether reminding has begun: the host shows it to that person.
        remind: bool,
    },
    /// A rotation is over.
    #[serde(rename = "rotation.closed")]
    RotationClosed {
        /// Which rotation.
        rotation: RotationId,
    },
}
