//! The desk's own backup (2.4): one archive of everything the desk keeps, made beside a running desk,
//! and the way back from it.
//!
//! The archive is a gzipped tar: a snapshot of the database, the desk's key, the files, and last a
//! manifest with the length and SHA-256 of each. Files never change once they are there, and the
//! database is taken first: whatever it names was there before. The archive holds the key, so only its
//! owner can read it.

use std::collections::BTreeMap;
use std::io::{self, Read};

use deskside_protocol::DateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

mod make;
mod restore;
mod verify;

pub use make::backup;
pub use restore::restore;

/// The manifest's name in the archive.
const MANIFEST: &str = "manifest.json";
/// The desk's key, without which it is not the desk that hosts know.
const KEY: &str = "desk.key";
/// The version of this format.
const FORMAT: u32 = 1;

/// What is in an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    format: u32,
    made_at: DateTime,
    /// By path in the data folder, with `/` between its parts.
    files: BTreeMap<String, Sum>,
}

/// What a file is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sum {
    bytes: u64,
    sha256: String,
}

/// What was put away, or came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Total {
    /// How many files, the database and the key among them.
    pub files: usize,
    /// How many bytes in them.
    pub bytes: u64,
}

impl From<&Manifest> for Total {
    fn from(manifest: &Manifest) -> Self {
        Self {
            files: manifest.files.len(),
            bytes: manifest.files.values().map(|sum| sum.bytes).sum(),
        }
    }
}

/// How far it came, for whoever waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A snapshot of the database is made.
    Snapshot,
    /// Files are packed or unpacked.
    Files {
        /// So many bytes are done.
        done: u64,
        /// Of so many.
        all: u64,
    },
    /// What came back is checked: sums, database, audit chains.
    Checking,
}

/// Takes the sum of what is read through it.
struct Summed<R> {
    inner: R,
    hash: Sha256,
    bytes: u64,
}

impl<R: Read> Summed<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    fn sum(self) -> Sum {
        let digest = self.hash.finalize();
        Sum {
            bytes: self.bytes,
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

/// A folder for work in progress, for its owner only, gone when dropped.
fn workshop(beside: &std::path::Path) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".deskside-backup-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir_in(beside)
}

/// The folder that something is in.
fn parent(path: &std::path::Path) -> &std::path::Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => std::path::Path::new("."),
    }
}
