//! The demo's mailbox: takes every mail by SMTP and shows it on a page.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use deskside_demo_host::mailbox::pages::{self, Mailbox};
use deskside_demo_host::mailbox::sink;
use deskside_demo_host::mailbox::store::Store;
use deskside_demo_host::process;

/// A mailbox for a demo: an SMTP server that keeps every mail, and a page that shows them.
#[derive(Debug, Parser)]
#[command(name = "deskside-demo-mailbox", version)]
struct Arguments {
    /// Folder for the mails.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Address to take mails on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9325")]
    smtp: SocketAddr,
    /// Address to show them on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9300")]
    listen: SocketAddr,
    /// End when standard input ends.
    #[arg(long)]
    exit_with_stdin: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    process::start_log();
    process::finish(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let listener = process::listen("--listen", arguments.listen).await?;
    let smtp = std::net::TcpListener::bind(arguments.smtp)
        .with_context(|| process::unavailable("--smtp", arguments.smtp))?;
    let store = Store::open(arguments.data.clone())
        .with_context(|| format!("cannot use the folder {}", arguments.data.display()))?;
    let (news, _) = tokio::sync::broadcast::channel(16);
    let (mails, bell) = (store.clone(), news.clone());
    // It has a thread of its own, which ends with the program.
    std::thread::spawn(move || sink::serve(&smtp, &mails, &bell));
    tracing::info!(smtp = %arguments.smtp, pages = %arguments.listen, "the mailbox is up");
    tokio::select! {
        result = axum::serve(listener, pages::router(Mailbox { store, news })) => result?,
        result = process::until_told(arguments.exit_with_stdin) => result?,
    }
    Ok(())
}
