//! Mail in: a mailbox is read, each mail is understood, placed, and noted in one transaction with its
//! effect. Whatever arrives, the inbox stays whole: what cannot be understood waits for an agent.

mod automatic;
mod bounce;
mod effect;
mod imap;
mod inbox;
mod parts;
mod place;
mod quote;
mod read;
mod take;

pub use imap::{Account, run as postman};
pub use inbox::{filed, list, remove, stored, sweep};
pub use quote::without_quote;
pub use read::{File, LARGEST, Mail, Nature, read};
pub use take::{Arrival, Fate, take};
