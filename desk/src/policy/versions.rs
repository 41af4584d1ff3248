//! The versions of the policy: those built in, and those in a folder of the vendor's.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use deskside_protocol::identity::Lang;
use deskside_protocol::policy::Policy;

use super::read;
use crate::mail::Texts;

/// Those built in.
const BUILT_IN: &[&str] = &[include_str!("../../../policy/VIIN.WTS.POL.080423.json")];

/// A version, and where it comes from.
#[derive(Clone, Debug)]
pub struct Version {
    /// What it says.
    pub policy: Policy,
    /// Whether it came with the desk. A change to one of these comes with a release; a file of the
    /// vendor's may not change once something is pinned to it.
    pub built_in: bool,
}

/// All versions that may come into force, by the day from which they do.
#[derive(Clone, Debug)]
pub struct Versions(Vec<Version>);

impl Versions {
    /// Those built in.
    ///
    /// # Errors
    /// When one of them is damaged.
    pub fn built_in() -> anyhow::Result<Self> {
        let read = |text: &&str| version("a policy built in", text, true);
        Ok(Self(BUILT_IN.iter().map(read).collect::<Result<_, _>>()?))
    }

    /// These, and every `*.json` in a folder.
    ///
    /// # Errors
    /// When a file has faults, or two versions have one number: which of them a customer signed
    /// could not be told.
    pub fn with_folder(mut self, folder: &Path) -> anyhow::Result<Self> {
        for file in files(folder)? {
            let name = file.display().to_string();
            let text =
                std::fs::read_to_string(&file).with_context(|| format!("cannot read {name}"))?;
            let new = version(&name, &text, false)?;
            if self.get(&new.policy.id).is_some() {
                bail!(
                    "{name}: another version has the number {} already: give this one its own",
                    new.policy.id
                );
            }
            self.0.push(new);
        }
        self.0.sort_by_key(|version| version.policy.effective_from);
        Ok(self)
    }

    /// All of them, oldest first.
    #[must_use]
    pub fn all(&self) -> &[Version] {
        &self.0
    }

    /// The version of this number.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Policy> {
        let found = self.0.iter().find(|version| version.policy.id == id);
        found.map(|version| &version.policy)
    }

    /// The newest that is in force on this day; before any is, the oldest.
    #[must_use]
    pub fn in_force(&self, today: NaiveDate) -> &Policy {
        let begun = |version: &&Version| version.policy.effective_from <= today;
        let newest = self.0.iter().rfind(begun);
        &newest.unwrap_or(&self.0[0]).policy
    }
}

/// The policies in a folder, by name: its own files, not those of folders in it.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let told = || format!("cannot read the folder {}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(told)? {
        let path = entry.with_context(told)?.path();
        if path.is_file() && path.extension().is_some_and(|ending| ending == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn version(name: &str, text: &str, built_in: bool) -> anyhow::Result<Version> {
    match read(text) {
        Ok(policy) => Ok(Version { policy, built_in }),
        Err(wrong) => {
            let faults = wrong.told(&Texts::load()?, Lang::En);
            bail!("{name} is no policy to go by:\n  {}", faults.join("\n  "))
        }
    }
}
