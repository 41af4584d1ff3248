//! Sums of money in the reader's language, by `Intl.NumberFormat`.

use deskside_protocol::ticket::Money;
use js_sys::{Array, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::sum::read_sum;
use crate::text::lang;

/// A sum in words; one that is none is shown as it stands.
#[must_use]
pub fn money(sum: &Money) -> String {
    let plain = || format!("{} {}", sum.amount, sum.currency);
    if !sum.is_valid() {
        return plain();
    }
    let options = Object::new();
    for (name, value) in [("style", "currency"), ("currency", &*sum.currency)] {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let format = Intl::NumberFormat::new(&Array::of1(&lang().tag().into()), &options);
    // As text: `Intl` then reads the decimal number exactly.
    let said = format
        .format()
        .call1(&JsValue::NULL, &JsValue::from_str(&sum.amount));
    said.ok()
        .and_then(|said| said.as_string())
        .unwrap_or_else(plain)
}

/// A sum as the timeline writes it, in words.
#[must_use]
pub fn sum_words(written: &str) -> String {
    read_sum(written).map_or_else(|| written.to_owned(), |sum| money(&sum))
}
