//! Where a draft survives a reload: the frame's own storage, by system and user, gone once it is
//! sent. A browser that keeps nothing costs the draft and nothing else.

use deskside_protocol::api::SessionOpened;
use leptos::prelude::*;
use web_sys::Storage;

use super::draft::Draft;
use crate::browser;
use crate::link::Link;

fn storage() -> Option<Storage> {
    browser::window().local_storage().ok().flatten()
}

fn name(card: &SessionOpened) -> String {
    format!("deskside:draft:{}:{}", card.system.id, card.person.id)
}

/// The name of this person's draft; `None` until it is known who they are.
fn here(link: Link) -> Option<String> {
    let session = link
        .desk
        .session
        .with_untracked(super::super::link::Session::opened)?;
    Some(name(&session.card))
}

/// Keeps the draft whenever it changes, and brings back what was kept, unless something was written
/// before it was known who writes.
pub fn keep(link: Link, draft: RwSignal<Draft>) {
    Effect::new(move |began: Option<bool>| {
        let Some(opened) = link.opened() else {
            return false;
        };
        let name = name(&opened.card);
        if began != Some(true) {
            restore(&name, draft);
        }
        draft.with(|draft| save(&name, draft));
        true
    });
}

fn restore(name: &str, draft: RwSignal<Draft>) {
    let text = storage().and_then(|storage| storage.get_item(name).ok().flatten());
    let kept = text.and_then(|text| serde_json::from_str::<Draft>(&text).ok());
    if let Some(mut kept) = kept
        && draft.with_untracked(Draft::pristine)
    {
        kept.uploads.forget_unfinished();
        draft.set(kept);
    }
}

fn save(name: &str, draft: &Draft) {
    let Some(storage) = storage() else { return };
    if draft.pristine() {
        let _ = storage.remove_item(name);
    } else if let Ok(text) = serde_json::to_string(draft) {
        // Full or forbidden storage: the draft lives as long as the page does.
        let _ = storage.set_item(name, &text);
    }
}

/// Forgets the draft: it was sent.
pub fn forget(link: Link) {
    if let (Some(storage), Some(name)) = (storage(), here(link)) {
        let _ = storage.remove_item(&name);
    }
}
