//! `policy check`: whoever edits a policy's file is told what is wrong with it, or what it promises.

use std::path::Path;

use anyhow::{Context as _, bail};
use deskside_protocol::identity::Lang;

use super::{Line, explain, read};
use crate::mail::Texts;

/// Explains a policy's file.
///
/// # Errors
/// When it cannot be read or has faults: all of them, a line for each.
pub fn check(file: &Path, lang: Lang) -> anyhow::Result<String> {
    let texts = Texts::load()?;
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
    let say = |key| texts.say(lang, key, &[("file", &name)]);
    match read(&text) {
        Ok(policy) => {
            let lines = explain(&policy, &texts, lang);
            let lines = lines.iter().map(Line::to_string).collect::<String>();
            Ok(format!("{}\n\n{lines}", say("policy.fine")))
        }
        Err(wrong) => {
            let faults = wrong.told(&texts, lang);
            bail!("{}\n  {}", say("policy.faulty"), faults.join("\n  "))
        }
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "  {:<5} {}", self.clause, self.text)
    }
}
