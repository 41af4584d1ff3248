//! Words of a person on their way to the desk, without the secrets that were found in them.

use deskside_protocol::mask::mask;
use deskside_protocol::ticket::{MAX_TEXT, check_text};

/// The words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    text: String,
    masked: usize,
    /// Whether sending was tried with nothing to send.
    missing: bool,
}

impl Wording {
    /// The person writes.
    pub fn write(&mut self, text: String) {
        self.text = text;
        self.missing = false;
    }

    /// What stands there.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many secrets were taken out.
    #[must_use]
    pub fn masked(&self) -> usize {
        self.masked
    }

    /// Whether words are missing or too many.
    #[must_use]
    pub fn missing(&self) -> bool {
        self.missing
    }

    /// What goes, masked where the person can see it; `None` when there is nothing or too much to say.
    pub fn needed(&mut self) -> Option<String> {
        let text = self.cleaned();
        self.missing = check_text(&text, MAX_TEXT).is_err();
        (!self.missing).then_some(text)
    }

    /// What goes where words may be left out; `None` when there are too many.
    pub fn optional(&mut self) -> Option<String> {
        let text = self.cleaned();
        self.missing = text.chars().count() > MAX_TEXT;
        (!self.missing).then_some(text)
    }

    fn cleaned(&mut self) -> String {
        let masked = mask(&self.text);
        self.masked += masked.found.len();
        self.text = masked.text;
        self.text.trim().to_owned()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn words_go_without_secrets() {
        let mut words = Wording::default();
        words.write(" my password is hunter2x, since nine ".into());
        let sent = words.needed().unwrap();
        assert!(!sent.contains("hunter2x") && !words.text().contains("hunter2x"));
        assert_eq!(words.masked(), 1);
    }

    #[test]
    fn nothing_is_too_little_only_where_words_are_needed() {
        let mut words = Wording::default();
        assert_eq!(words.optional().as_deref(), Some(""));
        assert_eq!(words.needed(), None);
        assert!(words.missing());
        words.write("x".repeat(MAX_TEXT + 1));
        assert!(!words.missing());
        assert_eq!(words.optional(), None);
    }
}
