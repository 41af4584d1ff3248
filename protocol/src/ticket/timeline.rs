//! What happened on a ticket, in order, for both sides to see: also who looked at what (3.3a).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DateTime;

macro_rules! happened {
    ($($(#[$doc:meta])* $name:ident = $wire:literal;)*) => {
        /// Something that happened. Has a sentence under `timeline.<name>`, with blanks for
        /// [`Moment::detail`] and `actor`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Happened {
            $($(#[$doc])* $name,)*
        }

        impl Happened {
            /// All there is: a test checks that each has a sentence in every language.
            pub const ALL: &'static [Happened] = &[$(Happened::$name,)*];

            /// The name on the wire and in language keys.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Happened::$name => $wire,)* }
            }
        }
    };
}

happened! {
    /// The desk received it. Detail: `channel`.
    Received = "received";
    /// An agent took it, or was given it. Detail: `agent`.
    Assigned = "assigned";
    /// An agent gave it back to all.
    Unassigned = "unassigned";
    /// An agent answered.
    Answered = "answered";
    /// The reporter or a colleague wrote.
    Written = "written";
    /// A letter to somebody could not be delivered. Detail: `address`.
    Bounced = "bounced";
    /// An agent looked at the context.
    ContextSeen = "context_seen";
    /// An agent looked at a file. Detail: `name`.
    AttachmentSeen = "attachment_seen";
    /// Somebody was warned that a clock runs out. Detail: `clock`, `clause`, `due`.
    ClockWarned = "clock_warned";
    /// A promise was broken, and those who answer for it were told. Detail: `clock`, `clause`, `due`.
    ClockBreached = "clock_breached";
    /// An agent ruled on the warranty. Detail: `cover`, `clause`.
    Ruled = "ruled";
    /// It is not covered. Detail: `clause`.
    Declined = "declined";
    /// Explained, with a plan and an estimate. Detail: `eta`.
    Planned = "planned";
    /// The customer chose. Detail: `choice`.
    Chosen = "chosen";
    /// Invoice and documents came. Detail: `amount`.
    SettlementSubmitted = "settlement_submitted";
    /// They went back.
    SettlementReturned = "settlement_returned";
    /// They are in order.
    SettlementAccepted = "settlement_accepted";
    /// Paid. Detail: `reference`.
    SettlementSettled = "settlement_settled";
    /// Work was offered. Detail: `price`.
    Offered = "offered";
    /// The offer was agreed on.
    OfferAgreed = "offer_agreed";
    /// The offer was not agreed on.
    OfferRefused = "offer_refused";
    /// It was taken as a security incident, or its kind was corrected. Detail: `kind`.
    IncidentMarked = "incident_marked";
    /// A step of the investigation began. Detail: `text`.
    IncidentStep = "incident_step";
    /// A step of the investigation was done. Detail: `text`.
    IncidentStepDone = "incident_step_done";
    /// The customer was asked something. Detail: `text`.
    IncidentAsked = "incident_asked";
    /// The customer answered it. Detail: `text`.
    IncidentAnswered = "incident_answered";
    /// The final report is there, or a new one in its place. Detail: `text`, so that what a new one
    /// took the place of stays.
    IncidentReported = "incident_reported";
    /// A recovery was proposed. Detail: `point`.
    RecoveryProposed = "recovery_proposed";
    /// The customer's admin approved it.
    RecoveryApproved = "recovery_approved";
    /// The customer's admin did not approve it.
    RecoveryRefused = "recovery_refused";
    /// Data was restored. Detail: `text`.
    RecoveryDone = "recovery_done";
    /// Data could not be restored. Detail: `text`.
    RecoveryFailed = "recovery_failed";
    /// It was chosen how agents look into the system. Detail: `way`.
    WayChosen = "way_chosen";
    /// An agent says it is done.
    Resolved = "resolved";
    /// It is over.
    Closed = "closed";
    /// It was taken up again.
    Reopened = "reopened";
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Moment {
    /// When.
    pub at: DateTime,
    /// Who: `agent:Linh Do`, `person:Hoa Nguyen`, `host`, `desk`.
    pub actor: String,
    /// What.
    pub what: Happened,
    /// Further words, by name. Moments are RFC 3339.
    #[serde(default)]
    pub detail: BTreeMap<String, String>,
}
