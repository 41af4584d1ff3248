//! What the console asks the browser for beside time and chance (those are `deskside::browser`'s):
//! storage, address, focus.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// What was kept in this browser under a name.
pub(crate) fn kept(name: &str) -> Option<String> {
    let storage = web_sys::window()?.local_storage().ok()??;
    storage.get_item(name).ok()?
}

/// Keeps something in this browser, or forgets it. Where storage is off, nothing is kept.
pub(crate) fn keep(name: &str, value: Option<&str>) {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    let Some(storage) = storage else { return };
    let _full_or_off = match value {
        Some(value) => storage.set_item(name, value),
        None => storage.remove_item(name),
    };
}

/// The part of the address after `#`.
pub(crate) fn hash() -> String {
    let location = web_sys::window().map(|window| window.location());
    location
        .and_then(|location| location.hash().ok())
        .unwrap_or_default()
}

/// Goes to another place of the console.
pub(crate) fn go(hash: &str) {
    if let Some(window) = web_sys::window() {
        let _unchanged = window.location().set_hash(hash);
    }
}

/// The page's title.
pub(crate) fn title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets or takes away an attribute of the page's root, for language and theme.
pub(crate) fn root(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else {
        return;
    };
    let _invalid_name = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Gives the focus to the first element that fits; says whether there was one.
pub(crate) fn focus(selector: &str) -> bool {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    element.focus().is_ok()
}

/// Presses a button wherever it is, as if somebody clicked it; says whether it is there.
pub(crate) fn press(selector: &str) -> bool {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    let button = found.and_then(|found| found.dyn_into::<HtmlElement>().ok());
    button.map(|button| button.click()).is_some()
}

/// Closes every menu that is open; the focus goes back to the button that opened it.
pub(crate) fn close_menus() {
    let open =
        document().and_then(|document| document.query_selector(":popover-open").ok().flatten());
    if let Some(menu) = open.and_then(|open| open.dyn_into::<HtmlElement>().ok()) {
        // One that closed by itself meanwhile is closed.
        let _closed = menu.hide_popover();
    }
}

/// Moves the focus `by` places among the elements that fit, from the one that has it or holds it; to the
/// first where none does. Says whether there was one.
pub(crate) fn step(selector: &str, by: isize) -> bool {
    let Some(all) = document().and_then(|document| document.query_selector_all(selector).ok())
    else {
        return false;
    };
    let all: Vec<HtmlElement> = (0..all.length())
        .filter_map(|n| all.item(n)?.dyn_into().ok())
        .collect();
    let here = focused();
    let place = all
        .iter()
        .position(|element| element.contains(here.as_deref()));
    let Some(last) = all.len().checked_sub(1) else {
        return false;
    };
    let to = place.map_or(0, |place| place.saturating_add_signed(by).min(last));
    all[to].focus().is_ok()
}

/// The element that has the focus.
pub(crate) fn focused() -> Option<Element> {
    document()?.active_element()
}

/// Whether a dialog or a menu covers the page.
pub(crate) fn covered() -> bool {
    let open =
        document().and_then(|document| document.query_selector("dialog[open], :popover-open").ok());
    open.flatten().is_some()
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}
