//! Mail: what is written, and how it is handed over.

mod courier;
mod letters;
mod letters_service;
