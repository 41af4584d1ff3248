//! Calls to the desk over the agent's cookie. What goes wrong is a code; the sentence is the
//! reader's.

use deskside_protocol::problem::{Code, Problem};
use gloo_net::http::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Fetches something.
pub(crate) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Code> {
    let request = RequestBuilder::new(path).build();
    answer(request.map_err(|_| Code::BadRequest)?.send().await).await
}

/// Fetches a text as it is.
pub(crate) async fn text(path: &str) -> Result<String, Code> {
    let request = RequestBuilder::new(path).build();
    let sent = request.map_err(|_| Code::BadRequest)?.send().await;
    let response = sent.map_err(|_| Code::Offline)?;
    response.text().await.map_err(|_| Code::Offline)
}

/// Creates something. With a key it is created once, however often it is sent.
pub(crate) async fn post<T: DeserializeOwned>(
    path: &str,
    body: &impl Serialize,
    once: Option<&str>,
) -> Result<T, Code> {
    let mut request = mutating(Method::POST, path);
    if let Some(once) = once {
        request = request.header("Idempotency-Key", once);
    }
    let request = request.json(body).map_err(|_| Code::BadRequest)?;
    answer(request.send().await).await
}

/// Does something that needs no words.
pub(crate) async fn call<T: DeserializeOwned>(method: Method, path: &str) -> Result<T, Code> {
    let request = mutating(method, path).build();
    answer(request.map_err(|_| Code::BadRequest)?.send().await).await
}

/// Puts something in its place.
pub(crate) async fn put<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Code> {
    let request = mutating(Method::PUT, path).json(body);
    answer(request.map_err(|_| Code::BadRequest)?.send().await).await
}

/// The header that only this page can set: another site's form cannot.
fn mutating(method: Method, path: &str) -> RequestBuilder {
    RequestBuilder::new(path)
        .method(method)
        .header("X-Deskside", "console")
}

async fn answer<T: DeserializeOwned>(sent: Result<Response, gloo_net::Error>) -> Result<T, Code> {
    let response = sent.map_err(|_| Code::Offline)?;
    let status = response.status();
    let body = response.text().await.map_err(|_| Code::Offline)?;
    if response.ok() {
        // Where there is nothing to say, nothing is what it says.
        let body = if body.is_empty() { "null" } else { &body };
        return serde_json::from_str(body).map_err(|_| Code::Internal);
    }
    let problem = serde_json::from_str::<Problem>(&body);
    Err(problem.map_or_else(|_| without_code(status), |problem| problem.code))
}

/// What a status without a code means: something between here and the desk answered.
fn without_code(status: u16) -> Code {
    let same = Code::ALL.iter().find(|code| code.status() == status);
    same.copied().unwrap_or(Code::Internal)
}
