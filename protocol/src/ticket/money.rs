//! Sums of money, exact.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
}
