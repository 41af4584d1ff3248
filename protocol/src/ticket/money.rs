//! Sums of money, exact.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::identity::Lang;

/// A sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Money {
    /// How much, as a decimal number with at most two places, such as `1250000` or `99.50`.
    pub amount: String,
    /// ISO 4217 code, such as `VND`.
    pub currency: String,
}

impl Money {
    /// Whether it is a sum: not negative, exact, in a currency.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let (whole, part) = self
            .amount
            .split_once('.')
            .map_or((self.amount.as_str(), None), |(whole, part)| {
                (whole, Some(part))
            });
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        (1..=13).contains(&whole.len())
            && digits(whole)
            && part.is_none_or(|part| (1..=2).contains(&part.len()) && digits(part))
            && self.currency.len() == 3
            && self.currency.bytes().all(|byte| byte.is_ascii_uppercase())
    }

    /// Whether it is nothing at all.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.amount.bytes().all(|byte| matches!(byte, b'0' | b'.'))
    }

    /// As people of this language write it: `1,250,000.50 VND`, `1.250.000,50 VND`.
    #[must_use]
    pub fn shown(&self, lang: Lang) -> String {
        let (group, point) = match lang {
            Lang::En => (',', '.'),
            Lang::Vi => ('.', ','),
        };
        let (whole, part) = self.amount.split_once('.').unwrap_or((&self.amount, ""));
        let mut out = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                out.push(group);
            }
            out.push(digit);
        }
        if !part.is_empty() {
            out.push(point);
            out.push_str(part);
        }
        format!("{out} {}", self.currency)
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("1250000", "VND", true)]
    #[case("99.50", "EUR", true)]
    #[case("", "VND", false)]
    #[case("-5", "VND", false)]
    #[case("1e9", "VND", false)]
    #[case("1.234", "VND", false)]
    #[case("5", "vnd", false)]
    #[case("99999999999999", "VND", false)]
    fn a_sum_is_exact(#[case] amount: &str, #[case] currency: &str, #[case] valid: bool) {
        let money = Money {
            amount: amount.into(),
            currency: currency.into(),
        };
        assert_eq!(money.is_valid(), valid);
    }

    #[rstest]
    #[case("1250000", "1,250,000 VND", "1.250.000 VND", false)]
    #[case("99.50", "99.50 VND", "99,50 VND", false)]
    #[case("100", "100 VND", "100 VND", false)]
    #[case("0.00", "0.00 VND", "0,00 VND", true)]
    fn a_sum_is_shown_as_people_write_it(
        #[case] amount: &str,
        #[case] en: &str,
        #[case] vi: &str,
        #[case] zero: bool,
    ) {
        let money = Money {
            amount: amount.into(),
            currency: "VND".into(),
        };
        assert_eq!(money.shown(Lang::En), en);
        assert_eq!(money.shown(Lang::Vi), vi);
        assert_eq!(money.is_zero(), zero);
    }
}
