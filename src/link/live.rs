//! Live events of the desk. EventSource cannot carry a session, so each connection is opened with a
//! pass that works once; a lost one is opened anew, ever more patiently.

use deskside_protocol::api::LiveEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventSource, MessageEvent};

use super::Link;
use crate::browser;

const FIRST_WAIT: i32 = 1_000;
const LONGEST_WAIT: i32 = 30_000;

/// The line on which the desk tells of changes.
pub(super) enum Line {
    /// Nothing is open, for now.
    Idle,
    /// Open.
    Open(EventSource),
    /// The component left: nothing opens any more.
    Ended,
}

impl Line {
    /// Hangs up for good.
    pub(super) fn end(&mut self) {
        if let Line::Open(source) = std::mem::replace(self, Line::Ended) {
            source.close();
        }
    }

    fn ended(&self) -> bool {
        matches!(self, Line::Ended)
    }
}

/// Follows the desk's events for as long as the component lives.
pub fn follow(link: Link) {
    spawn_local(async move {
        let mut wait = FIRST_WAIT;
        while !link.line.with_value(Line::ended) {
            if let Ok(url) = link.desk.live_pass().await
                && !link.line.with_value(Line::ended)
                && let Ok(source) = EventSource::new(&url)
            {
                link.line.set_value(Line::Open(source.clone()));
                if until_lost(link, &source).await {
                    wait = FIRST_WAIT;
                }
            }
            browser::sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
            if !link.line.with_value(Line::ended) {
                link.books.refresh();
            }
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
