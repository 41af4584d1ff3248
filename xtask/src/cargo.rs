//! Calling cargo, and learning from it where it put what it built.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::place;

/// A cargo command in the repository's top folder.
pub(crate) fn command() -> Command {
    // Cargo names itself in CARGO when it started this program: then it is surely the pinned one.
    let mut cargo =
        Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    cargo.current_dir(place::root());
    cargo
}

/// Runs a cargo command that prints for itself.
pub(crate) fn run(arguments: &[&str]) -> Result<()> {
    let status = command()
        .args(arguments)
        .status()
        .context("cannot start cargo: is rustup installed?")?;
    if !status.success() {
        bail!("`cargo {}` failed, see above", arguments.join(" "));
    }
    Ok(())
}

/// One line of what cargo reports as JSON; only the lines about programs matter here.
#[derive(Deserialize)]
struct Report {
    reason: String,
    target: Option<Target>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// Builds, and answers with the programs made: name -> file.
pub(crate) fn build(arguments: &[&str]) -> Result<BTreeMap<String, PathBuf>> {
    let mut child = command()
        .arg("build")
        .args(arguments)
        .arg("--message-format=json-render-diagnostics")
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo: is rustup installed?")?;
    let mut programs = BTreeMap::new();
    if let Some(lines) = child.stdout.take() {
        for line in BufReader::new(lines).lines() {
            let line = line.context("cargo broke off its report")?;
            let Ok(report) = serde_json::from_str::<Report>(&line) else {
                continue;
            };
            if let Some(target) = report.target
                && report.reason == "compiler-artifact"
                && target.kind.iter().any(|kind| kind == "bin")
                && let Some(file) = report.filenames.into_iter().find(|file| is_program(file))
            {
                programs.insert(target.name, file);
            }
        }
    }
    if !child
        .wait()
        .context("cargo could not be waited for")?
        .success()
    {
        bail!("`cargo build {}` failed, see above", arguments.join(" "));
    }
    Ok(programs)
}

/// Beside a program cargo names its debug information and, for WASM, nothing else of use.
fn is_program(file: &Path) -> bool {
    file.extension()
        .is_none_or(|kind| kind == "wasm" || kind == "exe")
}

/// The one program that was asked for by name.
pub(crate) fn program(arguments: &[&str], name: &str) -> Result<PathBuf> {
    build(arguments)?.remove(name).with_context(|| {
        format!(
            "`cargo build {}` made no program named {name}",
            arguments.join(" ")
        )
    })
}
