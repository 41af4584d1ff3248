//! `cargo xtask demo`: an ERP, the desk and a mailbox, built and running here until Ctrl-C.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{cargo, dist, say};

mod check;
mod data;
mod note;
mod part;
mod ports;
mod stop;
mod vendor;
mod watch;
mod world;

use check::{Story, Teller};
use data::Data;
use stop::Stop;
use watch::{Programs, Running};

/// What kind of demo is wanted.
#[derive(Args)]
pub(crate) struct Wish {
    /// Forget what the data folder holds and start anew.
    #[arg(long)]
    fresh: bool,
    /// Drive the whole story against the demo, and exit 0 or 1; starts a demo when none is running.
    #[arg(long)]
    check: bool,
    /// Where the demo keeps its data.
    #[arg(long, value_name = "DIR", default_value = "data/demo")]
    data: PathBuf,
    /// Stop when the standard input ends: for programs that start a demo.
    #[arg(long)]
    exit_with_stdin: bool,
    #[command(flatten)]
    ports: ports::Wish,
}

/// Runs the demo, or the story against it.
pub(crate) fn run(wish: &Wish) -> Result<ExitCode> {
    let data = Data::at(&wish.data)?;
    if wish.check && note::is_up(&data) {
        if wish.fresh {
            bail!(
                "the demo is running: stop it before you start anew, or leave out --fresh to check it as it is"
            );
        }
        return check_running(&data);
    }
    let _held = data.lock()?;
    if wish.fresh {
        data.clear()?;
    }
    let ports = wish.ports.settle(data.made()?.map(|made| made.ports))?;
    let teller = if wish.check {
        Some(Teller::ready()?)
    } else {
        None
    };
    dist::build()?;
    let programs = build()?;
    let stop = Stop::listen(wish.exit_with_stdin)?;
    let made = world::make(&data, &programs.desk, ports)?;
    let signed = vendor::sign(&data, &programs.desk)?;
    let mut running = Running::start(&programs, &data, &made, &signed, &stop)?;
    if let Some(teller) = teller {
        let mut story = Story::begin(&teller, &data)?;
        let ended = running.watch(&stop, || story.ended())?;
        return Ok(ended.map_or(ExitCode::FAILURE, check::verdict));
    }
    note::show(&data, &made);
    running.watch(&stop, || Ok(None::<()>))?;
    say::note("stopping");
    Ok(ExitCode::SUCCESS)
}

/// Tells the story against a demo that somebody else is running.
fn check_running(data: &Data) -> Result<ExitCode> {
    say::note(format!(
        "checking the demo that is running with {}",
        data.root().display()
    ));
    let teller = Teller::ready()?;
    let stop = Stop::listen(false)?;
    let mut story = Story::begin(&teller, data)?;
    while !stop.asked() {
        if let Some(status) = story.ended()? {
            return Ok(check::verdict(status));
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    Ok(ExitCode::FAILURE)
}

/// Builds the servers as they are built for development.
fn build() -> Result<Programs> {
    let step = say::begin("building the desk, the ERP and the mailbox");
    let mut made = cargo::build(&["-p", "deskside-desk", "-p", "deskside-demo-host", "--bins"])?;
    let mut take = |name: &str| {
        made.remove(name)
            .with_context(|| format!("cargo built no program named {name}"))
    };
    let programs = Programs {
        desk: take("deskside-desk")?,
        host: take("deskside-demo-host")?,
        mailbox: take("deskside-demo-mailbox")?,
    };
    step.done("built");
    Ok(programs)
}
