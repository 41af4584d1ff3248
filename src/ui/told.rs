//! What the blanks of a timeline's sentences stand for, and which moments a reader looks for.

use deskside_protocol::ticket::Happened;

/// What a detail of a moment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// A name that has a sentence in this family.
    Word(&'static str),
    /// A moment as RFC 3339.
    Moment,
    /// A sum, such as `1250000 VND`.
    Money,
    /// Words, shown as they are.
    Text,
}

/// What the detail of this name is.
#[must_use]
pub fn detail(name: &str) -> Detail {
    match name {
        "channel" => Detail::Word("channel"),
        "clock" => Detail::Word("clock"),
        "cover" => Detail::Word("cover"),
        "choice" => Detail::Word("choice"),
        "way" => Detail::Word("way"),
        "kind" => Detail::Word("incident"),
        "due" | "eta" | "point" => Detail::Moment,
        "amount" | "price" => Detail::Money,
        _ => Detail::Text,
    }
}

/// What a moment is to somebody who looks over the list.
#[must_use]
pub fn mark(what: Happened) -> &'static str {
    match what {
        Happened::ContextSeen | Happened::AttachmentSeen => "looked",
        Happened::ClockWarned | Happened::ClockBreached => "clock",
        _ => "step",
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    /// Blanks that stand for people's words, names and numbers.
    const WORDS: [&str; 7] = [
        "actor",
        "address",
        "agent",
        "clause",
        "name",
        "reference",
        "text",
    ];

    #[test]
    fn every_blank_of_a_sentence_is_known() {
        let sentences = include_str!("../../protocol/text/en.json");
        let sentences: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(sentences).unwrap();
        for what in Happened::ALL {
            let sentence = sentences[&format!("timeline.{}", what.as_str())].as_str();
            let blanks = sentence.unwrap().split('{').skip(1);
            for blank in blanks.filter_map(|rest| rest.split('}').next()) {
                let known = detail(blank) != Detail::Text || WORDS.contains(&blank);
                assert!(known, "{blank} of {}", what.as_str());
            }
        }
    }

    #[test]
    fn who_looked_at_what_is_marked() {
        let looked = Happened::ALL.iter().filter(|what| mark(**what) == "looked");
        assert_eq!(looked.count(), 2);
    }
}
