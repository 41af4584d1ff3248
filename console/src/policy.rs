//! What the policy yields for the open ticket and its customer: the verdict, by when what is due, the
//! terms and what else is promised to the system.

pub(crate) mod clause;
pub(crate) mod customer;
pub(crate) mod view;
