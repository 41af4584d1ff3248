//! What the desk tells while the page is open: something changed, fetch it anew.

use deskside_protocol::api::LiveEvent;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventSource, MessageEvent};

/// What came over the line.
#[derive(Clone, Debug)]
pub(crate) enum Heard {
    /// The line is up, for the first time or again: what happened meanwhile is unknown.
    Up,
    /// The line broke.
    Down,
    /// Something changed.
    Changed(LiveEvent),
}

/// The line to the desk; dropping it hangs up.
pub(crate) struct Live {
    source: EventSource,
    _heard: [Closure<dyn FnMut(Event)>; 3],
}

impl Live {
    /// Opens the line.
    pub(crate) fn open(path: &str, tell: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let source = EventSource::new(path).ok()?;
        let on = |hear: fn(&Event) -> Option<Heard>| {
            let tell = tell.clone();
            Closure::<dyn FnMut(Event)>::new(move |event: Event| {
                if let Some(heard) = hear(&event) {
                    tell(heard);
                }
            })
        };
        let heard = [
            on(|_| Some(Heard::Up)),
            on(|_| Some(Heard::Down)),
            on(changed),
        ];
        source.set_onopen(Some(heard[0].as_ref().unchecked_ref()));
        source.set_onerror(Some(heard[1].as_ref().unchecked_ref()));
        source.set_onmessage(Some(heard[2].as_ref().unchecked_ref()));
        Some(Self {
            source,
            _heard: heard,
        })
    }

    /// Whether the browser gave up on it and a new one is needed.
    pub(crate) fn gone(&self) -> bool {
        self.source.ready_state() == EventSource::CLOSED
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.source.close();
    }
}

fn changed(event: &Event) -> Option<Heard> {
    let data = event.dyn_ref::<MessageEvent>()?.data().as_string()?;
    serde_json::from_str(&data).ok().map(Heard::Changed)
}
