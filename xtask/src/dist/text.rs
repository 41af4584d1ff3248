//! The language files: what each language says, and that no language says less than another.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use crate::place;

/// English and Vietnamese, always together.
pub(crate) const LANGUAGES: [&str; 2] = ["en", "vi"];

/// Key -> sentence.
type Sentences = BTreeMap<String, String>;

/// The same keys in every language.
pub(crate) struct Languages {
    origin: String,
    sentences: BTreeMap<&'static str, Sentences>,
}

impl Languages {
    /// Reads a folder with one flat JSON object for each language.
    pub(crate) fn read(folder: &str) -> Result<Self> {
        let mut sentences = BTreeMap::new();
        for language in LANGUAGES {
            let path = format!("{folder}/{language}.json");
            let parsed = serde_json::from_str(&place::read(&path)?)
                .with_context(|| format!("{path} is no flat JSON object of sentences"))?;
            sentences.insert(language, parsed);
        }
        let read = Self {
            origin: folder.to_owned(),
            sentences,
        };
        read.check()?;
        Ok(read)
    }

    /// These and others; a key may be given once only.
    pub(crate) fn with(&self, others: Self) -> Result<Self> {
        let mut sentences = self.sentences.clone();
        for (language, more) in others.sentences {
            let all = sentences.entry(language).or_default();
            for (key, sentence) in more {
                if all.contains_key(&key) {
                    bail!(
                        "`{key}` is both in {} and in {}",
                        self.origin,
                        others.origin
                    );
                }
                all.insert(key, sentence);
            }
        }
        Ok(Self {
            origin: format!("{} and {}", self.origin, others.origin),
            sentences,
        })
    }

    /// The loader's sentences, and all the others.
    pub(crate) fn split_loader(self) -> (Self, Self) {
        let (mut loader, mut rest) = (BTreeMap::new(), BTreeMap::new());
        for (language, sentences) in self.sentences {
            let (mine, others): (Sentences, Sentences) = sentences
                .into_iter()
                .partition(|(key, _)| key.starts_with("loader."));
            loader.insert(language, mine);
            rest.insert(language, others);
        }
        (
            Self {
                origin: self.origin.clone(),
                sentences: loader,
            },
            Self {
                origin: self.origin,
                sentences: rest,
            },
        )
    }

    /// One language as a file.
    pub(crate) fn json(&self, language: &str) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec(&self.sentences.get(language))?)
    }

    /// All languages as one object, to be stamped into a script.
    pub(crate) fn object(&self) -> Result<String> {
        Ok(serde_json::to_string(&self.sentences)?)
    }

    /// A sentence missing in one language, or one that loses a placeholder, is found here and not by a reader.
    fn check(&self) -> Result<()> {
        for (language, sentences) in &self.sentences {
            for (key, sentence) in sentences {
                for (other, theirs) in &self.sentences {
                    let Some(theirs) = theirs.get(key) else {
                        bail!(
                            "{}/{other}.json lacks `{key}`, which {language}.json has",
                            self.origin
                        );
                    };
                    if placeholders(sentence) != placeholders(theirs) {
                        bail!(
                            "in {}, `{key}` has other placeholders in {language} than in {other}",
                            self.origin
                        );
                    }
                }
            }
        }
        Ok(())
    }
}

/// The names in braces.
fn placeholders(sentence: &str) -> BTreeSet<&str> {
    sentence
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(en: &[(&str, &str)], vi: &[(&str, &str)]) -> Languages {
        let own = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|&(k, v)| (k.to_owned(), v.to_owned()))
                .collect()
        };
        Languages {
            origin: "text".to_owned(),
            sentences: BTreeMap::from([("en", own(en)), ("vi", own(vi))]),
        }
    }

    #[test]
    fn a_language_may_not_say_less() {
        assert!(
            both(&[("a", "A"), ("b", "B")], &[("a", "A")])
                .check()
                .is_err()
        );
        assert!(
            both(&[("a", "A")], &[("a", "A"), ("b", "B")])
                .check()
                .is_err()
        );
        assert!(
            both(&[("a", "{n} days")], &[("a", "ngày")])
                .check()
                .is_err()
        );
        assert!(
            both(&[("a", "{n} of {m}")], &[("a", "{m} có {n}")])
                .check()
                .is_ok()
        );
    }

    #[test]
    fn a_key_is_given_once() {
        let one = || both(&[("a", "A")], &[("a", "A")]);
        assert!(one().with(one()).is_err());
        assert!(one().with(both(&[("b", "B")], &[("b", "B")])).is_ok());
    }

    #[test]
    fn the_loader_gets_its_own_only() {
        let all = both(
            &[("loader.open", "Help"), ("a", "A")],
            &[("loader.open", "Hỗ trợ"), ("a", "A")],
        );
        let (loader, rest) = all.split_loader();
        assert_eq!(
            loader.object().unwrap(),
            r#"{"en":{"loader.open":"Help"},"vi":{"loader.open":"Hỗ trợ"}}"#
        );
        assert_eq!(rest.json("vi").unwrap(), br#"{"a":"A"}"#);
    }
}
