//! Starting the parts in order, and watching over them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, bail};

use super::data::{Data, Made};
use super::note::{self, Pids};
use super::part::{Part, Plan};
use super::stop::Stop;
use super::vendor::Signed;
use crate::{place, say};

/// A desk that dies so often in a row, each time this young, will not live.
const TRIES: usize = 5;
const YOUNG: Duration = Duration::from_secs(3);

/// The programs as they were built.
pub(crate) struct Programs {
    pub(crate) desk: PathBuf,
    pub(crate) host: PathBuf,
    pub(crate) mailbox: PathBuf,
}

/// The demo, running. Parts are stopped in the order in which they stand here.
pub(crate) struct Running<'a> {
    host: Part,
    desk: Part,
    mailbox: Part,
    data: &'a Data,
    made: &'a Made,
    early_deaths: usize,
    held: bool,
}

impl<'a> Running<'a> {
    /// Starts mailbox, desk and ERP, each when the one before answers.
    pub(crate) fn start(
        programs: &Programs,
        data: &'a Data,
        made: &'a Made,
        signed: &Signed,
        stop: &Stop,
    ) -> Result<Self> {
        let step = say::begin("starting the mailbox, the desk and the ERP");
        let ports = made.ports;
        let listen = |port| format!("127.0.0.1:{port}");
        let plan = |name, program: &Path, log: &str, port, arguments: Vec<OsString>| Plan {
            name,
            program: program.to_owned(),
            arguments,
            log: data.logs().join(log),
            port,
        };
        let desk_url = format!("http://127.0.0.1:{}", ports.desk);

        let mailbox = words(&[
            ("--data", &data.mail()),
            ("--smtp", &listen(ports.smtp)),
            ("--listen", &listen(ports.mail)),
        ]);
        let mut mailbox = Part::start(plan(
            "the mailbox",
            &programs.mailbox,
            "mailbox.log",
            ports.mail,
            mailbox,
        ))?;
        mailbox.well(stop)?;

        let mut desk: Vec<OsString> = vec!["serve".into()];
        desk.extend(words(&[
            ("--data", &data.desk()),
            ("--listen", &listen(ports.desk)),
            ("--public-url", &desk_url),
            ("--web", &place::dist()),
            ("--smtp", &listen(ports.smtp)),
            ("--mail-from", &"Viindoo Support <support@desk.example>"),
            ("--assessed", &signed.list),
            ("--vendor-key", &signed.key),
        ]));
        let mut desk = Part::start(plan(
            "the desk",
            &programs.desk,
            "desk.log",
            ports.desk,
            desk,
        ))?;
        desk.well(stop)?;

        let codes: Vec<&str> = made
            .systems
            .iter()
            .map(|system| system.code.as_str())
            .collect();
        let mut host: Vec<OsString> = vec!["serve".into()];
        host.extend(words(&[
            ("--data", &data.host()),
            ("--listen", &listen(ports.erp)),
            ("--public-url", &format!("http://localhost:{}", ports.erp)),
            ("--desk", &desk_url),
            ("--pair", &codes.join(",")),
            ("--clock-file", &data.clock()),
        ]));
        let mut host = Part::start(plan("the ERP", &programs.host, "erp.log", ports.erp, host))?;
        host.well(stop)?;

        let running = Self {
            host,
            desk,
            mailbox,
            data,
            made,
            early_deaths: 0,
            held: false,
        };
        running.tell()?;
        step.done("all three answer");
        Ok(running)
    }

    /// Watches until asked to stop, or until what is waited for has come.
    pub(crate) fn watch<T>(
        &mut self,
        stop: &Stop,
        mut awaited: impl FnMut() -> Result<Option<T>>,
    ) -> Result<Option<T>> {
        while !stop.asked() {
            if let Some(came) = awaited()? {
                return Ok(Some(came));
            }
            for (name, part) in [
                ("the ERP", &mut self.host),
                ("the mailbox", &mut self.mailbox),
            ] {
                if let Some(status) = part.ended()? {
                    bail!("{name} stopped by itself ({status}); {}", part.last_words());
                }
            }
            self.revive_desk()?;
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(None)
    }

    /// A desk that died is started again, unless somebody wants it dead.
    fn revive_desk(&mut self) -> Result<()> {
        let Some(status) = self.desk.ended()? else {
            return Ok(());
        };
        if self.data.hold().exists() {
            if !self.held {
                say::note(format!(
                    "the desk stopped ({status}) and is held down by {}",
                    self.data.hold().display()
                ));
            }
            self.held = true;
            return Ok(());
        }
        self.early_deaths = if self.desk.age() < YOUNG {
            self.early_deaths + 1
        } else {
            0
        };
        if self.early_deaths >= TRIES {
            bail!(
                "the desk stops again and again ({status}); {}",
                self.desk.last_words()
            );
        }
        say::note(format!("the desk stopped ({status}), starting it again"));
        self.held = false;
        self.desk.restart()?;
        // Not waited for: it may be killed again at once, and that is no reason to stop.
        self.tell()
    }

    fn tell(&self) -> Result<()> {
        let pids = Pids {
            xtask: std::process::id(),
            desk: self.desk.pid(),
            host: self.host.pid(),
            mailbox: self.mailbox.pid(),
        };
        note::write(self.data, self.made, pids)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        // A note about programs that are gone would mislead.
        let _ = std::fs::remove_file(self.data.note());
    }
}

/// Something that can stand on a command line.
trait Word {
    fn word(&self) -> OsString;
}

impl Word for PathBuf {
    fn word(&self) -> OsString {
        self.into()
    }
}

impl Word for String {
    fn word(&self) -> OsString {
        self.into()
    }
}

impl Word for &str {
    fn word(&self) -> OsString {
        self.into()
    }
}

/// Flags with their values, and the flag by which every part stops with its standard input.
fn words(flags: &[(&str, &dyn Word)]) -> Vec<OsString> {
    let mut all: Vec<OsString> = flags
        .iter()
        .flat_map(|(flag, value)| [flag.into(), value.word()])
        .collect();
    all.push("--exit-with-stdin".into());
    all
}
