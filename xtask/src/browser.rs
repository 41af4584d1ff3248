//! Finding the browser and its driver for the tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A browser that can be driven.
pub(crate) struct Browser {
    /// Chromium, or a browser built from it.
    pub(crate) browser: PathBuf,
    /// The driver that goes with it.
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// Looks where the environment points, then on the PATH, then where distributions hide the driver.
    pub(crate) fn find() -> Option<Self> {
        let browser = named("CHROMIUM").or_else(|| {
            [
                "chromium",
                "chromium-browser",
                "google-chrome-stable",
                "google-chrome",
            ]
            .iter()
            .find_map(|name| on_path(name))
        })?;
        let driver = named("CHROMEDRIVER")
            .or_else(|| on_path("chromedriver"))
            .or_else(|| {
                [
                    "/usr/lib/chromium/chromedriver",
                    "/usr/lib/chromium-browser/chromedriver",
                ]
                .iter()
                .map(PathBuf::from)
                .find(|path| path.is_file())
            })?;
        Some(Self { browser, driver })
    }

    /// The main versions of both, where they tell them; the driver drives its own version only.
    pub(crate) fn versions(&self) -> (Option<u32>, Option<u32>) {
        (main_version(&self.browser), main_version(&self.driver))
    }
}

/// Whether letters with Vietnamese marks can be drawn: a picture with empty boxes proves nothing.
pub(crate) fn draws_vietnamese() -> bool {
    Command::new("fc-list")
        .args([":lang=vi", "family"])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|found| !found.stdout.is_empty())
}

/// A program by its name, found as a shell would find it.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_file())
}

fn main_version(program: &Path) -> Option<u32> {
    let told = Command::new(program)
        .arg("--version")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    text.split_whitespace()
        .find_map(|word| word.split('.').next()?.parse().ok())
}
