//! What loader and component say to one another over their one MessagePort: plain objects, the
//! same in a frame and inline. The loader may reach the ERP with the page's own session, so it
//! offers a fixed list of calls and nothing else.

use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::identity::Lang;
use crate::ids::SystemId;

/// First message of the loader on the port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The system the page belongs to.
    pub system: SystemId,
    /// The desk's origin.
    pub desk: String,
    /// The host's origin.
    pub origin: String,
    /// Language the host wants.
    pub lang: Lang,
    /// Text a caller of `Deskside.open` began with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Which room to show first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Room>,
}

/// Rooms of the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    /// File a request.
    #[default]
    File,
    /// My tickets.
    Tickets,
    /// Access.
    Access,
    /// Passwords to change.
    Rotation,
    /// What the vendor promises, and how it is kept.
    Policy,
}

/// From the loader to the component.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToComponent {
    /// First of all.
    Hello(Hello),
    /// The panel was opened (again).
    Opened {
        /// Which room to show, when one was asked for.
        #[serde(default)]
        room: Option<Room>,
        /// Text a caller of `Deskside.open` began with.
        #[serde(default)]
        subject: Option<String>,
    },
    /// The panel was closed.
    Closed,
    /// The host switched its language.
    Lang {
        /// To this.
        lang: Lang,
    },
    /// Answer to a call.
    Answer {
        /// Which call.
        call: u32,
        /// HTTP status of the host; 0 when it did not answer; 200 for calls that need no host.
        status: u16,
        /// JSON body as text; empty when there is none.
        body: String,
    },
}

/// From the component to the loader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToLoader {
    /// The component is drawn.
    Ready,
    /// Close the panel and give the focus back.
    Close,
    /// Numbers for the launcher's badge.
    Badge {
        /// Things that wait for this person.
        count: u32,
    },
    /// Tell the page (`deskside:<name>` event).
    Event {
        /// Such as `ticket-created`.
        name: String,
        /// Such as the reference.
        detail: String,
    },
    /// Ask the page or the host.
    Call {
        /// Number that the answer repeats.
        call: u32,
        /// What.
        #[serde(flatten)]
        what: Ask,
    },
}

/// The calls a loader offers. Each is one operation of the host contract, or what only the page knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// `POST identity`.
    Identity,
    /// [`PageContext`] of this moment.
    Page,
    /// `GET context`.
    Context,
    /// `GET scopes`.
    Scopes,
    /// `POST requests`.
    Deliver {
        /// JWS of the request.
        request: String,
    },
    /// `GET grants`.
    Grants,
    /// `POST grants/{id}/revoke`.
    Revoke {
        /// Which.
        grant: String,
    },
    /// `GET evidence`.
    Evidence {
        /// Whose.
        login: String,
    },
    /// `GET audit/head`.
    Head,
    /// The page keeps a text for us, where the browser denies the frame a storage of its own.
    Keep {
        /// Under this name.
        name: String,
        /// What; nothing forgets it.
        text: String,
    },
    /// What the page kept: a text or null.
    Kept {
        /// Under this name.
        name: String,
    },
}

/// What the page itself knows: screen, errors, failed requests, browser.
pub type PageContext = Context;
