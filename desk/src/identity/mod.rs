//! Who calls: authority as values, made only from verified sessions and signatures. A handler says
//! in its signature who may call it.

use deskside_protocol::identity::{Approver, Reporter};

mod agents;
mod extract;
mod once;
mod sessions;
mod throttle;

pub use agents::{COOKIE, sign_in, sign_out};
pub use agents::{NewAgent, Session as AgentSession, add as add_agent, keep_key, key_of, staff};
pub use extract::{As, Bearer, console_only};
pub use once::{forget, use_once};
pub use sessions::{Opened, by_pass, live_pass, open as open_session, redeem};
pub use throttle::Throttle;

use crate::system::System;

/// What the id of somebody begins with whom only the desk knows, such as a caller whom it asked for
/// name and address: no host may call anybody so.
pub const CALLER: &str = "call:";
/// How the ids of people begin who asked by the form.
pub const ASKER: &str = "web:";
/// How the ids of people begin who wrote a mail and whom nobody knew.
pub const WRITER: &str = "mail:";
/// All of them: the desk gives such ids to people for whom no host vouched, so no host may.
pub const OUTSIDERS: [&str; 3] = [CALLER, ASKER, WRITER];

/// Somebody of a system, with the authority to approve where the host vouched for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// Who may file and follow tickets.
    pub reporter: Reporter,
    /// The same person as somebody who may approve access.
    pub approver: Option<Approver>,
}

/// A host that proved by signature to be the one paired with a system.
#[derive(Clone, Debug)]
pub struct Host {
    /// Whose host it is.
    pub system: System,
}
