//! The one file that asks the browser for time and chance, and for the few other things of the
//! window that rooms need. Everywhere else they are parameters.

use std::cell::Cell;

use deskside_protocol::DateTime;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// What the desk's clock is ahead of the browser's, in milliseconds.
    static SKEW: Cell<i64> = const { Cell::new(0) };
}

/// The window; there always is one where views are drawn.
///
/// # Panics
/// Outside of a document.
#[must_use]
pub fn window() -> web_sys::Window {
    leptos::prelude::window()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit"
)]
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the wall clock"
)]
fn browser_now() -> i64 {
    js_sys::Date::now() as i64
}

/// Now, by the desk's clock as far as it is known: a browser's clock may be wrong by hours.
#[must_use]
pub fn now() -> DateTime {
    DateTime::from_timestamp_millis(browser_now() + SKEW.get()).unwrap_or_default()
}

/// The desk said what time it is.
pub fn desk_says_it_is(now: DateTime) {
    SKEW.set(now.timestamp_millis() - browser_now());
}

/// A random UUID, for idempotency keys and uploads.
#[must_use]
pub fn uuid() -> String {
    let mut bytes = [0u8; 16];
    // Without a source of randomness (no browser in use lacks one) the desk sees a repeated key
    // and refuses; nothing is filed twice.
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

/// Waits.
pub async fn sleep(ms: i32) {
    let promise = Promise::new(&mut |resolve: Function, _: Function| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
    });
    let _ = JsFuture::from(promise).await;
}

/// Whether anybody can see the page right now.
#[must_use]
pub fn visible() -> bool {
    window()
        .document()
        .is_none_or(|document| !document.hidden())
}

/// Gives something the focus and shows it from its top. What cannot take it leaves it where it was.
pub fn focus(element: &web_sys::HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
    if let Ok(Some(room)) = element.closest(".room") {
        room.set_scroll_top(0);
    }
}

/// Gives something the focus, and shows it where it stands.
pub fn attend(element: &web_sys::HtmlElement) {
    let _ = element.focus();
}

/// base64url as JWS writes it, decoded.
#[must_use]
pub fn base64url(text: &str) -> Option<Vec<u8>> {
    let plain = text.replace('-', "+").replace('_', "/");
    let binary = window().atob(&plain).ok()?;
    binary
        .chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect()
}

/// Lets the person keep a file: a link to the bytes, clicked once.
///
/// # Errors
/// When the browser refuses.
pub fn save_file(name: &str, bytes: &js_sys::ArrayBuffer, media_type: &str) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(bytes);
    let blob = web_sys::Blob::new_with_buffer_source_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let document = window().document().ok_or(JsValue::NULL)?;
    let link: web_sys::HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&url)
}
