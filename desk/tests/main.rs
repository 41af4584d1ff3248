//! Tests of the desk, laid out as its URLs are. Callers are types; a small host signs with real keys.

#![expect(
    clippy::unwrap_used,
    reason = "a test that breaks may say so in the plainest way"
)]

mod support;

mod api;
mod availability;
mod backup;
mod cli;
mod clocks;
mod durability;
mod mail;
mod pages;
mod policy;
mod post;
mod store;
mod tenants;
mod terms;
mod webhooks;
mod year;
