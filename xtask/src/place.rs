//! Where things lie in the repository.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The repository's top folder.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// What the desk serves to browsers.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// A folder under cargo's target folder for what these commands keep between runs.
pub(crate) fn cache(name: &str) -> Result<PathBuf> {
    // This program lies in <target>/<profile>/xtask, also when the target folder was moved elsewhere.
    let program = std::env::current_exe().context("this program does not know where it lies")?;
    let Some(target) = program.ancestors().nth(2) else {
        bail!("{} lies in no target folder", program.display());
    };
    let folder = target.join("xtask").join(name);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// Removes from a cache what is of no use any more, by name.
pub(crate) fn forget(folder: &Path, useless: impl Fn(&str) -> bool) -> Result<()> {
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        if path
            .file_name()
            .is_some_and(|name| useless(&name.to_string_lossy()))
        {
            if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            }
            .with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// Reads a text file of the repository; when it is missing its name is all one has to know.
pub(crate) fn read(path: &str) -> Result<String> {
    fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))
}

/// Writes a file so that a reader sees either the old bytes or the new ones, never half of them.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let told = || format!("cannot write {}", path.display());
    let folder = path.parent().with_context(told)?;
    fs::create_dir_all(folder).with_context(told)?;
    let mut half = tempfile::NamedTempFile::new_in(folder).with_context(told)?;
    std::io::Write::write_all(&mut half, bytes).with_context(told)?;
    readable(half.path()).with_context(told)?;
    half.persist(path).with_context(told)?;
    Ok(())
}

/// A temporary file belongs to its maker alone; what is built here may be read by whoever serves it.
fn readable(path: &Path) -> std::io::Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}
