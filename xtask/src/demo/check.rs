//! `demo --check`: the whole story, driven in a real browser against the running demo.

use std::os::unix::process::CommandExt;
use std::process::{Child, ExitCode, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::Signal;

use super::data::Data;
use super::part::{end_group, ends_within};
use crate::{cargo, setup};

/// The program that tells the story, running; it and its browsers are gone when this is dropped.
pub(crate) struct Story {
    child: Child,
}

impl Story {
    /// Begins to tell it.
    pub(crate) fn begin(data: &Data) -> Result<Self> {
        let browser = setup::browser()?;
        let child = cargo::command()
            .args([
                "run",
                "-q",
                "-p",
                "deskside-journeys",
                "--bin",
                "story",
                "--",
                "--demo",
            ])
            .arg(data.note())
            .env("CHROMIUM", browser.browser)
            .env("CHROMEDRIVER", browser.driver)
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
