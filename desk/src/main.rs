//! The desk's command line.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use deskside_desk::cli::{AgentCommand, Cli, Command, PolicyCommand, Role, SystemCommand};
use deskside_desk::identity::NewAgent;
use deskside_desk::manage::{self, NewSystem};
use deskside_desk::world::World;
use deskside_desk::{Desk, Settings, policy, serve};
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
        Command::Serve(how) => serve::run(how).await,
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

async fn open(data: PathBuf) -> anyhow::Result<Desk> {
    let settings = Settings {
        data,
        public_url: String::new(),
        web: None,
    };
    Ok(Desk::open(settings, World::real()).await?.0)
}
