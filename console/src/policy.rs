//! What the policy yields for the open ticket: the verdict, and by when an answer is due.

pub(crate) mod view;
