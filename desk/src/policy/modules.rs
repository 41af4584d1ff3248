//! The modules that the vendor made or assessed: a list that the vendor signed, as a compact JWS by
//! EdDSA. Names of makers prove nothing, and neither does a list that anybody may write.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, ensure};
use deskside_protocol::DateTime;
use serde::{Deserialize, Serialize};

use crate::jws;
use crate::keys::{KeyPair, PublicKey};

/// What this kind of signature is for, so that no other of the vendor's passes for one.
const TYPE: &str = "deskside-modules+jwt";
/// The longest name of a module.
const MAX_NAME: usize = 200;

/// What the vendor signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    /// The vendor.
    iss: String,
    /// When it was signed, seconds since 1970.
    iat: i64,
    /// Technical names.
    modules: Vec<String>,
}

/// A list whose signature was verified. There is no other way to one.
#[derive(Clone, Debug)]
pub struct Assessed(List);

impl Assessed {
    /// Reads a signed list.
    ///
    /// # Errors
    /// When it cannot be read, or this key did not sign it.
    pub fn open(file: &Path, vendor: &PublicKey) -> anyhow::Result<Self> {
        let name = file.display();
        let list = std::fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
        let list = Self::verify(list.trim(), vendor)
            .with_context(|| format!("{name}: the vendor's key did not sign this list"))?;
        tracing::info!(
            vendor = list.0.iss,
            modules = list.0.modules.len(),
            "modules that the vendor assessed"
        );
        Ok(list)
    }

    /// The list, if this key signed it as one.
    ///
    /// # Errors
    /// When it did not.
    pub fn verify(list: &str, vendor: &PublicKey) -> Result<Self, jws::Refused> {
        jws::vouched(list, TYPE, vendor).map(Self)
    }

    /// The names.
    #[must_use]
    pub fn into_modules(self) -> Vec<String> {
        self.0.modules
    }
}

/// Signs a list, given as JSON: an array of technical names.
///
/// # Errors
/// When it is no such array, or a name is empty or there twice.
pub fn sign(key: &KeyPair, vendor: &str, names: &str, now: DateTime) -> anyhow::Result<String> {
    let modules: Vec<String> =
        serde_json::from_str(names).context("a list is an array of modules' technical names")?;
    let mut seen = BTreeSet::new();
    for name in &modules {
        let fits = !name.trim().is_empty() && name.len() <= MAX_NAME;
        ensure!(fits, "`{name}` is no name of a module");
        ensure!(seen.insert(name), "`{name}` is there twice");
    }
    ensure!(!vendor.trim().is_empty(), "the vendor needs a name");
    let list = List {
        iss: vendor.to_owned(),
        iat: now.timestamp(),
        modules,
    };
    Ok(jws::signed_as(key, TYPE, &list)?)
}
