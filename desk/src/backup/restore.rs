//! The way back from a backup: into an empty folder, and only when all of it is as it was.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, ensure};
use flate2::bufread::GzDecoder;

use super::{
    FORMAT, KEY, MANIFEST, Manifest, Progress, Sum, Summed, Total, parent, verify, workshop,
};
use crate::keys::private_file;
use crate::store::DATABASE;

/// How the archives of this program begin: gzip, with neither name nor time in its head.
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// Brings a desk's data back into a folder that is empty or not there. Until everything is checked the
/// folder stays as it is.
///
/// # Errors
/// When the folder holds anything, or the archive is damaged in any way.
pub async fn restore(
    from: &Path,
    data: &Path,
    tell: &mut (dyn FnMut(Progress) + Send),
) -> anyhow::Result<Total> {
    let empty = match fs::read_dir(data) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    ensure!(
        empty,
        "{} holds something: a backup is restored into an empty folder only",
        data.display()
    );
    fs::create_dir_all(parent(data))?;
    let work = workshop(parent(data))?;
    let whole = work.path().join("data");
    make_folder(&whole)?;
    let manifest = unpack(from, &whole, tell).context("the archive is damaged")?;
    tell(Progress::Checking);
    verify::database(&whole).await?;
    if data.exists() {
        fs::remove_dir(data)?;
    }
    fs::rename(&whole, data).with_context(|| format!("cannot make {}", data.display()))?;
    File::open(parent(data))?.sync_all()?;
    Ok(Total::from(&manifest))
}

fn unpack(
    from: &Path,
    whole: &Path,
    tell: &mut (dyn FnMut(Progress) + Send),
) -> anyhow::Result<Manifest> {
    let file = File::open(from).with_context(|| format!("cannot read {}", from.display()))?;
    let all = file.metadata()?.len();
    let mut packed = BufReader::new(file);
    let mut head = [0; HEAD.len()];
    packed.read_exact(&mut head)?;
    ensure!(head == HEAD, "it is no backup of a desk");
    let mut gzip = GzDecoder::new(io::Cursor::new(HEAD).chain(packed));
    let mut archive = tar::Archive::new(&mut gzip);
    let (mut sums, mut manifest) = (BTreeMap::new(), None);
    let mut done = 0;
    for entry in archive.entries()? {
        let mut entry = entry?;
        tell(Progress::Files {
            done: done.min(all),
            all,
        });
        ensure!(manifest.is_none(), "something follows the manifest");
        ensure!(
            entry.header().entry_type().is_file(),
            "something in it is no file"
        );
        let path = entry
            .path()?
            .to_str()
            .context("a path is not UTF-8")?
            .to_owned();
        if path == MANIFEST {
            manifest = Some(serde_json::from_reader::<_, Manifest>(&mut entry)?);
        } else {
            let sum = put(&mut entry, &whole.join(inside(&path)?))?;
            done += sum.bytes;
            ensure!(sums.insert(path, sum).is_none(), "a file is in it twice");
        }
    }
    // To the very end, where gzip's own sum stands; and nothing may follow.
    let _ = archive;
    io::copy(&mut gzip, &mut io::sink())?;
    let mut rest = gzip.into_inner();
    ensure!(rest.read(&mut [0])? == 0, "something follows its end");
    tell(Progress::Files { done: all, all });
    let manifest = manifest.context("it has no manifest")?;
    ensure!(manifest.format == FORMAT, "its format is of another desk");
    ensure!(
        manifest.files == sums,
        "its sums are not those of its files"
    );
    for needed in [DATABASE, KEY] {
        ensure!(sums.contains_key(needed), "it lacks {needed}");
    }
    Ok(manifest)
}

/// A path that leads nowhere but into the folder.
fn inside(path: &str) -> anyhow::Result<PathBuf> {
    let path = PathBuf::from(path);
    let plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    ensure!(
        plain && path.components().next().is_some(),
        "a path leads out of it"
    );
    Ok(path)
}

fn put(packed: &mut impl Read, place: &Path) -> anyhow::Result<Sum> {
    make_folder(parent(place))?;
    let mut summed = Summed::new(packed);
    let mut file = private_file(place)?;
    io::copy(&mut summed, &mut file)?;
    file.sync_all()?;
    Ok(summed.sum())
}

/// A folder for its owner only.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
