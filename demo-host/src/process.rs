//! Starting and stopping, alike for both programs: a busy port is named, a signal or the end of
//! standard input ends everything.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Opens a port, or says which one is busy and what to do.
///
/// # Errors
/// When it cannot be opened.
pub async fn listen(option: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| unavailable(option, address))
}

/// What to tell about a port that cannot be opened.
#[must_use]
pub fn unavailable(option: &str, address: SocketAddr) -> String {
    format!(
        "cannot listen on {address} (port {}): stop what is using it, or choose another with {option}",
        address.port()
    )
}

/// Waits until somebody wants the program to end.
///
/// # Errors
/// When signals cannot be received.
pub async fn until_told(exit_with_stdin: bool) -> anyhow::Result<()> {
    let (mut terminate, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        () = stdin_closed(), if exit_with_stdin => {}
    }
    Ok(())
}

/// Whoever started us is gone when standard input ends.
async fn stdin_closed() {
    let (told, closed) = tokio::sync::oneshot::channel();
    // A plain thread: a read that blocks must not hold up the end of the program.
    std::thread::spawn(move || {
        let mut buffer = [0; 256];
        while matches!(std::io::stdin().read(&mut buffer), Ok(count) if count > 0) {}
        // Nobody listens any more when a signal came first.
        let _ = told.send(());
    });
    // An error means the thread is gone, and standard input with it.
    let _ = closed.await;
}

/// Ends a program: what went wrong is said in one line, not as a dump.
#[must_use]
pub fn finish(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do when standard error is gone as well.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Logs to standard error; `RUST_LOG` says how much.
pub fn start_log() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,deskside_demo_host=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
