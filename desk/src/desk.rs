//! The desk as a value: what every room is handed.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use object_store::local::LocalFileSystem;
use sqlx::pool::PoolConnection;
use tokio::sync::{Notify, broadcast, mpsc, watch};

use deskside_protocol::ids::SystemId;

use crate::identity::Throttle;
use crate::keys::KeyPair;
use crate::live::Announcement;
use crate::mail::Texts;
use crate::policy::Rules;
use crate::problem::Fault;
use crate::store::{After, Db, Store};
use crate::world::World;

/// What whoever runs the desk decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Folder that holds everything the desk keeps.
    pub data: PathBuf,
    /// Address under which browsers and hosts reach the desk, without a slash at the end.
    pub public_url: String,
    /// Folder with the built widget and console, where there is one.
    pub web: Option<PathBuf>,
}

/// The desk. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Desk(Arc<Inner>);

/// What the desk consists of.
#[derive(Debug)]
pub struct Inner {
    /// What whoever runs it decided.
    pub settings: Settings,
    /// Time and chance.
    pub world: World,
    /// Its own key.
    pub key: KeyPair,
    /// Where everything is kept.
    pub store: Store,
    /// Where files are kept.
    pub files: LocalFileSystem,
    /// The policy, with the versions of earlier starts.
    pub rules: Rules,
    /// What mails say.
    pub texts: Texts,
    /// Who tries too many passwords.
    pub throttle: Throttle,
    /// What happens, for those who follow along.
    pub live: broadcast::Sender<Announcement>,
    /// Wakes the courier.
    pub mail: Arc<Notify>,
    /// The address to which people answer letters; set once, where a mailbox is read.
    pub answers: OnceLock<String>,
    /// Set once the desk is to stop.
    pub stopping: watch::Sender<bool>,
}

/// What wakes the tasks beside the API.
#[derive(Debug)]
pub struct Wakes {
    /// Systems whose hosts have something to be told.
    pub deliver: mpsc::UnboundedReceiver<SystemId>,
}

impl Deref for Desk {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Desk {
    /// Opens the desk in its data folder, which is made where it is missing, under these rules.
    ///
    /// # Errors
    /// When the folder, the key or the database cannot be opened, or a policy is missing that something
    /// is pinned to.
    pub async fn open(
        settings: Settings,
        rules: Rules,
        world: World,
    ) -> anyhow::Result<(Self, Wakes)> {
        prepare(&settings.data)?;
        let key = KeyPair::open(&settings.data.join("desk.key"), &world)?;
        let files = LocalFileSystem::new_with_prefix(settings.data.join("files"))?.with_fsync(true);
        let (live, _) = broadcast::channel(1024);
        let (deliver, delivery) = mpsc::unbounded_channel();
        let mail = Arc::new(Notify::new());
        let (told, courier) = (live.clone(), Arc::clone(&mail));
        let store = Store::open(
            &settings.data,
            Box::new(move |after| match after {
                // Nobody listening is no fault.
                After::Live(announcement) => drop(told.send(announcement)),
                After::Deliver(system) => drop(deliver.send(system)),
                After::Mail => courier.notify_one(),
            }),
        )
        .await?;
        let rules = rules.settled(&store).await?;
        let desk = Self(Arc::new(Inner {
            settings,
            world,
            key,
            store,
            files,
            rules,
            texts: Texts::load()?,
            throttle: Throttle::default(),
            live,
            mail,
            answers: OnceLock::new(),
            stopping: watch::Sender::new(false),
        }));
        Ok((desk, Wakes { deliver: delivery }))
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When none is to be had.
    pub async fn read(&self) -> Result<PoolConnection<Db>, Fault> {
        Ok(self.store.read().acquire().await?)
    }

    /// Resolves when the desk is to stop.
    pub fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stopping = self.stopping.subscribe();
        async move {
            // An error means that the desk is gone, which is as good.
            let _ = stopping.wait_for(|&stop| stop).await;
        }
    }
}

/// Makes the data folder, readable by its owner only, and the database in it likewise.
fn prepare(data: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(data.join("files"))?;
    let database = data.join(crate::store::DATABASE);
    if !database.exists() {
        crate::keys::private_file(&database)?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(data, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
