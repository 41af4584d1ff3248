//! Live events of the desk. EventSource cannot carry a session, so each connection is opened with a
//! pass that works once; a lost one is opened anew, ever more patiently.

use deskside_protocol::api::LiveEvent;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventSource, MessageEvent};

use super::Link;
use crate::browser;

const FIRST_WAIT: i32 = 1_000;
const LONGEST_WAIT: i32 = 30_000;

/// Follows the desk's events for as long as the page lives.
pub fn follow(link: Link) {
    spawn_local(async move {
        let mut wait = FIRST_WAIT;
        loop {
            if let Ok(url) = link.desk.live_pass().await
                && let Ok(source) = EventSource::new(&url)
                && until_lost(link, &source).await
            {
                wait = FIRST_WAIT;
            }
            browser::sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
            link.books.refresh();
        }
    });
}

/// Hears events until the connection is lost; says whether it ever stood.
async fn until_lost(link: Link, source: &EventSource) -> bool {
    let stood = std::rc::Rc::new(std::cell::Cell::new(false));
    let on_open = Closure::<dyn Fn()>::new({
        let stood = stood.clone();
        move || stood.set(true)
    });
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        if let Ok(event) = serde_json::from_str::<LiveEvent>(&text) {
            link.books.heard(event);
        }
    });
    source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    let lost = js_sys::Promise::new(&mut |resolve, _| {
        let on_error = Closure::once_into_js(move |_: Event| {
            let _ = resolve.call0(&JsValue::NULL);
        });
        source.set_onerror(Some(on_error.unchecked_ref()));
    });
    // The promise is only ever resolved.
    let _ = wasm_bindgen_futures::JsFuture::from(lost).await;
    source.set_onerror(None);
    source.set_onopen(None);
    source.set_onmessage(None);
    source.close();
    stood.get()
}
