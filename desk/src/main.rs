//! The desk's command line.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use deskside_desk::backup::{self, Progress};
use deskside_desk::cli::{
    AgentCommand, Cli, Command, ModulesCommand, PolicyCommand, Role, SystemCommand,
};
use deskside_desk::identity::NewAgent;
use deskside_desk::manage::{self, NewContact, NewSystem};
use deskside_desk::policy::{self, Rules};
use deskside_desk::world::World;
use deskside_desk::{Desk, Settings, serve};
use deskside_protocol::ids::SystemId;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let run = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start")
        .and_then(|runtime| {
            let done = runtime.block_on(run(cli.command));
            // A thread that waits for standard input must not keep the program from ending.
            runtime.shutdown_background();
            done
        });
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("deskside-desk: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(how) => serve::run(*how).await,
        Command::System(SystemCommand::Add {
            data,
            name,
            origin,
            zone,
        }) => {
            let new = NewSystem {
                name,
                origins: origin,
                zone,
            };
            let desk = open(data).await?;
            let (system, code) = manage::add_system(&desk, new).await?;
            println!("{}", serde_json::json!({ "system": system, "code": code }));
            desk.store.clone().close().await;
            Ok(())
        }
        Command::System(SystemCommand::Contact {
            data,
            system,
            email,
            name,
            lang,
        }) => {
            let new = NewContact {
                system: SystemId(system),
                email,
                name,
                lang: lang.into(),
            };
            let desk = open(data).await?;
            manage::add_contact(&desk, new).await?;
            desk.store.clone().close().await;
            Ok(())
        }
        Command::Backup { data, out } => {
            let now = World::real().now();
            let total = backup::backup(&data, &out, now, &mut said()).await?;
            println!("{}", serde_json::to_string(&total)?);
            Ok(())
        }
        Command::Restore { from, data } => {
            let total = backup::restore(&from, &data, &mut said()).await?;
            println!("{}", serde_json::to_string(&total)?);
            Ok(())
        }
        Command::System(SystemCommand::Sign {
            data,
            system,
            policy,
            plan,
        }) => {
            let desk = open(data).await?;
            manage::sign(&desk, system, &policy, plan.as_deref()).await?;
            desk.store.clone().close().await;
            Ok(())
        }
        Command::Modules(ModulesCommand::Key { out }) => {
            println!("{}", manage::vendor_key(&out, &World::real())?);
            Ok(())
        }
        Command::Modules(ModulesCommand::Sign { key, list, vendor }) => {
            println!(
                "{}",
                manage::sign_modules(&key, &list, vendor, &World::real())?
            );
            Ok(())
        }
        Command::Policy(PolicyCommand::Check { file, lang }) => {
            print!("{}", policy::check(&file, lang.into())?);
            Ok(())
        }
        Command::Agent(AgentCommand::Add {
            data,
            email,
            name,
            role,
        }) => {
            let mut password = String::new();
            std::io::stdin()
                .read_to_string(&mut password)
                .context("cannot read the password from standard input")?;
            let new = NewAgent {
                email,
                name,
                lead: role == Role::Lead,
                password: password.trim_end_matches(['\r', '\n']).to_owned(),
            };
            let desk = open(data).await?;
            let agent = manage::add(&desk, new).await?;
            println!("{}", serde_json::json!({ "agent": agent }));
            desk.store.clone().close().await;
            Ok(())
        }
    }
}

/// Says on standard error how far it came: a line for each step, and for each tenth of the files.
fn said() -> impl FnMut(Progress) + Send {
    let mut last = None;
    move |progress| {
        let line = match progress {
            Progress::Snapshot => "copying the database".to_owned(),
            Progress::Checking => "checking sums, database and audit chains".to_owned(),
            Progress::Files { done, all } => {
                let tenths = (done * 10).checked_div(all).unwrap_or(10);
                format!("files: {}% of {} MB", tenths * 10, all.div_ceil(1_000_000))
            }
        };
        if last.as_ref() != Some(&line) {
            eprintln!("{line}");
            last = Some(line);
        }
    }
}

async fn open(data: PathBuf) -> anyhow::Result<Desk> {
    let settings = Settings {
        data,
        public_url: String::new(),
        web: None,
    };
    Ok(Desk::open(settings, Rules::load()?, World::real()).await?.0)
}
