//! Mail: what is written, and how it is handed over.

mod courier;
mod fixtures;
mod letters;
mod letters_channels;

pub(crate) use courier::serve;
mod letters_steps;
