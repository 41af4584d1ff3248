//! An audit chain as a story: its facts in order, and which of them concern one thing.

use deskside_protocol::audit::{Entry, Fact};

/// One line of the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place in the chain.
    pub seq: u64,
    /// What it says; `None` when it cannot be read, which is said as such.
    pub fact: Option<Fact>,
}

/// The lines about one thing, and how many others the chain holds.
#[must_use]
pub fn about(entries: &[Entry], about: &str) -> (Vec<Line>, usize) {
    let lines: Vec<Line> = entries
        .iter()
        .map(|entry| Line {
            seq: entry.seq,
            fact: serde_json::from_str(&entry.body).ok(),
        })
        .filter(|line| line.fact.as_ref().is_none_or(|fact| fact.about == about))
        .collect();
    let others = entries.len() - lines.len();
    (lines, others)
}

/// Who did it, as the chain names them: a kind, and a name where it is a person or an agent.
#[must_use]
pub fn actor(actor: &str) -> (&str, &str) {
    actor.split_once(':').unwrap_or((actor, ""))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn entry(seq: u64, body: &str) -> Entry {
        Entry {
            seq,
            body: body.into(),
            prev: String::new(),
            hash: String::new(),
        }
    }

    #[test]
    fn an_entry_that_cannot_be_read_is_never_left_out() {
        let of = r#"{"at":"2026-11-01T00:00:00Z","actor":"agent:Linh Do","step":"access_asked","about":"gnt_1"}"#;
        let entries = [
            entry(1, of),
            entry(2, &of.replace("gnt_1", "gnt_2")),
            entry(3, "?"),
        ];
        let (lines, others) = about(&entries, "gnt_1");
        assert_eq!(
            lines.iter().map(|line| line.seq).collect::<Vec<_>>(),
            [1, 3]
        );
        assert_eq!(others, 1);
    }

    #[test]
    fn actors_have_a_kind_and_perhaps_a_name() {
        assert_eq!(actor("agent:Linh Do"), ("agent", "Linh Do"));
        assert_eq!(actor("host"), ("host", ""));
    }
}
