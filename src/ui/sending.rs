//! Sending a file to the desk. XMLHttpRequest, because only it says how far it is in every browser.

use deskside_protocol::api::AttachmentView;
use deskside_protocol::problem::{Code, Problem};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// Sends a file to this address, under a header that says who sends it. `went` is told how much is there,
/// in hundredths.
///
/// # Errors
/// Why it did not arrive.
pub async fn sent(
    url: &str,
    header: (&str, &str),
    file: &File,
    went: impl Fn(u8) + 'static,
) -> Result<AttachmentView, Code> {
    let answer = put(url, header, file, went).await;
    let (status, body) = answer.map_err(|_| Code::Offline)?;
    match status {
        200..=299 => serde_json::from_str(&body).map_err(|_| Code::Internal),
        0 => Err(Code::Offline),
        413 => Err(Code::TooLarge),
        _ => {
            Err(serde_json::from_str::<Problem>(&body)
                .map_or(Code::Internal, |problem| problem.code))
        }
    }
}

async fn put(
    url: &str,
    (name, value): (&str, &str),
    file: &File,
    went: impl Fn(u8) + 'static,
) -> Result<(u16, String), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("PUT", url)?;
    request.set_request_header(name, value)?;
    let media_type = file.type_();
    let media_type = if media_type.is_empty() {
        "application/octet-stream"
    } else {
        &media_type
    };
    request.set_request_header("content-type", media_type)?;
    let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 100"
        )]
        went((event.loaded() * 100.0 / event.total().max(1.0)) as u8);
    });
    request
        .upload()?
        .set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    let ended = Promise::new(&mut |resolve: Function, _| request.set_onloadend(Some(&resolve)));
    request.send_with_opt_blob(Some(file))?;
    JsFuture::from(ended).await?;
    let body = request.response_text()?.unwrap_or_default();
    Ok((request.status()?, body))
}
