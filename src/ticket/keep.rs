//! Where a draft survives a reload, by system and user, gone once it is sent: the frame's own
//! storage, or the page's where the browser denies the frame one.

use deskside_protocol::api::SessionOpened;
use deskside_protocol::port::Ask;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Storage;

use super::draft::Draft;
use crate::browser;
use crate::link::Link;

/// How far keeping is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeping {
    /// It is not known yet who writes.
    Nobody,
    /// What was kept before is looked for.
    Looking,
    /// Every change is kept.
    On,
}

/// Keeps the draft whenever it changes, and brings back what was kept, unless something was written
/// before it was known who writes.
pub fn keep(link: Link, draft: RwSignal<Draft>) {
    let keeping = RwSignal::new(Keeping::Nobody);
    Effect::new(move || {
        let Some(opened) = link.opened() else { return };
        let name = name(&opened.card);
        match keeping.get() {
            Keeping::Nobody => {
                keeping.set(Keeping::Looking);
                spawn_local(async move {
                    restore(kept(link, &name).await, draft);
                    keeping.set(Keeping::On);
                });
            }
            Keeping::Looking => {}
            Keeping::On => draft.with(|draft| save(link, &name, draft)),
        }
    });
}

/// Forgets the draft: it was sent.
pub fn forget(link: Link) {
    if let Some(opened) = link.opened_now() {
        put(link, &name(&opened.card), String::new());
    }
}

fn name(card: &SessionOpened) -> String {
    format!("draft:{}:{}", card.system.id, card.person.id)
}

fn storage() -> Option<Storage> {
    browser::window().local_storage().ok().flatten()
}

async fn kept(link: Link, name: &str) -> Option<String> {
    match storage() {
        Some(storage) => storage.get_item(name).ok().flatten(),
        None => {
            let name = name.to_owned();
            link.port.ask(Ask::Kept { name }).await.ok().flatten()
        }
    }
}

fn restore(text: Option<String>, draft: RwSignal<Draft>) {
    let kept = text.and_then(|text| serde_json::from_str::<Draft>(&text).ok());
    if let Some(mut kept) = kept
        && draft.with_untracked(Draft::pristine)
    {
        kept.uploads.forget_unfinished();
        draft.set(kept);
    }
}

fn save(link: Link, name: &str, draft: &Draft) {
    let text = if draft.pristine() {
        String::new()
    } else {
        // A secret that is still being typed is kept nowhere.
        let mut kept = draft.clone();
        kept.mask_secrets();
        serde_json::to_string(&kept).unwrap_or_default()
    };
    put(link, name, text);
}

/// Keeps a text; an empty one is forgotten. A full storage costs the draft and nothing else.
fn put(link: Link, name: &str, text: String) {
    match storage() {
        Some(storage) if text.is_empty() => {
            let _ = storage.remove_item(name);
        }
        Some(storage) => {
            let _ = storage.set_item(name, &text);
        }
        None => {
            let name = name.to_owned();
            spawn_local(async move {
                let _: Option<()> = link.port.ask(Ask::Keep { name, text }).await.ok();
            });
        }
    }
}
