//! How a draft survives a reload, by system and user, gone once it is sent.

use deskside_protocol::api::SessionOpened;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::Draft;
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
                    restore(link.kept(&name).await, draft);
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
        link.keep(&name(&opened.card), String::new());
    }
}

fn name(card: &SessionOpened) -> String {
    format!("draft:{}:{}", card.system.id, card.person.id)
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
    link.keep(name, text);
}
