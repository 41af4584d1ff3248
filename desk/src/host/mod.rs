//! The hosts: how one is paired, what it reports, and what it is told.

pub mod events;
mod pairing;
mod reports;
mod webhook;

pub use pairing::pair;
pub use reports::report;
pub use webhook::run as deliver;
