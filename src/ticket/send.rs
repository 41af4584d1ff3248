//! On their way to the desk: a request, and files with their progress.

use deskside_protocol::api::{AttachmentView, TicketView};
use deskside_protocol::port::ToLoader;
use deskside_protocol::problem::{Code, Problem};
use js_sys::{Function, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use super::draft::Draft;
use super::keep;
use crate::browser;
use crate::context::Collected;
use crate::link::{Desk, Link};
use crate::text::{lang, say_with};

/// Sends the draft; what becomes of it stands in its phase.
pub(super) fn send(link: Link, draft: RwSignal<Draft>, collected: RwSignal<Collected>) {
    let ticket = collected.with_untracked(|collected| {
        let mut ticket = None;
        draft.update(|draft| ticket = draft.send(&collected.context, lang()).ok());
        ticket
    });
    let Some(ticket) = ticket else { return };
    let key = draft.with_untracked(|draft| draft.key().to_owned());
    spawn_local(async move {
        let answer: Result<TicketView, Code> =
            link.desk.post("/api/tickets", &ticket, Some(&key)).await;
        match answer {
            Ok(ticket) => filed(link, draft, &ticket),
            Err(code) => draft.update(|draft| draft.failed(code, browser::uuid)),
        }
    });
}

fn filed(link: Link, draft: RwSignal<Draft>, ticket: &TicketView) {
    draft.update(|draft| draft.filed(ticket, browser::uuid()));
    keep::forget(link);
    link.books.refresh();
    let reference = &ticket.summary.reference;
    link.tell(|| say_with("ticket.sent.told", &[("reference", reference)]));
    link.port.send(&ToLoader::Event {
        name: "ticket-created".into(),
        detail: reference.clone(),
    });
}

/// Sends a file. XMLHttpRequest, because only it says how far it is in every browser.
///
/// # Errors
/// Why it did not arrive.
pub(super) async fn upload(
    desk: Desk,
    id: &str,
    file: &File,
    went: impl Fn(u8) + 'static,
) -> Result<AttachmentView, Code> {
    if desk.bearer().is_none() {
        desk.sign_in().await?;
    }
    let bearer = desk.bearer().ok_or(Code::Unauthenticated)?;
    let name = String::from(js_sys::encode_uri_component(&file.name()));
    let url = desk.at(&format!("/api/uploads/{id}?name={name}"));
    let (status, body) = put(&url, &bearer, file, went)
        .await
        .map_err(|_| Code::Offline)?;
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
    bearer: &str,
    file: &File,
    went: impl Fn(u8) + 'static,
) -> Result<(u16, String), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("PUT", url)?;
    request.set_request_header("authorization", bearer)?;
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
