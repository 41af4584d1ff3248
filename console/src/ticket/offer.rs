//! Work outside of the policy, as a plain struct: what, for how much, by when (3.2c).

use deskside_protocol::DateTime;
use deskside_protocol::api::NewOffer;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::Money;

use crate::draft::{Faults, Form};

/// An offer being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offering {
    /// What would be done.
    pub text: String,
    /// For how much, as typed.
    pub price: String,
    /// In which currency.
    pub currency: String,
    /// By when.
    pub ready_at: Option<DateTime>,
}

impl Default for Offering {
    fn default() -> Self {
        Self {
            text: String::new(),
            price: String::new(),
            currency: "VND".into(),
            ready_at: None,
        }
    }
}

impl Offering {
    /// The price, where what was typed is one.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        let money = Money {
            amount: amount(&self.price)?,
            currency: self.currency.trim().to_uppercase(),
        };
        money.is_valid().then_some(money)
    }
}

impl Form for Offering {
    type Body = NewOffer;

    fn check(&self, now: DateTime) -> Result<NewOffer, Faults> {
        let mut faults = Faults::default();
        let text = faults.text("text", &self.text);
        let price = self.money();
        if amount(&self.price).is_none() {
            let empty = self.price.trim().is_empty();
            let code = if empty { Code::FieldEmpty } else { Code::FieldInvalid };
            faults.add("price", code);
        } else if price.is_none() {
            faults.add("currency", Code::FieldInvalid);
        }
        let ready_at = faults.to_come("ready", self.ready_at, now);
        let body = price.map(|price| NewOffer {
            text,
            price,
            ready_at,
        });
        faults.or(body)
    }
}

/// A number as people type sums, as the wire wants it. A mark with three digits after it parts
/// thousands, with one or two it parts the fraction: sums have no third place.
fn amount(typed: &str) -> Option<String> {
    let typed: String = typed.split_whitespace().collect();
    let groups: Vec<&str> = typed.split(['.', ',', '\'']).collect();
    let (first, rest) = groups.split_first()?;
    let (part, thousands) = match rest.split_last() {
        Some((last, before)) if matches!(last.len(), 1 | 2) => (Some(*last), before),
        _ => (None, rest),
    };
    let digits = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = thousands.iter().all(|group| group.len() == 3);
    if first.is_empty() || !grouped || !groups.iter().all(digits) {
        return None;
    }
    let whole = format!("{first}{}", thousands.concat());
    Some(part.map_or(whole.clone(), |part| format!("{whole}.{part}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use rstest::rstest;

    #[rstest]
    #[case("1250000", Some("1250000"))]
    #[case("1.250.000", Some("1250000"))]
    #[case("1,250,000", Some("1250000"))]
    #[case("1 250 000", Some("1250000"))]
    #[case("1,234.50", Some("1234.50"))]
    #[case("1.234,5", Some("1234.5"))]
    #[case("99,50", Some("99.50"))]
    #[case("0", Some("0"))]
    #[case("", None)]
    #[case("-5", None)]
    #[case("12.3456", None)]
    #[case("1.23.456", None)]
    #[case("five", None)]
    fn sums_are_read_as_people_write_them(#[case] typed: &str, #[case] sum: Option<&str>) {
        assert_eq!(amount(typed).as_deref(), sum);
    }

    #[test]
    fn an_offer_names_work_price_and_time() {
        let now = DateTime::UNIX_EPOCH;
        let mut offer = Offering::default();
        let faults = offer.check(now).unwrap_err();
        for field in ["text", "price", "ready"] {
            assert_eq!(faults.of(field), Some(Code::FieldEmpty), "{field}");
        }
        offer.text = "A report of margins by region".into();
        offer.price = "12.500.000".into();
        offer.currency = "dong".into();
        offer.ready_at = Some(now + TimeDelta::days(7));
        let faults = offer.check(now).unwrap_err();
        assert_eq!(faults.of("currency"), Some(Code::FieldInvalid));
        offer.currency = "vnd".into();
        let sent = offer.check(now).unwrap();
        assert_eq!((sent.price.amount.as_str(), sent.price.currency.as_str()), ("12500000", "VND"));
    }
}
