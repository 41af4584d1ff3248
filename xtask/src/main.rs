//! The project's own commands: `cargo xtask setup | dist | demo | test | year | size`.
//!
//! Everything a newcomer, the demo and the continuous integration need is behind these words, so that
//! nobody has to remember an order of steps or install a tool that cargo cannot bring by itself.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod browser;
mod cargo;
mod demo;
mod dist;
mod http;
mod place;
mod say;
mod setup;
mod size;
mod stamp;
mod test;
mod year;

/// The command line.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The project's own commands"
)]
struct Line {
    #[command(subcommand)]
    word: Word,
}

/// What can be asked for.
#[derive(Subcommand)]
enum Word {
    /// Make this machine ready: the WASM target, and a browser for the tests.
    Setup,
    /// Build the widget and the console into `dist/`.
    Dist,
    /// Called by Trunk after its own build: lay out what it built like `dist` does.
    Stamp,
    /// Build everything and run it here: an ERP, the desk, a mailbox.
    Demo(demo::Wish),
    /// Run every check there is: format, lints, tests, WASM tests, journeys.
    Test(test::Wish),
    /// Live through a simulated year at the desk, and check every promise of it.
    Year(year::Wish),
    /// Print what the widget costs in bytes.
    Size(size::Wish),
}

fn main() -> ExitCode {
    let done = match Line::parse().word {
        Word::Setup => setup::everything().map(|()| ExitCode::SUCCESS),
        Word::Dist => dist::build().map(|_| ExitCode::SUCCESS),
        Word::Stamp => stamp::run().map(|()| ExitCode::SUCCESS),
        Word::Demo(wish) => demo::run(&wish),
        Word::Test(wish) => test::run(&wish),
        Word::Year(wish) => year::run(&wish),
        Word::Size(wish) => size::run(&wish).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        say::failure(&error);
        ExitCode::FAILURE
    })
}
