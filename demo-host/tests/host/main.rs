//! The demo host over HTTP, with a real database and real keys on both sides.

mod agent;
mod desk;
mod stage;

mod attacks_approve;
mod attacks_enter;
mod companies;
mod confirm;
mod ending;
mod events;
mod mailbox;
mod rights;
mod rotation;
mod support;
