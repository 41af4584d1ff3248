//! The one port to the loader. Calls are numbered; each answer finds its caller.

use std::collections::HashMap;

use deskside_protocol::port::{Ask, ToComponent, ToLoader};
use deskside_protocol::problem::{Code, Problem};
use js_sys::{Array, Function, Promise};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, MessagePort};

/// A handle to the port; there is none when the page was opened by itself.
#[derive(Clone, Copy)]
pub struct Port(StoredValue<Inner, LocalStorage>);

/// What the loader says on its own account (answers to calls find their callers here).
pub type Message = ToComponent;

struct Inner {
    port: Option<MessagePort>,
    next: u32,
    waiting: HashMap<u32, Function>,
    origin: String,
}

impl Port {
    /// Takes the port; `origin` is the page's origin as the browser says it, never as a message does.
    #[must_use]
    pub fn new(port: Option<MessagePort>, origin: &str) -> Self {
        Self(StoredValue::new_local(Inner {
            port,
            next: 1,
            waiting: HashMap::new(),
            origin: origin.to_owned(),
        }))
    }

    /// Whether a page is at the other end.
    #[must_use]
    pub fn connected(self) -> bool {
        self.0.with_value(|inner| inner.port.is_some())
    }

    /// An address in the host.
    #[must_use]
    pub fn in_host(self, path: &str) -> String {
        self.0.with_value(|inner| format!("{}{path}", inner.origin))
    }

    /// Starts listening.
    pub fn listen(self, heard: impl Fn(Message) + 'static) {
        let Some(port) = self.0.with_value(|inner| inner.port.clone()) else {
            return;
        };
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            match serde_json::from_str(&text) {
                Ok(ToComponent::Answer { call, status, body }) => {
                    self.answered(call, status, &body)
                }
                Ok(message) => heard(message),
                // What is not of our language was not meant for us.
                Err(_) => {}
            }
        });
        port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
    }

    /// Says and hears nothing any more.
    pub fn close(self) {
        self.0.update_value(|inner| {
            if let Some(port) = inner.port.take() {
                port.close();
            }
        });
    }

    /// Says something to the loader.
    pub fn send(self, message: &ToLoader) {
        let text = serde_json::to_string(message).unwrap_or_default();
        self.0.with_value(|inner| {
            if let Some(port) = &inner.port {
                // A closed port means that the page is gone, and we with it.
                let _ = port.post_message(&JsValue::from_str(&text));
            }
        });
    }

    /// Asks the page or the host, and reads the answer.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn ask<T: DeserializeOwned>(self, what: Ask) -> Result<T, Code> {
        let (status, body) = self.call(what).await;
        let body = if body.is_empty() { "null" } else { &body };
        match status {
            200..=299 => serde_json::from_str(body).map_err(|_| Code::HostUnavailable),
            _ => Err(refusal(status, body)),
        }
    }

    async fn call(self, what: Ask) -> (u16, String) {
        if !self.connected() {
            return (0, String::new());
        }
        let mut call = 0;
        let promise = Promise::new(&mut |resolve, _| {
            self.0.update_value(|inner| {
                call = inner.next;
                inner.next += 1;
                inner.waiting.insert(call, resolve);
            });
        });
        self.send(&ToLoader::Call { call, what });
        let answer = Array::from(&JsFuture::from(promise).await.unwrap_or_default());
        let status = answer.get(0).as_f64().map_or(0, |status| status as u16);
        (status, answer.get(1).as_string().unwrap_or_default())
    }

    fn answered(self, call: u32, status: u16, body: &str) {
        let mut caller = None;
        self.0
            .update_value(|inner| caller = inner.waiting.remove(&call));
        if let Some(caller) = caller {
            let answer = Array::of2(&f64::from(status).into(), &body.into());
            // Resolving a promise cannot fail.
            let _ = caller.call1(&JsValue::NULL, &answer);
        }
    }
}

/// What a host's refusal means: its own code where it gave one.
fn refusal(status: u16, body: &str) -> Code {
    if let Ok(problem) = serde_json::from_str::<Problem>(body) {
        return problem.code;
    }
    match status {
        401 => Code::Unauthenticated,
        403 => Code::Forbidden,
        404 => Code::NotFound,
        429 => Code::TooMany,
        _ => Code::HostUnavailable,
    }
}
