//! The shared language of Deskside: the words, states, transitions, policy and wire types that the
//! widget, the desk, the console and the hosts speak.
//!
//! It knows no web framework, no database and no clock of its own: whoever calls it says what time
//! it is. A rule that two parts must agree on is written here once, and both call it.
//!
//! Rooms follow a ticket's life: [`context`] -> [`ticket`] -> [`access`] -> [`rotation`], with
//! [`policy`] beneath all. A later room may use an earlier one, never the reverse.

pub mod policy;

pub mod context;
pub mod mask;
pub mod ticket;

pub mod access;
pub mod audit;
pub mod rotation;

pub mod api;
pub mod host;
pub mod identity;
pub mod ids;
pub mod port;
pub mod problem;

/// A moment, always UTC inside and RFC 3339 on the wire.
pub type DateTime = chrono::DateTime<chrono::Utc>;
