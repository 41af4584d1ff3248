//! Writing `dist/`: compressed siblings, the manifest, and nothing left over from before.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};

use super::shelf::{Shelf, hex};
use crate::place;

const MANIFEST: &str = "manifest.json";

/// How hard to compress.
#[derive(Clone, Copy)]
pub(crate) enum Effort {
    /// As hard as possible, for what is shipped: seconds for each file, once.
    Ship,
    /// Lightly, for somebody who waits for a change to appear.
    Quick,
}

/// Stores all files: new ones first, pages that name them after, then what nobody names any more goes.
///
/// A desk that is running meanwhile serves either the old files or the new ones.
pub(crate) fn store(folder: &Path, shelf: &mut Shelf, effort: Effort) -> Result<()> {
    let mut wanted = BTreeSet::from([MANIFEST.to_owned()]);
    for item in shelf.iter_mut() {
        let (brotli, gzip) = match effort {
            Effort::Ship => (
                kept("br", &item.hash, || brotli(&item.bytes, 11))?,
                kept("gz", &item.hash, || gzip(&item.bytes, Compression::best()))?,
            ),
            Effort::Quick => (
                brotli(&item.bytes, 1)?,
                gzip(&item.bytes, Compression::fast())?,
            ),
        };
        item.brotli = brotli.len();
        item.gzip = gzip.len();
        if !item.filled_in {
            for (kind, bytes) in [("br", &brotli), ("gz", &gzip)] {
                let file = format!("{}.{kind}", item.file);
                renew(&folder.join(&file), bytes)?;
                wanted.insert(file);
            }
            renew(&folder.join(&item.file), &item.bytes)?;
        }
        wanted.insert(item.file.clone());
    }
    for (_, page) in shelf.iter().filter(|(_, item)| item.filled_in) {
        renew(&folder.join(&page.file), &page.bytes)?;
    }
    renew(&folder.join(MANIFEST), &manifest(shelf)?)?;
    if matches!(effort, Effort::Ship) {
        let current: BTreeSet<String> = shelf.iter().map(|(_, item)| hex(&item.hash)).collect();
        for kind in ["br", "gz"] {
            place::forget(&place::cache(kind)?, |kept| !current.contains(kept))?;
        }
    }
    sweep(folder, "", &wanted)?;
    sweep(&folder.join("assets"), "assets/", &wanted)
}

fn manifest(shelf: &Shelf) -> Result<Vec<u8>> {
    let mut all = Map::new();
    for (name, item) in shelf.iter() {
        let entry = json!({
            "file": item.file,
            "sha256": item.sha256(),
            "bytes": item.bytes.len(),
            "gzip": item.gzip,
            "brotli": item.brotli,
        });
        all.insert(name.to_owned(), entry);
    }
    let mut text = serde_json::to_vec_pretty(&Value::Object(all))?;
    text.push(b'\n');
    Ok(text)
}

/// Writes only what differs, so that a watcher is not woken for nothing.
fn renew(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        Ok(())
    } else {
        place::write(path, bytes)
    }
}

/// Removes files that are not wanted; folders and hidden files belong to others.
fn sweep(folder: &Path, prefix: &str, wanted: &BTreeSet<String>) -> Result<()> {
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_file() && !name.starts_with('.') && !wanted.contains(&format!("{prefix}{name}"))
        {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// Compressing hard takes seconds, so what came of the same bytes before is kept.
fn kept(kind: &str, hash: &[u8], make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let path = place::cache(kind)?.join(hex(hash));
    if let Ok(bytes) = fs::read(&path) {
        return Ok(bytes);
    }
    let bytes = make()?;
    place::write(&path, &bytes)?;
    Ok(bytes)
}

fn brotli(bytes: &[u8], quality: i32) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 22,
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters).context("brotli failed")?;
    Ok(out)
}

fn gzip(bytes: &[u8], level: Compression) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes).context("gzip failed")?;
    encoder.finish().context("gzip failed")
}
