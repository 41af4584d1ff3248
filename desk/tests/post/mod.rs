//! Mail and the form, as people and machines use and misuse them.

mod attacks;
mod automatic;
mod bounces;
mod hostile;
mod inbox;
mod letters;
mod once;
mod real;
mod servers;
mod stage;
mod stops;
mod threads;
mod web;
