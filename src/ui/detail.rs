//! The further words of a fact in the audit trail, each by its name. A name nobody knows is shown as
//! it stands: nothing of the chain is kept from its reader.

use deskside_protocol::DateTime;
use deskside_protocol::audit::{Fact, Step};

use super::when;
use crate::text::{fill, word};

/// Names that repeat what the line says anyway.
const SAID: [&str; 4] = ["at", "changed_at", "reference", "sessions"];

/// All further words of a fact.
#[must_use]
pub fn detail_words(fact: &Fact) -> String {
    let told = fact.detail.iter().filter_map(|(name, value)| {
        let wanted = !value.is_empty() && !SAID.contains(&name.as_str());
        wanted.then(|| one(fact.step, name, value))
    });
    told.collect::<Vec<_>>().join(" · ")
}

fn one(step: Step, name: &str, value: &str) -> String {
    let value = match (name, step) {
        ("minutes", _) => value.parse().map(when::minutes).ok(),
        ("until", _) => value.parse::<DateTime>().map(when::moment).ok(),
        ("why", Step::AccessEnded) => Some(word("grant.end", value)),
        ("why", Step::RotationOpened) => Some(word("rotation.why", value)),
        _ => None,
    }
    .unwrap_or_else(|| value.to_owned());
    let sentence = word("ui.detail", name);
    if sentence.contains("{value}") {
        fill(&sentence, &[("value", &value)])
    } else {
        format!("{name}: {value}")
    }
}
