//! Views in a real browser: what people see, and what would leave.

mod filing;
mod promises;
mod sealing;
mod showing;
mod told;
mod zones;

use deskside_protocol::identity::Lang;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test_configure;
use web_sys::{Element, HtmlElement};

use crate::browser;
use crate::text::{Words, speak};

wasm_bindgen_test_configure!(run_in_browser);

/// A language as the build lays it out: shared sentences and the widget's own.
fn words(lang: Lang) -> String {
    let (shared, own) = match lang {
        Lang::En => (
            include_str!("../protocol/text/en.json"),
            include_str!("text/en.json"),
        ),
        Lang::Vi => (
            include_str!("../protocol/text/vi.json"),
            include_str!("text/vi.json"),
        ),
    };
    let parse = |json: &str| serde_json::from_str::<serde_json::Map<_, _>>(json).unwrap();
    let mut all = parse(shared);
    all.extend(parse(own));
    serde_json::to_string(&all).unwrap()
}

fn talk(lang: Lang) {
    speak(Words::parse(lang, &words(lang)).unwrap());
}

/// An empty place in the page.
fn place() -> HtmlElement {
    let place = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&place).unwrap();
    place.unchecked_into()
}

/// Draws a view in English and gives the place it stands in.
fn draw<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> HtmlElement {
    talk(Lang::En);
    let place = place();
    leptos::mount::mount_to(place.clone(), view).forget();
    place
}

fn at(place: &Element, hook: &str) -> HtmlElement {
    let found = place
        .query_selector(&format!("[data-at=\"{hook}\"]"))
        .unwrap();
    found
        .unwrap_or_else(|| panic!("no {hook} in {}", place.text_content().unwrap()))
        .unchecked_into()
}

fn text(element: &Element) -> String {
    element.text_content().unwrap()
}

/// Waits until something is so.
async fn until(what: &str, so: impl Fn() -> bool) {
    for _ in 0..200 {
        if so() {
            return;
        }
        browser::sleep(10).await;
    }
    panic!("{what} did not come");
}
