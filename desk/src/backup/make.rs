//! Making a backup, beside a running desk.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use deskside_protocol::DateTime;
use flate2::Compression;
use flate2::write::GzEncoder;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::{FORMAT, KEY, MANIFEST, Manifest, Progress, Sum, Summed, Total, parent, workshop};
use crate::keys::private_file;
use crate::store::DATABASE;

/// Puts everything in a data folder into a new archive. The desk may go on meanwhile: what it
/// acknowledged before is in the archive.
///
/// # Errors
/// When there is no desk's data, the archive is there already, or a disk refuses.
pub async fn backup(
    data: &Path,
    out: &Path,
    now: DateTime,
    tell: &mut (dyn FnMut(Progress) + Send),
) -> anyhow::Result<Total> {
    ensure!(
        data.join(DATABASE).is_file() && data.join(KEY).is_file(),
        "{} is no data folder of a desk",
        data.display()
    );
    ensure!(!out.exists(), "{} is there already", out.display());
    let work = workshop(parent(out)).with_context(|| format!("cannot write {}", out.display()))?;
    tell(Progress::Snapshot);
    let snapshot = work.path().join(DATABASE);
    take(&data.join(DATABASE), &snapshot)
        .await
        .context("the database could not be copied")?;
    let mut sources = vec![(DATABASE.to_owned(), snapshot)];
    collect(data, "", &mut sources)?;
    let draft = work.path().join("archive");
    let manifest = pack(sources, &draft, now, tell)?;
    // Only what is whole and on the disk gets its name.
    fs::rename(&draft, out).with_context(|| format!("cannot write {}", out.display()))?;
    File::open(parent(out))?.sync_all()?;
    Ok(Total::from(&manifest))
}

/// A copy of the database as it was at one moment, while others write on.
async fn take(database: &Path, copy: &Path) -> anyhow::Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(false)
        .busy_timeout(std::time::Duration::from_secs(30));
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let copy = copy.to_str().context("a path is not UTF-8")?;
    sqlx::query("VACUUM INTO $1")
        .bind(copy)
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}

/// Everything in the folder but the living database, by path, in order.
fn collect(folder: &Path, inside: &str, found: &mut Vec<(String, PathBuf)>) -> anyhow::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_str().context("a path is not UTF-8")?;
        let path = format!("{inside}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &format!("{path}/"), found)?;
        } else if kind.is_file() && !path.starts_with(DATABASE) && path != MANIFEST {
            found.push((path, entry.path()));
        }
    }
    Ok(())
}

fn pack(
    sources: Vec<(String, PathBuf)>,
    draft: &Path,
    now: DateTime,
    tell: &mut (dyn FnMut(Progress) + Send),
) -> anyhow::Result<Manifest> {
    let lengths = sources
        .iter()
        .filter_map(|(_, path)| fs::metadata(path).ok());
    let all = lengths.map(|file| file.len()).sum();
    let gzip = GzEncoder::new(
        io::BufWriter::new(private_file(draft)?),
        Compression::default(),
    );
    let mut tar = tar::Builder::new(gzip);
    let mut files = BTreeMap::new();
    let mut done = 0;
    for (path, source) in sources {
        tell(Progress::Files { done, all });
        // What was swept away meanwhile went with nothing that is kept: the end of a restore checks that.
        if let Some(sum) = add(&mut tar, &path, &source)
            .with_context(|| format!("{} could not be read", source.display()))?
        {
            done += sum.bytes;
            files.insert(path, sum);
        }
    }
    let manifest = Manifest {
        format: FORMAT,
        made_at: now,
        files,
    };
    let words = serde_json::to_vec_pretty(&manifest)?;
    tar.append_data(&mut header(words.len() as u64), MANIFEST, words.as_slice())?;
    let mut written = tar.into_inner()?.finish()?;
    written.flush()?;
    written.get_ref().sync_all()?;
    tell(Progress::Files { done, all: done });
    Ok(manifest)
}

/// Adds a file; nothing when it is gone.
fn add<W: Write>(
    tar: &mut tar::Builder<W>,
    path: &str,
    source: &Path,
) -> anyhow::Result<Option<Sum>> {
    let file = match File::open(source) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let bytes = file.metadata()?.len();
    let mut summed = Summed::new(file.take(bytes));
    tar.append_data(&mut header(bytes), path, &mut summed)?;
    let sum = summed.sum();
    ensure!(sum.bytes == bytes, "it changed meanwhile");
    Ok(Some(sum))
}

fn header(bytes: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_entry_type(tar::EntryType::Regular);
    header
}
