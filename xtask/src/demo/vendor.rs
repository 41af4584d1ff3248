//! The vendor beside its desk: it signs the list of modules it made or assessed, with a key that the
//! desk does not have.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::data::Data;
use super::world::answer;
use crate::place;

/// The list of the repository, which the demo's vendor signs.
const LIST: &str = "policy/assessed-modules.json";

/// A signed list, and the key with which it is verified.
pub(crate) struct Signed {
    pub(crate) list: PathBuf,
    pub(crate) key: String,
}

/// Signs the list, with a key made on the first start.
pub(crate) fn sign(data: &Data, desk: &Path) -> Result<Signed> {
    let folder = data.vendor();
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let [private, public, list] =
        ["vendor.key", "vendor.pub", "assessed.jws"].map(|name| folder.join(name));
    let told = || "the desk's command `modules` failed".to_owned();
    if !public.exists() {
        // A private half whose public half was not written down is of no use.
        let _ = fs::remove_file(&private);
        let mut make = Command::new(desk);
        make.args(["modules", "key", "--out"]).arg(&private);
        place::write(&public, answer(&mut make, "", told)?.as_bytes())?;
    }
    let mut sign = Command::new(desk);
    sign.args(["modules", "sign", "--key"])
        .arg(&private)
        .arg(LIST);
    place::write(&list, answer(&mut sign, "", told)?.as_bytes())?;
    let key =
        fs::read_to_string(&public).with_context(|| format!("cannot read {}", public.display()))?;
    Ok(Signed {
        list,
        key: key.trim().to_owned(),
    })
}
