//! How the component comes to life: it hears the loader, asks who is there, collects, and listens
//! to the desk. Nothing of this happens before the panel is opened.

use deskside_protocol::identity::Lang;
use deskside_protocol::port::{Room, ToComponent};
use js_sys::{Function, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::context::{Collected, collect};
use crate::link::{Link, Session, follow};
use crate::text::{Words, speak};
use crate::ticket::draft::Draft;

thread_local! {
    /// Fetches a language file; given by whoever mounted the component.
    static FETCH_WORDS: std::cell::RefCell<Option<Function>> = const { std::cell::RefCell::new(None) };
}

/// Whence language files come.
pub(super) fn words_come_from(fetch: Function) {
    FETCH_WORDS.with(|place| place.replace(Some(fetch)));
}

/// Fetches a language and speaks it. One that cannot be had leaves the one that is spoken.
pub(super) async fn learn(lang: Lang) {
    let fetch = FETCH_WORDS.with(|place| place.borrow().clone());
    let promise = fetch.and_then(|fetch| fetch.call1(&JsValue::NULL, &lang.tag().into()).ok());
    let Some(promise) = promise else { return };
    let json = JsFuture::from(Promise::resolve(&promise)).await;
    let json = json
        .ok()
        .and_then(|json| json.as_string())
        .unwrap_or_default();
    if let Ok(words) = Words::parse(lang, &json) {
        speak(words);
        if let Some(root) = document().document_element() {
            // Screen readers pronounce by it; in a host's page it is not ours to change.
            if root.has_attribute("data-system") {
                let _ = root.set_attribute("lang", lang.tag());
            }
        }
    }
}

/// Speaks another language from now on.
pub(super) fn switch_language(lang: Lang) {
    spawn_local(learn(lang));
}

/// Hears the loader.
pub(super) fn hear(link: Link, draft: RwSignal<Draft>, collected: RwSignal<Collected>) {
    link.port.listen(move |message| match message {
        ToComponent::Hello(hello) => {
            open_with(link, draft, hello.room, hello.subject);
        }
        ToComponent::Opened { room, subject } => {
            open_with(link, draft, room, subject);
            request_animation_frame(move || link.focus_first());
            opened(link, draft, collected);
        }
        ToComponent::Lang { lang } => switch_language(lang),
        // Answers found their callers; a closed panel keeps what it shows.
        ToComponent::Answer { .. } | ToComponent::Closed => {}
    });
}

fn open_with(link: Link, draft: RwSignal<Draft>, room: Option<Room>, subject: Option<String>) {
    if let Some(room) = room {
        link.go(room);
    }
    if let Some(subject) = subject.filter(|_| draft.with_untracked(Draft::pristine)) {
        draft.update(|draft| draft.describe(subject));
    }
}

/// The panel stands before the person.
fn opened(link: Link, draft: RwSignal<Draft>, collected: RwSignal<Collected>) {
    spawn_local(async move {
        match link.desk.session.get_untracked() {
            // Opened twice in a hurry: the first one goes on.
            Session::Asking => return,
            Session::Open(_) => link.books.refresh(),
            Session::Waiting | Session::Alone | Session::Refused(_) => {
                if !signed_in(link).await {
                    return;
                }
            }
        }
        // What is already being reviewed does not change under the reader's eyes.
        let untouched = collected.with_untracked(|collected| collected.parts().is_empty());
        if untouched || draft.with_untracked(Draft::pristine) {
            collected.set(collect(link).await);
        }
    });
}

/// Tries to sign in again.
pub(super) fn sign_in(link: Link) {
    spawn_local(async move {
        signed_in(link).await;
    });
}

/// Signs in, and from then on follows the desk.
async fn signed_in(link: Link) -> bool {
    let signed_in = link.desk.sign_in().await.is_ok();
    if signed_in {
        link.books.refresh();
        follow(link);
    }
    signed_in
}
