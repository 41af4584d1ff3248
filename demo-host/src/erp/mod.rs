//! The ERP itself: companies, people, rights, screens. It knows the host module only where any ERP
//! would: at its gate, and where it draws a page.

pub mod accounts;
pub mod dates;
pub mod fault;
pub mod gate;
pub mod guard;
pub mod house;
pub mod lists;
pub mod page;
pub mod pages;
pub mod passwords;
pub mod rights;
pub mod routes;
pub mod seed;
pub mod sessions;
pub mod statics;
pub mod trade;
