//! Kho ERP in miniature: an ERP with sign-in, users, rights and screens ([`erp`]), the host module
//! that implements the Deskside host contract in it ([`deskside`]), and the demo's mailbox
//! ([`mailbox`]).
//!
//! It is the reference for host modules: whoever writes one for another ERP reads [`deskside`].

pub mod deskside;
pub mod erp;
pub mod mailbox;

pub mod encoding;
pub mod process;
pub mod words;
pub mod world;
