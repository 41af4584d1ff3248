//! Sentences by key, one language loaded at a time. A test holds every key used in the sources
//! against the language files.

use std::collections::HashMap;

use deskside_protocol::identity::Lang;

#[cfg(target_arch = "wasm32")]
mod speak;
#[cfg(target_arch = "wasm32")]
pub use speak::{count, lang, say, say_with, speak, t, word};

/// All sentences of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Which language.
    pub lang: Lang,
    sentences: HashMap<String, String>,
}

/// The language file is not a flat JSON object of sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotWords;

impl Words {
    /// Reads a language file.
    ///
    /// # Errors
    /// When it is no flat object of sentences.
    pub fn parse(lang: Lang, json: &str) -> Result<Self, NotWords> {
        let sentences = serde_json::from_str(json).map_err(|_| NotWords)?;
        Ok(Self { lang, sentences })
    }

    /// The sentence of a key; the key itself when there is none, so that a gap is seen.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.sentences.get(key).map_or(key, String::as_str)
    }
}

/// Puts values in place of `{name}`. Values are never read for placeholders themselves.
#[must_use]
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            let found = values.iter().find(|(wanted, _)| *wanted == name)?;
            Some((found.1, tail))
        });
        match value {
            Some((value, tail)) => {
                out.push_str(value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
