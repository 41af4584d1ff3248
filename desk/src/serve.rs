//! Running: the API, and the tasks beside it, until somebody says stop.

use std::time::Duration;

use anyhow::Context as _;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::api;
use crate::cli::Serve;
use crate::desk::{Desk, Settings, Wakes};
use crate::mail::{self, Post};
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
    let post = how
        .smtp
        .as_deref()
        .map(|server| Post::new(server, &how.mail_from))
        .transpose()?;
    let listener = TcpListener::bind(how.listen)
        .await
        .with_context(|| format!("cannot listen on {}: is another program there?", how.listen))?;
    let rules = rules(&how)?;
    let settings = Settings {
        data: how.data,
        public_url: how.public_url.trim_end_matches('/').to_owned(),
        web: how.web,
    };
    let (desk, wakes) = Desk::open(settings, rules, World::real()).await?;
    tokio::spawn(until_told(desk.clone(), how.exit_with_stdin));
    tracing::info!(listen = %listener.local_addr()?, "the desk is open");
    let every = Some(Duration::from_secs(how.probe_every)).filter(|every| !every.is_zero());
    on(listener, desk, wakes, post, every).await
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

/// Runs an open desk on a listener until the desk is told to stop; it looks `every` so often whether
/// systems answer.
///
/// # Errors
/// When the listener fails.
pub async fn on(
    listener: TcpListener,
    desk: Desk,
    wakes: Wakes,
    post: Option<Post>,
    every: Option<Duration>,
) -> anyhow::Result<()> {
    // Another part may have chosen one before; either is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut tasks = JoinSet::new();
    tasks.spawn(host::deliver(desk.clone(), wakes));
    tasks.spawn(upkeep::run(desk.clone()));
    if let Some(every) = every {
        tasks.spawn(Prober::new(every, PATIENCE)?.run(desk.clone()));
    }
    if let Some(post) = post {
        tasks.spawn(mail::courier(desk.clone(), post));
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
