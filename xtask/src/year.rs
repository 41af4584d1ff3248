//! `cargo xtask year`: a desk lives through a simulated year, and everything it kept is worked out a second time.

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::cargo;

/// How it is to be lived through.
#[derive(Args)]
pub(crate) struct Wish {
    /// Handed on to the year itself: `--months`, `--per-day`, `--seed`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    how: Vec<String>,
}

/// Lives through it; what is wrong makes this fail.
pub(crate) fn run(wish: &Wish) -> Result<ExitCode> {
    let status = cargo::command()
        .args([
            "run",
            "--locked",
            "-p",
            "deskside-desk",
            "--example",
            "year",
            "--",
        ])
        .args(&wish.how)
        .status()
        .context("cannot start cargo: is rustup installed?")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
