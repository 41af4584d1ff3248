//! The demo's mailbox: a real SMTP server that keeps every mail as a file, and pages to read them.

pub mod pages;
pub mod sink;
pub mod store;
