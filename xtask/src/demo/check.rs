//! `demo --check`: the whole story, driven in a real browser against the running demo.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::Signal;

use super::data::Data;
use super::part::{end_group, ends_within};
use crate::browser::Browser;
use crate::{cargo, place, say, setup};

/// What it takes to tell the story.
pub(crate) struct Teller {
    program: PathBuf,
    browser: Browser,
}

impl Teller {
    /// Finds the browser and builds the program, before anything is started.
    pub(crate) fn ready() -> Result<Self> {
        let browser = setup::browser()?;
        let step = say::begin("building the story");
        let program = cargo::program(&["-p", "deskside-journeys", "--bin", "story"], "story")?;
        step.done("built");
        Ok(Self { program, browser })
    }
}

/// The program that tells the story, running; it and its browsers are gone when this is dropped.
pub(crate) struct Story {
    child: Child,
}

impl Story {
    /// Begins to tell it.
    pub(crate) fn begin(teller: &Teller, data: &Data) -> Result<Self> {
        let child = Command::new(&teller.program)
            .arg("--demo")
            .arg(data.note())
            .current_dir(place::root())
            .env("CHROMIUM", &teller.browser.browser)
            .env("CHROMEDRIVER", &teller.browser.driver)
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .context("cannot start the story")?;
        Ok(Self { child })
    }

    /// How it ended, if it did.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child
            .try_wait()
            .context("the story could not be watched")
    }
}

impl Drop for Story {
    fn drop(&mut self) {
        end_group(&self.child, Signal::TERM);
        if !ends_within(&mut self.child, Duration::from_secs(5)) {
            end_group(&self.child, Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

/// The story's verdict as this program's own.
pub(crate) fn verdict(status: ExitStatus) -> ExitCode {
    if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
