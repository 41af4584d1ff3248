//! The one writer. Work that arrives while a commit is being synced shares the next one: under load
//! many requests cost one sync, and nothing is acknowledged before it is durable.

use std::ops::{Deref, DerefMut};
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::Connection as _;
use tokio::sync::{mpsc, oneshot};

use super::Announce;
use super::db::Connection;
use crate::live::Announcement;
use crate::problem::Fault;
use deskside_protocol::ids::SystemId;

/// At most this many pieces of work share one commit.
const GROUP: usize = 64;

/// What is to be told once the commit is safe, and never before.
#[derive(Clone, Debug)]
pub enum After {
    /// Somebody who follows along should look again.
    Live(Announcement),
    /// A host has an event to be told.
    Deliver(SystemId),
    /// A mail waits to be sent.
    Mail,
}

/// A piece of work's hold on the database.
#[derive(Debug)]
pub struct Tx {
    connection: Connection,
    after: Vec<After>,
}

impl Tx {
    /// Has something told once this is safe on the disk.
    pub fn then(&mut self, after: After) {
        self.after.push(after);
    }
}

impl Deref for Tx {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

/// Answers a caller, told whether the group's commit succeeded.
pub(super) type Answer = Box<dyn FnOnce(bool) + Send>;

/// Work done; whether it is to be kept, and how its caller is answered.
pub(super) struct Done {
    keep: bool,
    answer: Answer,
}

/// A piece of work, ready to run in its own savepoint.
pub(super) type Work = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Done> + Send>;

/// What can be asked of the writer.
pub(super) enum Job {
    /// Work for the next commit.
    Work(Work),
    /// No more work will come.
    Finish(oneshot::Sender<()>),
}

pub(super) async fn submit<T, F>(jobs: &mpsc::Sender<Job>, work: F) -> Result<T, Fault>
where
    T: Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Fault>> + Send + 'static,
{
    let (answer, answered) = oneshot::channel();
    let job = Job::Work(Box::new(move |tx: &mut Tx| {
        let running = work(tx);
        Box::pin(async move {
            let result = running.await;
            Done {
                keep: result.is_ok(),
                answer: Box::new(move |committed| {
                    let result = match result {
                        Ok(_) if !committed => Err(Fault::NotKept),
                        result => result,
                    };
                    // A caller who went away does not mind.
                    let _ = answer.send(result);
                }),
            }
        })
    }));
    jobs.send(job).await.map_err(|_| Fault::NotKept)?;
    answered.await.map_err(|_| Fault::NotKept)?
}

pub(super) async fn finish(jobs: mpsc::Sender<Job>) {
    let (done, finished) = oneshot::channel();
    if jobs.send(Job::Finish(done)).await.is_ok() {
        let _ = finished.await;
    }
}

pub(super) fn start(connection: Connection, announce: Announce) -> mpsc::Sender<Job> {
    let (jobs, queue) = mpsc::channel(1024);
    tokio::spawn(run(connection, queue, announce));
    jobs
}

async fn run(connection: Connection, mut queue: mpsc::Receiver<Job>, announce: Announce) {
    let mut tx = Tx {
        connection,
        after: Vec::new(),
    };
    let mut group = Vec::with_capacity(GROUP);
    let mut finish = None;
    while finish.is_none() && queue.recv_many(&mut group, GROUP).await > 0 {
        let mut works = Vec::with_capacity(group.len());
        for job in group.drain(..) {
            match job {
                Job::Work(work) => works.push(work),
                Job::Finish(done) => finish = Some(done),
            }
        }
        let mut answers = Vec::with_capacity(works.len());
        let committed = match commit(&mut tx, works, &mut answers).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, "a group of writes was not kept");
                let _ = sqlx::query("ROLLBACK").execute(&mut tx.connection).await;
                false
            }
        };
        for answer in answers {
            answer(committed);
        }
        for after in tx.after.drain(..) {
            if committed {
                announce(after);
            }
        }
    }
    let _ = tx.connection.close().await;
    if let Some(done) = finish {
        let _ = done.send(());
    }
}

async fn commit(
    tx: &mut Tx,
    works: Vec<Work>,
    answers: &mut Vec<Answer>,
) -> Result<(), sqlx::Error> {
    if works.is_empty() {
        return Ok(());
    }
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut tx.connection)
        .await?;
    for work in works {
        let told = tx.after.len();
        sqlx::query("SAVEPOINT work")
            .execute(&mut tx.connection)
            .await?;
        // Work that panics is not kept, and its caller is told; the writer goes on for all others.
        let done = AssertUnwindSafe(work(tx)).catch_unwind().await.ok();
        let keep = done.as_ref().is_some_and(|done| done.keep);
        answers.extend(done.map(|done| done.answer));
        if !keep {
            tx.after.truncate(told);
            sqlx::query("ROLLBACK TO work")
                .execute(&mut tx.connection)
                .await?;
        }
        sqlx::query("RELEASE work")
            .execute(&mut tx.connection)
            .await?;
    }
    sqlx::query("COMMIT").execute(&mut tx.connection).await?;
    Ok(())
}
