//! Sums of money as people type them, and as they stand in a line of the timeline.

use deskside_protocol::ticket::Money;

/// Reads what somebody typed as an amount: `1.250.000`, `1,250,000` and `1250000` are the same;
/// a separator with one or two digits behind it at the end is the decimal point.
#[must_use]
pub fn read_amount(typed: &str, currency: &str) -> Option<Money> {
    let typed: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let separator = |letter: char| letter == '.' || letter == ',';
    let parts: Vec<&str> = typed.split(separator).collect();
    let (first, rest) = parts.split_first()?;
    let decimals = rest.last().filter(|last| last.len() < 3);
    let groups = &rest[..rest.len() - usize::from(decimals.is_some())];
    if groups.iter().any(|group| group.len() != 3) || (!groups.is_empty() && first.len() > 3) {
        return None;
    }
    let mut amount = format!("{first}{}", groups.concat());
    if let Some(decimals) = decimals {
        amount = format!("{amount}.{decimals}");
    }
    let money = Money {
        amount,
        currency: currency.to_owned(),
    };
    money.is_valid().then_some(money)
}

/// Reads a sum as the timeline writes it: `1250000 VND`.
#[must_use]
pub fn read_sum(written: &str) -> Option<Money> {
    let (amount, currency) = written.split_once(' ')?;
    let money = Money {
        amount: amount.to_owned(),
        currency: currency.to_owned(),
    };
    money.is_valid().then_some(money)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn amount(typed: &str) -> Option<String> {
        read_amount(typed, "VND").map(|money| money.amount)
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for typed in ["1250000", "1.250.000", "1,250,000", " 1 250 000 "] {
            assert_eq!(amount(typed).as_deref(), Some("1250000"), "{typed}");
        }
        assert_eq!(amount("1.250,5").as_deref(), Some("1250.5"));
        assert_eq!(amount("99.50").as_deref(), Some("99.50"));
        assert_eq!(amount("1,250").as_deref(), Some("1250"));
    }

    #[test]
    fn what_is_no_amount_is_not_guessed_at() {
        for typed in [
            "", "-5", "1e9", "12.5000", "1250.000", "1.25.000", "năm", ".", "5.",
        ] {
            assert_eq!(amount(typed), None, "{typed}");
        }
        assert_eq!(read_amount("5", "dong"), None);
    }

    #[test]
    fn the_timeline_writes_amount_and_currency() {
        assert_eq!(read_sum("99.50 EUR").unwrap().currency, "EUR");
        assert_eq!(read_sum("99.50"), None);
    }
}
