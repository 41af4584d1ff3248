//! Running: the API, and the tasks beside it, until somebody says stop.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::api;
use crate::cli::Serve;
use crate::desk::{Desk, Settings, Wakes};
use crate::mail::inbound::{Account, postman};
use crate::mail::{self, Login, Post};
use crate::policy::modules::Assessed;
use crate::policy::{PATIENCE, Prober, Rules};
use crate::world::World;
use crate::{host, upkeep};

/// How long open requests are waited for at the end.
const GOODBYE: Duration = Duration::from_secs(5);

/// Runs the desk until it is told to stop.
///
/// # Errors
/// When it cannot start.
pub async fn run(how: Serve) -> anyhow::Result<()> {
    let rules = rules(&how)?;
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
    let (desk, wakes) = Desk::open(settings, rules, World::real()).await?;
    tokio::spawn(until_told(desk.clone(), how.exit_with_stdin));
    if mailbox.is_some() {
        let _ = desk.answers.set(mail::address_of(&how.mail_from)?);
    }
    tracing::info!(listen = %listener.local_addr()?, "the desk is open");
    let every = Some(Duration::from_secs(how.probe_every)).filter(|every| !every.is_zero());
    let beside = Beside {
        post,
        mailbox,
        every,
    };
    on(listener, desk, wakes, beside).await
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

/// The rules the desk is to go by.
fn rules(how: &Serve) -> anyhow::Result<Rules> {
    let mut rules = Rules::load()?;
    if let Some(folder) = &how.policies {
        rules = rules.with_folder(folder)?;
    }
    if let (Some(list), Some(key)) = (&how.assessed, &how.vendor_key) {
        rules = rules.with_assessed(Assessed::open(list, key)?);
    }
    Ok(rules)
}

/// What runs beside the API, where it is wanted.
#[derive(Debug, Default)]
pub struct Beside {
    /// Where letters are handed over; without it they wait.
    pub post: Option<Post>,
    /// Where answers by mail are taken from.
    pub mailbox: Option<Account>,
    /// How often every system is asked whether it answers.
    pub every: Option<Duration>,
}

/// Runs an open desk on a listener until the desk is told to stop.
///
/// # Errors
/// When the listener fails.
pub async fn on(
    listener: TcpListener,
    desk: Desk,
    wakes: Wakes,
    beside: Beside,
) -> anyhow::Result<()> {
    // Another part may have chosen one before; either is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut tasks = JoinSet::new();
    tasks.spawn(host::deliver(desk.clone(), wakes));
    tasks.spawn(upkeep::run(desk.clone()));
    if let Some(every) = beside.every {
        tasks.spawn(Prober::new(every, PATIENCE)?.run(desk.clone()));
    }
    if let Some(post) = beside.post {
        tasks.spawn(mail::courier(desk.clone(), post));
    }
    if let Some(mailbox) = beside.mailbox {
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
