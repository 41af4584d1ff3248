//! Kho ERP in miniature, with the Deskside host module in it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use deskside_demo_host::deskside::{pairing, tasks};
use deskside_demo_host::erp::{house::App, pages};
use deskside_demo_host::process;
use deskside_demo_host::world::World;

/// Kho ERP in miniature: two companies, users, rights, screens, and the Deskside host contract.
#[derive(Debug, Parser)]
#[command(name = "deskside-demo-host", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the ERP. It is built and filled on first start.
    Serve(Serve),
}

#[derive(Debug, clap::Args)]
struct Serve {
    /// Folder for the companies' databases.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9200")]
    listen: SocketAddr,
    /// Where people's browsers reach this ERP.
    #[arg(long, value_name = "URL", default_value = "http://localhost:9200")]
    public_url: String,
    /// Where the support desk is.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:9100")]
    desk: String,
    /// One-time pairing codes of the desk, one for each company, in order. Codes of companies that
    /// are paired already are ignored.
    #[arg(long, value_name = "CODE,CODE", value_delimiter = ',')]
    pair: Vec<String>,
    /// File with seconds to add to the machine's clock (may be absent): moves this host's own clock.
    #[arg(long, value_name = "FILE")]
    clock_file: Option<PathBuf>,
    /// End when standard input ends.
    #[arg(long)]
    exit_with_stdin: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    process::start_log();
    let Command::Serve(serve) = Arguments::parse().command;
    process::finish(run(serve).await)
}

async fn run(serve: Serve) -> anyhow::Result<()> {
    // The port first: a second instance must not touch the data of the one that runs.
    let listener = process::listen("--listen", serve.listen).await?;
    let world = World::new(serve.clock_file);
    let app = App::open(&serve.data, world, &serve.public_url, &serve.desk)
        .await
        .with_context(|| format!("cannot use the folder {}", serve.data.display()))?;
    let mut tasks = tasks::start(&app);
    tasks.spawn(pairing::pair_and_greet(app.clone(), serve.pair));
    tracing::info!(url = serve.public_url, "Kho ERP is up");
    let served = axum::serve(listener, pages::router(app.clone()));
    tokio::select! {
        result = served => result?,
        result = process::until_told(serve.exit_with_stdin) => result?,
    }
    tasks.shutdown().await;
    for house in &app.houses {
        house.db.close().await;
    }
    Ok(())
}
