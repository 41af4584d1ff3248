//! Chromium through ChromeDriver: one driver process, a session a person.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use thirtyfour::prelude::*;

use crate::page::Page;

/// Size of a window in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub struct Size(pub u32, pub u32);

/// A desk's monitor.
pub const DESKTOP: Size = Size(1280, 900);
/// A phone.
pub const PHONE: Size = Size(390, 844);

/// A ChromeDriver process, stopped when dropped.
pub struct Chrome {
    child: Child,
    address: String,
}

impl Chrome {
    /// Starts ChromeDriver on a free port.
    ///
    /// # Errors
    /// When it is not installed or does not start.
    pub fn start() -> Result<Self> {
        // The HTTP client is built for TLS and wants to know whose, although all here is loopback.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
        let mut child = Command::new(&program)
            .args(["--port=0", "--log-level=SEVERE"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{program} is missing; `cargo xtask setup` installs it"))?;
        let output = BufReader::new(child.stdout.take().context("its output")?);
        for line in output.lines() {
            let line = line?;
            if let Some(port) = line.split("started successfully on port ").nth(1) {
                let address = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
                return Ok(Self { child, address });
            }
        }
        let _ = child.kill();
        bail!("ChromeDriver did not start")
    }

    /// A person's own browser.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn person(&self, size: Size) -> Result<Page> {
        self.person_with(size, &[]).await
    }

    /// A person's own browser with further flags.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn person_with(&self, size: Size, flags: &[&str]) -> Result<Page> {
        let mut wants = DesiredCapabilities::chrome();
        let window = format!("--window-size={},{}", size.0, size.1);
        let quiet = [
            "--headless=new",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
        ];
        for flag in quiet
            .into_iter()
            .chain([window.as_str()])
            .chain(flags.iter().copied())
        {
            wants.add_arg(flag)?;
        }
        if running_as_root() {
            wants.add_arg("--no-sandbox")?;
        }
        let driver = WebDriver::new(&self.address, wants)
            .await
            .context("starting Chromium")?;
        let page = Page::new(driver);
        page.resize(size).await?;
        Ok(page)
    }
}

impl Drop for Chrome {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Chromium's sandbox refuses to run as root.
fn running_as_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}
