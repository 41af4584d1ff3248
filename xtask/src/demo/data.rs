//! The demo's data folder, kept between runs.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::ports::Ports;
use crate::place;

/// The folder and what lies where in it.
pub(crate) struct Data {
    root: PathBuf,
}

/// What was made on the first start: the ports that were agreed on, and the systems.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Made {
    pub(crate) ports: Ports,
    pub(crate) systems: Vec<System>,
}

/// A customer's system at the desk.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct System {
    pub(crate) name: String,
    pub(crate) system: String,
    /// The one-time code the ERP is paired with.
    pub(crate) code: String,
}

impl Data {
    /// The folder, made when it is not there; a relative path counts from the repository's top.
    pub(crate) fn at(path: &Path) -> Result<Self> {
        let root = place::root().join(path);
        fs::create_dir_all(&root).with_context(|| format!("cannot make {}", root.display()))?;
        let root = root
            .canonicalize()
            .with_context(|| format!("cannot find {}", root.display()))?;
        Ok(Self { root })
    }

    /// Holds the folder until dropped; the system lets go of it when this program ends in any way.
    pub(crate) fn lock(&self) -> Result<File> {
        let path = self.root.join("lock");
        let file =
            File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
        if file.try_lock().is_err() {
            bail!(
                "a demo is already running with the data in {}: stop it first (Ctrl-C where it runs), \
                 or use another folder with --data",
                self.root.display()
            );
        }
        Ok(file)
    }

    /// Whether somebody holds the folder.
    pub(crate) fn in_use(&self) -> bool {
        File::open(self.root.join("lock")).is_ok_and(|file| file.try_lock().is_err())
    }

    /// Removes what demos made before, and nothing that a demo does not make.
    pub(crate) fn clear(&self) -> Result<()> {
        for folder in [
            self.desk(),
            self.host(),
            self.mail(),
            self.vendor(),
            self.logs(),
        ] {
            if folder.exists() {
                fs::remove_dir_all(&folder)
                    .with_context(|| format!("cannot remove {}", folder.display()))?;
            }
        }
        for file in [self.note(), self.hold(), self.clock(), self.made_file()] {
            if file.exists() {
                fs::remove_file(&file)
                    .with_context(|| format!("cannot remove {}", file.display()))?;
            }
        }
        Ok(())
    }

    /// What the first start made, if there was one.
    pub(crate) fn made(&self) -> Result<Option<Made>> {
        let path = self.made_file();
        if path.exists() {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let made = serde_json::from_str(&text).with_context(|| {
                format!("{} is damaged; start anew with --fresh", path.display())
            })?;
            return Ok(Some(made));
        }
        if self.desk().exists() || self.host().exists() {
            bail!(
                "the data in {} was left half made; start anew with --fresh",
                self.root.display()
            );
        }
        Ok(None)
    }

    /// Remembers what the first start made.
    pub(crate) fn remember(&self, made: &Made) -> Result<()> {
        place::write(&self.made_file(), &serde_json::to_vec_pretty(made)?)
    }

    fn made_file(&self) -> PathBuf {
        self.root.join("made.json")
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn desk(&self) -> PathBuf {
        self.root.join("desk")
    }

    pub(crate) fn host(&self) -> PathBuf {
        self.root.join("host")
    }

    pub(crate) fn mail(&self) -> PathBuf {
        self.root.join("mail")
    }

    /// What the vendor keeps to itself: the key with which it signs its list of modules.
    pub(crate) fn vendor(&self) -> PathBuf {
        self.root.join("vendor")
    }

    pub(crate) fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// The running demo, described for programs.
    pub(crate) fn note(&self) -> PathBuf {
        self.root.join("demo.json")
    }

    /// While this file exists, a desk that died stays dead.
    pub(crate) fn hold(&self) -> PathBuf {
        self.root.join("desk.hold")
    }

    /// Seconds in this file are added to the ERP's own clock.
    pub(crate) fn clock(&self) -> PathBuf {
        self.root.join("clock")
    }
}
