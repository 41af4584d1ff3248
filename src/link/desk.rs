//! The desk over HTTP. A session that ran out is opened anew once, unseen.

use std::sync::Arc;

use deskside_protocol::api::{LivePass, OpenSession, SessionOpened};
use deskside_protocol::host::Signed;
use deskside_protocol::port::Ask;
use deskside_protocol::problem::{Code, Problem};
use gloo_net::http::{Method, RequestBuilder, Response};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Opened, Port, Session};
use crate::browser;

/// A handle to the desk.
#[derive(Clone, Copy)]
pub struct Desk {
    port: Port,
    base: StoredValue<Arc<str>>,
    /// Who is signed in.
    pub session: RwSignal<Session>,
}

/// One request, kept so that it can be sent twice.
struct Order<'a> {
    method: Method,
    path: &'a str,
    body: Option<String>,
    key: Option<&'a str>,
}

impl Desk {
    pub(super) fn new(port: Port, base: &str) -> Self {
        Self {
            port,
            base: StoredValue::new(base.into()),
            session: RwSignal::new(Session::Waiting),
        }
    }

    /// Asks the host who this is and opens a session with its word.
    ///
    /// # Errors
    /// Why there is no session.
    pub async fn sign_in(self) -> Result<(), Code> {
        self.session.set(Session::Asking);
        let opened = self.open_session().await;
        self.session.set(match &opened {
            Ok(opened) => Session::Open(Arc::clone(opened)),
            Err(_) if !self.port.connected() => Session::Alone,
            Err(code) => Session::Refused(*code),
        });
        opened.map(|_| ())
    }

    async fn open_session(self) -> Result<Arc<Opened>, Code> {
        let token: Signed = self.port.ask(Ask::Identity).await?;
        let order = Order {
            method: Method::POST,
            path: "/api/sessions",
            body: Some(json(&OpenSession {
                identity: token.jws.clone(),
            })),
            key: None,
        };
        let card: SessionOpened = read(&self.send(&order, None).await?)?;
        browser::desk_says_it_is(card.now);
        Ok(Arc::new(Opened::new(card, &token.jws)))
    }

    /// Fetches something.
    ///
    /// # Errors
    /// Why it cannot be had.
    pub async fn get<T: DeserializeOwned>(self, path: &str) -> Result<T, Code> {
        let order = Order {
            method: Method::GET,
            path,
            body: None,
            key: None,
        };
        read(&self.text(&order).await?)
    }

    /// Sends something; the same `key` again has no second effect.
    ///
    /// # Errors
    /// Why it did not work.
    pub async fn post<T: DeserializeOwned>(
        self,
        path: &str,
        body: &impl Serialize,
        key: Option<&str>,
    ) -> Result<T, Code> {
        let order = Order {
            method: Method::POST,
            path,
            body: Some(json(body)),
            key,
        };
        read(&self.text(&order).await?)
    }

    /// Fetches a file's bytes.
    ///
    /// # Errors
    /// Why they cannot be had.
    pub async fn bytes(self, path: &str) -> Result<js_sys::ArrayBuffer, Code> {
        let order = Order {
            method: Method::GET,
            path,
            body: None,
            key: None,
        };
        let response = self.signed_in(&order).await?;
        let bytes = response.binary().await.map_err(|_| Code::Offline)?;
        Ok(js_sys::Uint8Array::from(bytes.as_slice()).buffer())
    }

    /// A one-time address for live events.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn live_pass(self) -> Result<String, Code> {
        let pass: LivePass = self.post("/api/live", &(), None).await?;
        Ok(self.at(&pass.url))
    }

    /// An address at the desk.
    #[must_use]
    pub fn at(self, path: &str) -> String {
        self.base.with_value(|base| format!("{base}{path}"))
    }

    /// The bearer session of this moment, for an upload.
    #[must_use]
    pub fn bearer(self) -> Option<String> {
        let opened = self.session.with_untracked(Session::opened)?;
        Some(format!("Bearer {}", opened.card.session))
    }

    async fn text(self, order: &Order<'_>) -> Result<String, Code> {
        let response = self.signed_in(order).await?;
        response.text().await.map_err(|_| Code::Offline)
    }

    async fn signed_in(self, order: &Order<'_>) -> Result<Response, Code> {
        match self.fetch(order, self.bearer().as_deref()).await {
            Err(Code::Unauthenticated) => {
                let opened = self.open_session().await?;
                self.session.set(Session::Open(opened));
                self.fetch(order, self.bearer().as_deref()).await
            }
            answer => answer,
        }
    }

    async fn send(self, order: &Order<'_>, bearer: Option<&str>) -> Result<String, Code> {
        let response = self.fetch(order, bearer).await?;
        response.text().await.map_err(|_| Code::Offline)
    }

    async fn fetch(self, order: &Order<'_>, bearer: Option<&str>) -> Result<Response, Code> {
        let mut request = RequestBuilder::new(&self.at(order.path)).method(order.method.clone());
        if let Some(bearer) = bearer {
            request = request.header("authorization", bearer);
        }
        if let Some(key) = order.key {
            request = request.header("idempotency-key", key);
        }
        let request = match &order.body {
            Some(body) => request
                .header("content-type", "application/json")
                .body(body.as_str()),
            None => request.build(),
        };
        let response = request.map_err(|_| Code::Internal)?.send().await;
        let response = response.map_err(|_| Code::Offline)?;
        if response.ok() {
            Ok(response)
        } else {
            Err(refusal(&response).await)
        }
    }
}

async fn refusal(response: &Response) -> Code {
    let text = response.text().await.unwrap_or_default();
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => problem.code,
        Err(_) => from_status(response.status()),
    }
}

/// What a status without a code means (a proxy in between answered).
#[must_use]
pub(super) fn from_status(status: u16) -> Code {
    match status {
        401 => Code::Unauthenticated,
        403 => Code::Forbidden,
        404 => Code::NotFound,
        413 => Code::TooLarge,
        429 => Code::TooMany,
        500 => Code::Internal,
        _ => Code::Offline,
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Code> {
    let text = if text.is_empty() { "null" } else { text };
    serde_json::from_str(text).map_err(|_| Code::Internal)
}
