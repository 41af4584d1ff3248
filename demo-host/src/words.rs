//! What people read: one file per language, sentences by key, `{placeholders}` filled in.

use std::collections::HashMap;
use std::sync::LazyLock;

use deskside_protocol::identity::{Lang, Text};

static EN: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| read(include_str!("../text/en.json")));
static VI: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| read(include_str!("../text/vi.json")));

fn read(json: &str) -> HashMap<String, String> {
    serde_json::from_str(json).unwrap_or_default()
}

/// The sentences of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Lang);

impl Words {
    fn table(self) -> &'static HashMap<String, String> {
        match self.0 {
            Lang::En => &EN,
            Lang::Vi => &VI,
        }
    }

    /// The sentence of this key. A key without one is shown as itself, which a test forbids.
    #[must_use]
    pub fn say(self, key: &str) -> String {
        self.table()
            .get(key)
            .map_or_else(|| key.to_owned(), Clone::clone)
    }

    /// The sentence of a key made of two parts, such as `quotation.state.` and `draft`.
    #[must_use]
    pub fn of(self, group: &str, name: &str) -> String {
        self.say(&format!("{group}.{name}"))
    }

    /// The sentence with its placeholders filled in.
    #[must_use]
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.say(key), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }

    /// The sentence with its one placeholder filled in.
    #[must_use]
    pub fn with(self, key: &str, name: &str, value: &str) -> String {
        self.fill(key, &[(name, value)])
    }

    /// The same key in every language, for texts that travel as data.
    #[must_use]
    pub fn text(key: &str) -> Text {
        Text {
            en: Words(Lang::En).say(key),
            vi: Words(Lang::Vi).say(key),
        }
    }

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.0.tag()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn both_languages_have_the_same_keys_and_placeholders() {
        let keys = |table: &HashMap<String, String>| table.keys().cloned().collect::<BTreeSet<_>>();
        assert!(EN.len() > 100);
        assert_eq!(keys(&EN), keys(&VI));
        for (key, en) in EN.iter() {
            assert_eq!(placeholders(en), placeholders(&VI[key]), "{key}");
        }
    }

    /// Keys that stand whole in sources and templates: `say("menu.home")`, `with("span.days", ...`.
    fn keys_in(text: &str) -> BTreeSet<String> {
        ["say(", "with(", "fill(", "Words::text("]
            .iter()
            .flat_map(|call| text.split(call).skip(1))
            .filter_map(|rest| rest.trim_start().strip_prefix('"'))
            .filter_map(|rest| rest.split_once('"'))
            .map(|(key, _)| key.to_owned())
            .filter(|key| key.contains('.') && !key.contains(['{', ' ']))
            .collect()
    }

    fn walk(folder: &std::path::Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.extend(keys_in(&std::fs::read_to_string(&path).unwrap()));
            }
        }
    }

    #[test]
    fn every_key_that_is_said_has_a_sentence() {
        let home = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut said = BTreeSet::new();
        walk(&home.join("src/erp"), &mut said);
        walk(&home.join("src/deskside"), &mut said);
        walk(&home.join("src/mailbox"), &mut said);
        walk(&home.join("templates"), &mut said);
        assert!(said.len() > 100, "{}", said.len());
        let missing: Vec<_> = said.iter().filter(|key| !EN.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn every_error_code_has_a_sentence() {
        for code in deskside_protocol::problem::Code::ALL {
            assert!(
                EN.contains_key(&format!("fault.{}", code.as_str())),
                "{code:?}"
            );
        }
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            .collect()
    }
}
