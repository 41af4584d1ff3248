//! One running program of the demo.
//!
//! Each is given the reading end of a pipe as its standard input and stops when that pipe closes. So it also stops
//! when this program is killed in a way that lets it clean up nothing.

use std::ffi::OsString;
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use super::stop::Stop;
use crate::{http, place};

/// How long a program may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take to stop.
const GRACE: Duration = Duration::from_secs(5);

/// What to run.
pub(crate) struct Plan {
    /// As people call it.
    pub(crate) name: &'static str,
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<OsString>,
    /// Where what it prints is kept.
    pub(crate) log: PathBuf,
    /// Where it answers `/healthz`.
    pub(crate) port: u16,
}

/// A program that was started; it is stopped when this is dropped.
pub(crate) struct Part {
    plan: Plan,
    child: Child,
    began: Instant,
}

impl Part {
    /// Starts the program.
    pub(crate) fn start(plan: Plan) -> Result<Self> {
        let child = spawn(&plan)?;
        Ok(Self {
            plan,
            child,
            began: Instant::now(),
        })
    }

    /// Starts it again after it died.
    pub(crate) fn restart(&mut self) -> Result<()> {
        self.child = spawn(&self.plan)?;
        self.began = Instant::now();
        Ok(())
    }

    /// Waits until it answers that it is well.
    pub(crate) fn well(&mut self, stop: &Stop) -> Result<()> {
        while !http::healthy(self.plan.port) {
            if let Some(status) = self.ended()? {
                bail!(
                    "{} stopped at once ({status}); {}",
                    self.plan.name,
                    self.last_words()
                );
            }
            if self.began.elapsed() > PATIENCE {
                bail!(
                    "{} does not answer on port {}; {}",
                    self.plan.name,
                    self.plan.port,
                    self.last_words()
                );
            }
            if stop.asked() {
                bail!("stopped before {} was up", self.plan.name);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// How it ended, if it did.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child
            .try_wait()
            .with_context(|| format!("{} could not be watched", self.plan.name))
    }

    /// How long it has been running since it was last started.
    pub(crate) fn age(&self) -> Duration {
        self.began.elapsed()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The end of its log, for an error that explains itself.
    pub(crate) fn last_words(&self) -> String {
        let text = fs::read(&self.plan.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        let last = lines[lines.len().saturating_sub(20)..].join("\n    ");
        format!("the end of {}:\n    {last}", self.plan.log.display())
    }

    /// Asks it to stop and, when it does not, makes it.
    fn stop(&mut self) {
        drop(self.child.stdin.take());
        if !ends_within(&mut self.child, GRACE) {
            end_group(&self.child, Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Starts a program in a group of its own: Ctrl-C in the terminal reaches this program alone, which then stops all in order.
fn spawn(plan: &Plan) -> Result<Child> {
    let told = || format!("cannot start {} ({})", plan.name, plan.program.display());
    if let Some(folder) = plan.log.parent() {
        fs::create_dir_all(folder).with_context(told)?;
    }
    let log = File::options()
        .create(true)
        .append(true)
        .open(&plan.log)
        .with_context(told)?;
    let errors = log.try_clone().with_context(told)?;
    Command::new(&plan.program)
        .args(&plan.arguments)
        .current_dir(place::root())
        .stdin(Stdio::piped())
        .stdout(log)
        .stderr(errors)
        .process_group(0)
        .spawn()
        .with_context(told)
}

/// Waits a while for a child to end.
pub(crate) fn ends_within(child: &mut Child, wait: Duration) -> bool {
    let began = Instant::now();
    while began.elapsed() < wait {
        if !matches!(child.try_wait(), Ok(None)) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

/// Signals the group a child was started in, and so also what it started itself.
pub(crate) fn end_group(child: &Child, signal: Signal) {
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, signal);
    }
}
