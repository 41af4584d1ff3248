//! On their way to the desk: a request, and files with their progress.

use deskside_protocol::api::{AttachmentView, TicketView};
use deskside_protocol::port::ToLoader;
use deskside_protocol::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::draft::Draft;
use super::keep;
use crate::browser;
use crate::context::Collected;
use crate::link::{Desk, Link};
use crate::text::{lang, say_with};
use crate::ui::sending::sent;

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

/// Sends a file of a draft.
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
    sent(&url, ("authorization", &bearer), file, went).await
}
