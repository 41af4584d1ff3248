//! How the commands speak: one line when something begins, one when it is done, with its time.

use std::fmt::Display;
use std::io::Write;
use std::time::{Duration, Instant};

/// A piece of work that has begun and will tell how long it took.
pub(crate) struct Step {
    began: Instant,
}

/// Says that a piece of work begins.
pub(crate) fn begin(what: impl Display) -> Step {
    eprintln!("-> {what}");
    Step {
        began: Instant::now(),
    }
}

impl Step {
    /// Says that it is done, and what came of it.
    pub(crate) fn done(self, what: impl Display) {
        eprintln!("   {what} ({})", seconds(self.began.elapsed()));
    }
}

/// Says something that is neither beginning nor end.
pub(crate) fn note(what: impl Display) {
    eprintln!("   {what}");
}

/// Says why a command could not do what was asked: the outermost reason first, then what lies beneath.
pub(crate) fn failure(error: &anyhow::Error) {
    eprintln!("xtask: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("       because: {cause}");
    }
}

/// A duration as people read it.
pub(crate) fn seconds(took: Duration) -> String {
    if took >= Duration::from_secs(60) {
        format!("{} min {} s", took.as_secs() / 60, took.as_secs() % 60)
    } else {
        format!("{:.1} s", took.as_secs_f64())
    }
}

/// Bytes with separated thousands, so that sizes can be compared at a glance.
pub(crate) fn bytes(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Draws lines in a box on the standard output, where a program that started this one may read them.
pub(crate) fn card(title: &str, lines: &[String]) {
    let length = |text: &str| text.chars().count();
    let width = lines
        .iter()
        .map(|line| length(line))
        .chain([length(title) + 1])
        .max()
        .unwrap_or(0);
    let mut card = format!("┌─ {title} {}┐\n", "─".repeat(width - length(title) - 1));
    for line in lines {
        card.push_str(&format!("│ {line}{} │\n", " ".repeat(width - length(line))));
    }
    card.push_str(&format!("└{}┘\n", "─".repeat(width + 2)));
    // Nobody may be reading any more; that is no reason to stop.
    let _ = std::io::stdout().write_all(card.as_bytes());
    let _ = std::io::stdout().flush();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!(bytes(0), "0");
        assert_eq!(bytes(999), "999");
        assert_eq!(bytes(1_000), "1,000");
        assert_eq!(bytes(1_234_567), "1,234,567");
    }
}
