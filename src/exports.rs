//! What the glue offers to `boot.js`.

use deskside::panel;
use deskside_protocol::identity::Lang;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, MessagePort};

/// Mounts the component in place of what `root` holds. `words` gives language files by tag. The
/// function answered takes it out again.
#[wasm_bindgen]
pub async fn mount(
    root: HtmlElement,
    port: Option<MessagePort>,
    origin: String,
    desk: String,
    lang: String,
    words: Function,
) -> JsValue {
    let lang = Lang::from_tag(&lang);
    let unmount = panel::mount(panel::Place {
        root,
        port,
        origin,
        desk,
        lang,
        words,
    })
    .await;
    Closure::once_into_js(unmount)
}
