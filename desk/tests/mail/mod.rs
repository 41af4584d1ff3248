//! Mail: what is written, and how it is handed over.

mod courier;
mod fixtures;
mod letters;
mod letters_clocks;
mod letters_incident;
mod letters_steps;
