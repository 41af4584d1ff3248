//! Work outside of the policy, as a plain struct: what, for how much, by when (3.2c).

use deskside::ui::sum::read_amount;
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
        read_amount(&self.price, &self.currency.trim().to_uppercase())
    }
}

impl Form for Offering {
    type Body = NewOffer;

    fn check(&self, now: DateTime) -> Result<NewOffer, Faults> {
        let mut faults = Faults::default();
        let text = faults.text("text", &self.text);
        let price = self.money();
        match &price {
            Some(_) => {}
            None if self.price.trim().is_empty() => faults.add("price", Code::FieldEmpty),
            None if read_amount(&self.price, "VND").is_some() => {
                faults.add("currency", Code::FieldInvalid);
            }
            None => faults.add("price", Code::FieldInvalid),
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

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

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
        assert_eq!(
            (sent.price.amount.as_str(), sent.price.currency.as_str()),
            ("12500000", "VND")
        );
    }
}
