//! Telling hosts at once: Standard Webhooks, one host after its own events in order, none waiting
//! for another. A row stays undelivered until the host answered 2xx.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use deskside_protocol::ids::SystemId;
use serde::Deserialize;
use tokio::sync::Notify;

use super::events;
use crate::audit;
use crate::desk::{Desk, Wakes};
use crate::problem::Fault;
use crate::system::System;

/// A host has this long to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest pause between two tries; a new event ends every pause.
const LONGEST: Duration = Duration::from_secs(60);

/// Delivers until the desk stops.
pub async fn run(desk: Desk, mut wakes: Wakes) {
    let Ok(client) = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
    else {
        tracing::error!("hosts cannot be told anything: no HTTP client");
        return;
    };
    let mut lines: HashMap<SystemId, Arc<Notify>> = HashMap::new();
    let mut wake = |system: SystemId| {
        let line = lines.entry(system.clone()).or_insert_with(|| {
            let line = Arc::new(Notify::new());
            tokio::spawn(serve(
                desk.clone(),
                client.clone(),
                system,
                Arc::clone(&line),
            ));
            line
        });
        line.notify_one();
    };
    match waiting(&desk).await {
        Ok(systems) => systems.into_iter().for_each(&mut wake),
        Err(error) => tracing::error!(%error, "undelivered events could not be read"),
    }
    let mut stopped = Box::pin(desk.stopped());
    loop {
        tokio::select! {
            Some(system) = wakes.deliver.recv() => wake(system),
            () = &mut stopped => return,
        }
    }
}

async fn waiting(desk: &Desk) -> Result<Vec<SystemId>, Fault> {
    events::waiting(&mut *desk.read().await?).await
}

/// Serves one host.
async fn serve(desk: Desk, client: reqwest::Client, system: SystemId, line: Arc<Notify>) {
    let mut stopped = Box::pin(desk.stopped());
    let mut pause = Duration::from_secs(1);
    loop {
        let wait = match deliver(&desk, &client, &system).await {
            Ok(Told::All) => {
                pause = Duration::from_secs(1);
                None
            }
            Ok(Told::NotYet) => {
                let wait = pause;
                pause = (pause * 2).min(LONGEST);
                Some(wait)
            }
            Err(error) => {
                tracing::error!(%error, %system, "an event could not be delivered");
                Some(LONGEST)
            }
        };
        tokio::select! {
            () = line.notified() => {}
            () = tokio::time::sleep(wait.unwrap_or(Duration::MAX)), if wait.is_some() => {}
            () = &mut stopped => return,
        }
    }
}

/// How far delivering came.
enum Told {
    /// The host has everything.
    All,
    /// The host did not take it.
    NotYet,
}

/// What a host answers.
#[derive(Deserialize)]
struct Countersigned {
    jws: String,
}

async fn deliver(desk: &Desk, client: &reqwest::Client, system: &SystemId) -> Result<Told, Fault> {
    loop {
        let mut db = desk.read().await?;
        let Some((seq, body)) = events::next(&mut db, system).await? else {
            return Ok(Told::All);
        };
        let system = System::load(&mut db, system).await?;
        drop(db);
        let Some(host) = &system.host else {
            return Ok(Told::NotYet);
        };
        let id = format!("{}-{seq}", system.id);
        let timestamp = desk.world.now().timestamp();
        let answer = client
            .post(format!("{}{}/events", host.url, host.prefix))
            .header("webhook-id", &id)
            .header("webhook-timestamp", timestamp.to_string())
            .header("webhook-signature", desk.key.webhook(&id, timestamp, &body))
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .and_then(reqwest::Response::error_for_status);
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                tracing::warn!(%error, %id, "a host did not take an event");
                return Ok(Told::NotYet);
            }
        };
        let countersigned: Option<Countersigned> = answer.json().await.ok();
        let now = desk.world.now();
        desk.store
            .write(move |tx| {
                Box::pin(async move {
                    events::delivered(tx, &system.id, seq, now).await?;
                    let Some(Countersigned { jws }) = countersigned else {
                        tracing::warn!(%id, "a host did not countersign the audit's head");
                        return Ok(());
                    };
                    if audit::keep_countersigned(tx, &system, &jws).await.is_err() {
                        tracing::error!(%id, "a host's countersigned head does not verify");
                    }
                    Ok(())
                })
            })
            .await?;
    }
}
