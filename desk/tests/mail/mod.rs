//! Mail: what is written, and how it is handed over.

mod courier;
mod fixtures;
mod letters;
mod letters_channels;
mod letters_clocks;
mod letters_incident;
mod letters_service;
mod letters_steps;

pub(crate) use courier::serve;
mod letters_clocks;
mod letters_clocks;
mod letters_incident;
mod letters_incident;
mod letters_steps;
