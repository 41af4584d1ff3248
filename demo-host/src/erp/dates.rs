//! Moments, days and money as people read them: in the company's zone and the reader's language.

use chrono::{Datelike, NaiveDate, TimeDelta};
use deskside_protocol::DateTime;
use deskside_protocol::identity::Lang;

use crate::words::Words;

/// A time of day, such as `15:20`; with the day in front when it is not today.
#[must_use]
pub fn clock(at: DateTime, now: DateTime, zone: chrono_tz::Tz, words: Words) -> String {
    let (there, today) = (at.with_timezone(&zone), now.with_timezone(&zone));
    if there.date_naive() == today.date_naive() {
        there.format("%H:%M").to_string()
    } else {
        words.fill(
            "time.on_day",
            &[
                ("time", &there.format("%H:%M").to_string()),
                ("day", &day(there.date_naive(), words)),
            ],
        )
    }
}

/// Day and time in full, such as `24 Nov 2026, 15:20`.
#[must_use]
pub fn full(at: DateTime, zone: chrono_tz::Tz, words: Words) -> String {
    let there = at.with_timezone(&zone);
    format!(
        "{}, {}",
        day(there.date_naive(), words),
        there.format("%H:%M")
    )
}

/// A day, such as `24 Nov 2026` or `24/11/2026`.
#[must_use]
pub fn day(date: NaiveDate, words: Words) -> String {
    match words.0 {
        Lang::En => date.format("%-d %b %Y").to_string(),
        Lang::Vi => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
    }
}

/// A day as the database keeps it (`2026-11-24`), as people read it.
#[must_use]
pub fn stored_day(text: &str, words: Words) -> String {
    text.parse()
        .map_or_else(|_| text.to_owned(), |date| day(date, words))
}

/// How long, such as `1 hour` or `2 days`, for whole numbers of them; else hours and minutes.
#[must_use]
pub fn span(minutes: u32, words: Words) -> String {
    let (days, hours) = (minutes / 1440, minutes / 60);
    let number = |key: &str, count: u32| {
        let plural = if count == 1 { "one" } else { "many" };
        words.with(&format!("span.{key}.{plural}"), "n", &count.to_string())
    };
    match minutes {
        0 => words.say("span.moment"),
        _ if minutes.is_multiple_of(1440) => number("days", days),
        _ if minutes < 60 => number("minutes", minutes),
        _ if minutes.is_multiple_of(60) => number("hours", hours),
        _ => format!(
            "{} {}",
            number("hours", hours),
            number("minutes", minutes % 60)
        ),
    }
}

/// How long from now, such as `in 1 hour`.
#[must_use]
pub fn from_now(at: DateTime, now: DateTime, words: Words) -> String {
    // The minute that has begun counts: what ends at a whole minute an hour from now says `1 hour`.
    let left = (at - now + TimeDelta::milliseconds(59_999)).max(TimeDelta::zero());
    let minutes = u32::try_from(left.num_minutes()).unwrap_or(u32::MAX);
    words.with("time.from_now", "span", &span(minutes, words))
}

/// An amount of đồng, such as `12,500,000 ₫`.
#[must_use]
pub fn dong(amount: i64, words: Words) -> String {
    format!("{} ₫", grouped(amount, words))
}

/// A whole number with its thousands set apart as the language does it.
#[must_use]
pub fn grouped(amount: i64, words: Words) -> String {
    let separator = match words.0 {
        Lang::En => ',',
        Lang::Vi => '.',
    };
    let digits = amount.unsigned_abs().to_string();
    let mut out = String::new();
    if amount < 0 {
        out.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_spans_read_as_people_write_them() {
        let (en, vi) = (Words(Lang::En), Words(Lang::Vi));
        assert_eq!(dong(12_500_000, en), "12,500,000 ₫");
        assert_eq!(dong(12_500_000, vi), "12.500.000 ₫");
        assert_eq!(grouped(7, en), "7");
        assert_eq!(span(60, en), "1 hour");
        assert_eq!(span(120, en), "2 hours");
        assert_eq!(span(90, en), "1 hour 30 minutes");
        assert_eq!(span(2880, en), "2 days");
    }

    #[test]
    fn a_moment_is_told_in_the_companys_zone() {
        let zone = chrono_tz::Asia::Ho_Chi_Minh;
        let at: DateTime = "2026-11-24T08:20:00Z".parse().unwrap();
        let words = Words(Lang::En);
        assert_eq!(clock(at, at, zone, words), "15:20");
        assert_eq!(full(at, zone, words), "24 Nov 2026, 15:20");
        assert_eq!(
            clock(at + TimeDelta::hours(24), at, zone, words),
            "15:20 on 25 Nov 2026"
        );
    }
}
