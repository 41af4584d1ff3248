//! `cargo xtask test`: every check there is, one after the other, and a summary that hides nothing.

use std::io::{BufRead, BufReader};
use std::process::{ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::browser::{self, Browser};
use crate::{cargo, dist, place, say, setup};

/// Which checks are wanted.
#[derive(Args)]
pub(crate) struct Wish {
    /// Only these stages; all of them when none is named.
    stages: Vec<Stage>,
}

/// The stages, cheapest first, so that a slip is told early.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// The machine is ready.
    Setup,
    /// The code is laid out by rustfmt.
    Format,
    /// Clippy finds nothing in what runs natively.
    Lints,
    /// Clippy finds nothing in what runs in browsers.
    WasmLints,
    /// Widget and console are built.
    Dist,
    /// Tests that need no browser.
    Native,
    /// The widget's own tests, in Chromium.
    Wasm,
    /// The whole story, in Chromium, against a real desk and a real ERP.
    Journeys,
    /// Licences, sources and versions of what others wrote.
    Deny,
}

/// How a stage ended.
enum End {
    Passed(String),
    Skipped(String),
    Failed,
}

/// Runs the stages; a failed one does not keep the later ones from telling their part.
pub(crate) fn run(wish: &Wish) -> Result<ExitCode> {
    let began = Instant::now();
    let mut summary: Vec<(Stage, End, Duration)> = Vec::new();
    for &stage in Stage::value_variants() {
        if !wish.stages.is_empty() && !wish.stages.contains(&stage) {
            continue;
        }
        eprintln!("\n=== {} ===", stage.title());
        let start = Instant::now();
        let end = stage.run().unwrap_or_else(|error| {
            say::failure(&error);
            End::Failed
        });
        summary.push((stage, end, start.elapsed()));
    }
    eprintln!("\n=== Summary ===");
    for (stage, end, took) in &summary {
        let (mark, told) = match end {
            End::Passed(told) => ("passed ", told.as_str()),
            End::Skipped(why) => ("skipped", why.as_str()),
            End::Failed => ("FAILED ", "see above"),
        };
        eprintln!(
            "{mark}  {:<34} {:>12}  {told}",
            stage.title(),
            say::seconds(*took)
        );
    }
    eprintln!("in all {}", say::seconds(began.elapsed()));
    let failed = summary.iter().any(|(_, end, _)| matches!(end, End::Failed));
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

impl Stage {
    fn title(self) -> &'static str {
        match self {
            Self::Setup => "Setup",
            Self::Format => "Format",
            Self::Lints => "Lints, native",
            Self::WasmLints => "Lints, WASM",
            Self::Dist => "Widget and console",
            Self::Native => "Native tests",
            Self::Wasm => "WASM tests in Chromium",
            Self::Journeys => "Journeys in Chromium",
            Self::Deny => "Licences and sources",
        }
    }

    fn run(self) -> Result<End> {
        match self {
            Self::Setup => setup::everything().map(|()| passed("")),
            Self::Format => cargo::run(&["fmt", "--all", "--check"]).map(|()| passed("")),
            Self::Lints => clippy(&["--workspace"]),
            Self::WasmLints => clippy(&[
                "-p",
                "deskside",
                "-p",
                "deskside-console",
                "--target",
                "wasm32-unknown-unknown",
            ]),
            Self::Dist => dist::build().map(|shelf| passed(&format!("{} files", shelf.count()))),
            Self::Native => tests(&["--workspace", "--exclude", "deskside-journeys"], &[], &[]),
            Self::Wasm => wasm(),
            Self::Journeys => {
                let browser = setup::browser()?;
                tests(
                    &["-p", "deskside-journeys"],
                    &["--nocapture"],
                    &in_browser(&browser),
                )
            }
            Self::Deny => deny(),
        }
    }
}

fn passed(told: &str) -> End {
    End::Passed(told.to_owned())
}

fn clippy(which: &[&str]) -> Result<End> {
    let line = [
        &["clippy", "--locked", "--all-targets"],
        which,
        &["--", "-D", "warnings"],
    ]
    .concat();
    cargo::run(&line).map(|()| passed(""))
}

/// The widget's tests are handed to wasm-bindgen's runner, which drives the browser.
fn wasm() -> Result<End> {
    let browser = setup::browser()?;
    let runner = cargo::program(
        &["--locked", "-p", "xtask-wasm-runner"],
        "xtask-wasm-runner",
    )?;
    let flags = place::root().join("xtask/wasm-runner/webdriver.json");
    let mut environment = in_browser(&browser);
    environment.extend([
        (
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            runner.display().to_string(),
        ),
        (
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            flags.display().to_string(),
        ),
        // A slow machine may take its time over a page that is not optimised.
        ("WASM_BINDGEN_TEST_TIMEOUT", "180".to_owned()),
        ("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60".to_owned()),
    ]);
    tests(
        &["-p", "deskside", "--target", "wasm32-unknown-unknown"],
        &[],
        &environment,
    )
}

fn in_browser(browser: &Browser) -> Vec<(&'static str, String)> {
    vec![
        ("CHROMIUM", browser.browser.display().to_string()),
        ("CHROMEDRIVER", browser.driver.display().to_string()),
    ]
}

/// Runs tests, repeats what they print and counts them: a stage in which nothing ran has not passed.
fn tests(which: &[&str], flags: &[&str], environment: &[(&str, String)]) -> Result<End> {
    let line = [
        &["test", "--locked", "--no-fail-fast"],
        which,
        &["--"],
        flags,
    ]
    .concat();
    let mut child = cargo::command()
        .args(&line)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo: is rustup installed?")?;
    let mut count = 0;
    if let Some(lines) = child.stdout.take() {
        for line in BufReader::new(lines).lines() {
            let line = line.context("the tests broke off")?;
            eprintln!("{line}");
            count += passing(&line);
        }
    }
    if !child
        .wait()
        .context("cargo could not be waited for")?
        .success()
    {
        bail!("`cargo {}` failed, see above", line.join(" "));
    }
    if count == 0 {
        bail!("not one test ran in `cargo {}`", line.join(" "));
    }
    Ok(passed(&format!("{count} tests")))
}

/// How many tests a line says have passed.
fn passing(line: &str) -> usize {
    let told = line
        .strip_prefix("test result: ")
        .and_then(|rest| rest.split_once(". "));
    told.and_then(|(_, rest)| rest.split_once(" passed"))
        .and_then(|(count, _)| count.parse().ok())
        .unwrap_or(0)
}

/// What others wrote: its licences and where it comes from. Known weaknesses are looked up on the network, which a
/// test may not need.
fn deny() -> Result<End> {
    if browser::on_path("cargo-deny").is_none() {
        let why = "cargo-deny is not installed; type: cargo install --locked cargo-deny";
        say::note(format!("skipped: {why}"));
        return Ok(End::Skipped(why.to_owned()));
    }
    cargo::run(&[
        "deny",
        "--workspace",
        "--offline",
        "check",
        "bans",
        "licenses",
        "sources",
    ])?;
    Ok(passed(
        "known weaknesses not looked up; type: cargo deny --workspace check advisories",
    ))
}

#[cfg(test)]
mod counting {
    use super::passing;

    #[test]
    fn passed_tests_are_counted() {
        assert_eq!(
            passing("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out"),
            12
        );
        assert_eq!(
            passing("test result: FAILED. 3 passed; 1 failed; 0 ignored"),
            3
        );
        assert_eq!(passing("running 3 tests"), 0);
    }
}
