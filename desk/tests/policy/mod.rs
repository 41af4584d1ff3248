//! The policy as data: its files, its versions, and the list of assessed modules.

use std::path::PathBuf;
use std::process::{Command, Output};

mod check;
mod modules;
mod schema;
mod versions;

/// Where the policies lie.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../policy"))
}

/// A policy's text.
pub(crate) fn text(file: &str) -> String {
    std::fs::read_to_string(folder().join(file)).unwrap()
}

/// The version that ships.
pub(crate) const SHIPPED: &str = "VIIN.WTS.POL.080423.json";
/// The example: 5 years, working hours, other plans.
pub(crate) const EXAMPLE: &str = "examples/EXAMPLE.WORKING-HOURS.json";

/// Runs the desk's program.
pub(crate) fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deskside-desk"))
        .args(arguments)
        .output()
        .unwrap()
}
