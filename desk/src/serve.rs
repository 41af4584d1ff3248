//! Running: the API, and the tasks beside it, until somebody says stop.

use std::path::Path;

use anyhow::Context as _;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::api;
use crate::cli::Serve;
use crate::desk::{Desk, Settings, Wakes};
use crate::mail::inbound::{Account, postman};
use crate::mail::{self, Login, Post};
use crate::world::World;
use crate::{host, upkeep};

/// How long open requests are waited for at the end.
const GOODBYE: std::time::Duration = std::time::Duration::from_secs(5);

/// Runs the desk until it is told to stop.
///
/// # Errors
/// When it cannot start.
pub async fn run(how: Serve) -> anyhow::Result<()> {
    let smtp = login(how.smtp_user.as_deref(), how.smtp_password_file.as_deref())?;
    let post = how
        .smtp
        .as_deref()
        .map(|server| Post::new(server, smtp, &how.mail_from))
        .transpose()?;
    let imap = login(how.imap_user.as_deref(), how.imap_password_file.as_deref())?;
    let mailbox = how.imap.zip(imap).map(|(server, login)| Account {
        server,
        login,
        folder: how.imap_folder,
    });
    let listener = TcpListener::bind(how.listen)
        .await
        .with_context(|| format!("cannot listen on {}: is another program there?", how.listen))?;
    let settings = Settings {
        data: how.data,
        public_url: how.public_url.trim_end_matches('/').to_owned(),
        web: how.web,
    };
    let (desk, wakes) = Desk::open(settings, World::real()).await?;
    tokio::spawn(until_told(desk.clone(), how.exit_with_stdin));
    if mailbox.is_some() {
        let _ = desk.answers.set(mail::address_of(&how.mail_from)?);
    }
    tracing::info!(listen = %listener.local_addr()?, "the desk is open");
    on(listener, desk, wakes, post, mailbox).await
}

/// How the desk signs in to a mail server; the password stands in a file, where no list of programs
/// shows it.
fn login(user: Option<&str>, file: Option<&Path>) -> anyhow::Result<Option<Login>> {
    let (Some(user), Some(file)) = (user, file) else {
        return Ok(None);
    };
    let password = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read the password in {}", file.display()))?;
    Ok(Some(Login {
        user: user.to_owned(),
        password: password.trim_end_matches(['\r', '\n']).to_owned(),
    }))
}

/// Runs an open desk on a listener until the desk is told to stop.
///
/// # Errors
/// When the listener fails.
pub async fn on(
    listener: TcpListener,
    desk: Desk,
    wakes: Wakes,
    post: Option<Post>,
    mailbox: Option<Account>,
) -> anyhow::Result<()> {
    // Another part may have chosen one before; either is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut tasks = JoinSet::new();
    tasks.spawn(host::deliver(desk.clone(), wakes));
    tasks.spawn(upkeep::run(desk.clone()));
    if let Some(post) = post {
        tasks.spawn(mail::courier(desk.clone(), post));
    }
    if let Some(mailbox) = mailbox {
        tasks.spawn(postman(desk.clone(), mailbox));
    }
    let served = axum::serve(listener, api::router(&desk))
        .with_graceful_shutdown(desk.stopped())
        .into_future();
    let stopped = desk.stopped();
    tokio::select! {
        served = served => served?,
        // Whoever does not finish in time is cut off: nothing is lost that was acknowledged.
        () = async { stopped.await; tokio::time::sleep(GOODBYE).await } => {}
    }
    let _ = tokio::time::timeout(GOODBYE, async {
        while tasks.join_next().await.is_some() {}
    })
    .await;
    desk.store.clone().close().await;
    Ok(())
}

/// Waits for Ctrl-C, SIGTERM or, where it was asked for, the end of standard input.
async fn until_told(desk: Desk, with_stdin: bool) {
    let stdin = async {
        if !with_stdin {
            return std::future::pending().await;
        }
        let (mut stdin, mut ignored) = (tokio::io::stdin(), [0; 256]);
        while stdin.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
    };
    tokio::select! {
        () = stdin => {}
        () = terminated() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("the desk is closing");
    desk.stopping.send_replace(true);
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => drop(terminated.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
