//! The one writer: work shares commits, but not its fate.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use deskside_desk::problem::Fault;
use deskside_desk::store::{After, Store, Tx};
use deskside_protocol::problem::Code;
use tempfile::TempDir;

struct Scene {
    store: Store,
    told: Arc<AtomicUsize>,
    _folder: TempDir,
}

async fn scene() -> Scene {
    let folder = TempDir::new().unwrap();
    let told = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&told);
    let announce = Box::new(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    Scene {
        store: Store::open(folder.path(), announce).await.unwrap(),
        told,
        _folder: folder,
    }
}

async fn insert(tx: &mut Tx, n: usize) -> Result<(), Fault> {
    sqlx::query("INSERT INTO systems (id, name, time_zone, created_at) VALUES ($1, 'x', 'UTC', 0)")
        .bind(n.to_string())
        .execute(&mut **tx)
        .await?;
    tx.then(After::Mail);
    Ok(())
}

impl Scene {
    async fn kept(&self) -> i64 {
        sqlx::query_scalar("SELECT COUNT(*) FROM systems")
            .fetch_one(self.store.read())
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn work_that_fails_takes_nothing_of_the_others_with_it() {
    let scene = scene().await;
    let works = (0..100).map(|n| {
        scene.store.write(move |tx| {
            Box::pin(async move {
                insert(tx, n).await?;
                match n % 10 {
                    0 => Err(Fault::of(Code::WrongState)),
                    _ => Ok(n),
                }
            })
        })
    });
    let answers = futures::future::join_all(works).await;
    for (n, answer) in answers.into_iter().enumerate() {
        match answer {
            Ok(answer) => assert_eq!(answer, n),
            Err(fault) => assert_eq!((n % 10, fault.code()), (0, Code::WrongState)),
        }
    }
    assert_eq!(scene.kept().await, 90);
    assert_eq!(scene.told.load(Ordering::SeqCst), 90, "of what was kept");
}

#[tokio::test]
async fn work_that_panics_is_undone_and_the_writer_goes_on() {
    let scene = scene().await;
    let broken = scene.store.write(|tx| {
        Box::pin(async move {
            insert(tx, 1).await?;
            assert_eq!(1, 2, "broken on purpose");
            Ok(())
        })
    });
    let whole = scene.store.write(|tx| Box::pin(insert(tx, 2)));
    let (broken, whole) = futures::future::join(broken, whole).await;
    assert_eq!(broken.unwrap_err().code(), Code::Internal);
    whole.unwrap();
    assert_eq!(scene.kept().await, 1);
    assert_eq!(scene.told.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_readers_may_do_is_read() {
    let scene = scene().await;
    let written = sqlx::query("DELETE FROM systems")
        .execute(scene.store.read())
        .await;
    assert!(written.is_err());
}
