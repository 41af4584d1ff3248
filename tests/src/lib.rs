//! Journeys: a real desk, a real host, a real browser. The story that the tests drive is the very
//! one that `cargo xtask demo --check` drives against a running demo.

pub mod browser;
pub mod console;
pub mod demo;
pub mod erp;
pub mod mailbox;
pub mod manners;
pub mod page;
pub mod promises;
pub mod shadow;
pub mod steps;
pub mod story;
pub mod widget;
