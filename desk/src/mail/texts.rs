//! Sentences in every language, and how each language writes moments and durations.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use deskside_protocol::DateTime;
use deskside_protocol::identity::Lang;

type Sentences = BTreeMap<String, String>;

/// The desk's sentences and those it shares with the widget.
#[derive(Clone, Debug)]
pub struct Texts {
    en: Sentences,
    vi: Sentences,
}

impl Texts {
    /// Reads them.
    ///
    /// # Errors
    /// When a language file is damaged.
    pub fn load() -> Result<Self, serde_json::Error> {
        let read = |shared: &str, own: &str| -> Result<Sentences, serde_json::Error> {
            let mut sentences: Sentences = serde_json::from_str(shared)?;
            sentences.extend(serde_json::from_str::<Sentences>(own)?);
            Ok(sentences)
        };
        Ok(Self {
            en: read(
                include_str!("../../../protocol/text/en.json"),
                include_str!("../../text/en.json"),
            )?,
            vi: read(
                include_str!("../../../protocol/text/vi.json"),
                include_str!("../../text/vi.json"),
            )?,
        })
    }

    /// The sentence of a key, with its blanks filled in. The key itself when there is none: a test
    /// sees to it that no reader meets one.
    #[must_use]
    pub fn say(&self, lang: Lang, key: &str, blanks: &[(&str, &str)]) -> String {
        let sentences = match lang {
            Lang::En => &self.en,
            Lang::Vi => &self.vi,
        };
        let sentence = sentences.get(key).map_or(key, String::as_str);
        fill(sentence, blanks)
    }

    /// A moment as people of this language write it, in a zone that is named.
    #[must_use]
    pub fn moment(&self, lang: Lang, at: DateTime, zone: Tz) -> String {
        let format = self.say(lang, "mail.format.moment", &[]);
        format!("{} ({zone})", at.with_timezone(&zone).format(&format))
    }

    /// A day of the calendar as people of this language write it.
    #[must_use]
    pub fn date(&self, lang: Lang, day: NaiveDate) -> String {
        let format = self.say(lang, "mail.format.day", &[]);
        day.format(&format).to_string()
    }

    /// The day of a moment as people of this language write it.
    #[must_use]
    pub fn day(&self, lang: Lang, at: DateTime, zone: Tz) -> String {
        self.date(lang, at.with_timezone(&zone).date_naive())
    }

    /// A duration: whole hours where it is whole hours.
    #[must_use]
    pub fn duration(&self, lang: Lang, minutes: u32) -> String {
        match (minutes / 60, minutes % 60) {
            (1, 0) => self.say(lang, "mail.hour", &[]),
            (hours, 0) if hours > 0 => {
                self.say(lang, "mail.hours", &[("count", &hours.to_string())])
            }
            _ => self.say(lang, "mail.minutes", &[("count", &minutes.to_string())]),
        }
    }
}

/// Fills `{name}` in one pass: what is filled in is never read for blanks again.
fn fill(sentence: &str, blanks: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        let known = after.find('}').and_then(|end| {
            let (_, value) = blanks.iter().find(|(name, _)| *name == &after[..end])?;
            Some((end, value))
        });
        match known {
            Some((end, value)) => {
                out.push_str(value);
                rest = &after[end + 1..];
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
mod tests {
    use super::*;

    #[test]
    fn every_sentence_exists_in_both_languages_with_the_same_blanks() {
        let texts = Texts::load().unwrap();
        let blanks = |text: &str| {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}').map(|(name, _)| name.to_owned()))
                .collect();
            names.sort();
            names
        };
        assert!(texts.en.keys().eq(texts.vi.keys()));
        for (key, sentence) in &texts.en {
            assert_eq!(blanks(sentence), blanks(&texts.vi[key]), "{key}");
        }
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let filled = fill("{a} and {b} and {c}", &[("a", "{b}"), ("b", "2")]);
        assert_eq!(filled, "{b} and 2 and {c}");
    }
}
