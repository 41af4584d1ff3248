//! The desk: the vendor's support server. It keeps tickets, follows grants and rotations, and tells
//! hosts, agents and reporters what happened. It never holds an ERP credential (trust rule 1).
//!
//! Rooms follow a ticket's life: [`context`] -> [`ticket`] -> [`access`] -> [`rotation`], with
//! [`policy`] beneath all; [`api`] joins them to what is called from outside.

pub mod api;

pub mod policy;

pub mod context;
pub mod ticket;

pub mod access;
pub mod rotation;

pub mod audit;
pub mod host;
pub mod identity;
pub mod live;
pub mod mail;
pub mod report;
pub mod system;

pub mod pages;

pub mod backup;
pub mod cli;
pub mod desk;
pub mod jws;
pub mod keys;
pub mod manage;
pub mod problem;
pub mod serve;
pub mod store;
pub mod upkeep;
pub mod world;

pub use desk::{Desk, Settings};
