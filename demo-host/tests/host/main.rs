//! The demo host over HTTP, with a real database and real keys on both sides.
#![expect(
    clippy::unwrap_used,
    reason = "a test that breaks says so in the plainest way"
)]

mod agent;
mod desk;
mod stage;

mod attacks_approve;
mod attacks_enter;
mod companies;
mod confirm;
mod ending;
mod events;
mod health;
mod mailbox;
mod rights;
mod rotation;
mod support;
