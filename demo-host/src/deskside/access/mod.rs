//! Access: a request of the vendor's support becomes a support account when an administrator says
//! so on our own page, and stops being one by our own clock. The host has the last word on all of it
//! (trust rules 2, 3, 4 and 8).

pub mod book;
pub mod end;
pub mod facts;
pub mod watch;

pub mod confirm;
pub mod decide;
pub mod enter;
pub mod list;
pub mod live;
pub mod offers;
pub mod requests;
