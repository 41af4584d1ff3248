//! The language spoken now. Everything here is reactive: a view that says something says it anew
//! when the host switches its language.

use std::sync::Arc;

use deskside_protocol::identity::Lang;
use js_sys::{Array, Intl, Object};
use leptos::prelude::*;

use super::{Words, fill};

thread_local! {
    static WORDS: ArcRwSignal<Arc<Words>> = ArcRwSignal::new(Arc::default());
}

fn words() -> Arc<Words> {
    WORDS.with(Get::get)
}

/// Speaks these words from now on.
pub fn speak(words: Words) {
    WORDS.with(|signal| signal.set(Arc::new(words)));
}

/// The language spoken now.
#[must_use]
pub fn lang() -> Lang {
    words().lang
}

/// The sentence of a key, as a view that follows the language.
pub fn t(key: &'static str) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    move || say(key)
}

/// The sentence of a key, now.
#[must_use]
pub fn say(key: &str) -> String {
    words().get(key).to_owned()
}

/// The sentence of a key with values in it.
#[must_use]
pub fn say_with(key: &str, values: &[(&str, &str)]) -> String {
    fill(words().get(key), values)
}

/// The sentence of something that has a name of its own, such as `impact.blocked`.
#[must_use]
pub fn word(family: &str, name: &str) -> String {
    say(&format!("{family}.{name}"))
}

/// The sentence for a number of things: `key.one` or `key.other`, with `{n}` in it.
#[must_use]
pub fn count(key: &str, n: usize) -> String {
    let words = words();
    let rules = Intl::PluralRules::new(&Array::of1(&words.lang.tag().into()), &Object::new());
    // Counts on a screen are small: the conversion is exact.
    let number = u32::try_from(n).unwrap_or(u32::MAX);
    let form = String::from(rules.select(f64::from(number)));
    let of_form = format!("{key}.{form}");
    let found = words.get(&of_form);
    let sentence = if found == of_form {
        say(&format!("{key}.other"))
    } else {
        found.to_owned()
    };
    fill(&sentence, &[("n", &n.to_string())])
}
