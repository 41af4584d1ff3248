//! The running demo as its `demo.json` describes it, and starting one of our own for a test.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

/// What `cargo xtask demo` writes down about itself.
#[derive(Clone, Debug, Deserialize)]
pub struct Demo {
    /// Process ids.
    pub pids: Pids,
    /// Address of the ERP, such as `http://localhost:9200`.
    pub erp: String,
    /// Address of the desk, such as `http://127.0.0.1:9100`.
    pub desk: String,
    /// Address of the mailbox page.
    pub mailbox: String,
    /// The desk's database file.
    pub desk_db: PathBuf,
    /// While this file exists a dead desk is not started again.
    pub desk_hold: PathBuf,
    /// Seconds in this file are added to the host's own clock.
    pub clock_file: PathBuf,
}

/// Process ids of the demo.
#[derive(Clone, Debug, Deserialize)]
pub struct Pids {
    /// The desk.
    pub desk: u32,
}

impl Demo {
    /// Reads `demo.json`.
    ///
    /// # Errors
    /// When it is not there or not readable.
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))
    }

    /// Moves the host's own clock; back to true time with 0.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn move_host_clock(&self, seconds: i64) -> Result<()> {
        std::fs::write(&self.clock_file, seconds.to_string()).context("moving the host's clock")
    }

    /// Kills the desk as a power cut would, and keeps it down until the hold is dropped.
    ///
    /// # Errors
    /// When the desk cannot be killed.
    pub fn kill_desk(&self, demo_json: &Path) -> Result<Hold> {
        std::fs::write(&self.desk_hold, "")?;
        let hold = Hold(self.desk_hold.clone());
        // The desk may have been started anew since: its present pid counts.
        let pid = Self::read(demo_json)?.pids.desk;
        let killed = Command::new("kill")
            .args(["-9", &pid.to_string()])
            .status()?;
        ensure!(killed.success(), "kill -9 {pid} failed");
        Ok(hold)
    }
}

/// Keeps a killed desk down until dropped.
pub struct Hold(PathBuf);

impl Drop for Hold {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A demo of our own, on free ports and in a fresh folder, stopped when dropped.
pub struct Running {
    /// Its addresses and files.
    pub demo: Demo,
    /// Where its `demo.json` is.
    pub json: PathBuf,
    child: Child,
    _folder: tempfile::TempDir,
}

impl Running {
    /// Starts `cargo xtask demo` and waits until it says that it is up.
    ///
    /// # Errors
    /// When it does not come up; its output is in the error.
    pub fn start() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("the workspace")?;
        let folder = tempfile::tempdir()?;
        let mut child = Command::new(env!("CARGO"))
            .args([
                "xtask",
                "demo",
                "--fresh",
                "--erp-port",
                "0",
                "--desk-port",
                "0",
                "--mail-port",
                "0",
                "--smtp-port",
                "0",
            ])
            .args(["--exit-with-stdin", "--data"])
            .arg(folder.path())
            .current_dir(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .context("starting cargo xtask demo")?;
        let json = folder.path().join("demo.json");
        let mut said = Vec::new();
        for line in BufReader::new(child.stdout.take().context("its output")?).lines() {
            let line = line?;
            let up = line.contains("Ctrl-C");
            said.push(line);
            if up {
                break;
            }
        }
        let deadline = Instant::now() + Duration::from_secs(20);
        while !json.exists() {
            if Instant::now() > deadline || child.try_wait()?.is_some() {
                let _ = child.kill();
                bail!("the demo did not come up:\n{}", said.join("\n"));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(Self {
            demo: Demo::read(&json)?,
            json,
            child,
            _folder: folder,
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Its standard input closes: the demo stops all it started.
        drop(self.child.stdin.take());
        let deadline = Instant::now() + Duration::from_secs(10);
        while Instant::now() < deadline {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
    }
}
