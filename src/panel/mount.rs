//! Mounting: in place of the field that stood in the page before, whose text is taken over.

use std::mem::ManuallyDrop;

use deskside_protocol::identity::Lang;
use deskside_protocol::port::ToLoader;
use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, HtmlTextAreaElement, MessagePort};

use super::App;
use super::start::{hear, learn, words_come_from};
use crate::browser;
use crate::context::Collected;
use crate::link::{Link, Port, Session};
use crate::ticket::draft::Draft;

/// Where the component is mounted and what it talks to.
pub struct Place {
    /// The element whose content it replaces.
    pub root: HtmlElement,
    /// The loader; `None` when the page was opened by itself.
    pub port: Option<MessagePort>,
    /// The host's origin, as the browser says it.
    pub origin: String,
    /// The desk's origin.
    pub desk: String,
    /// Language to begin with.
    pub lang: Lang,
    /// `(tag) => Promise<string>`: a language file.
    pub words: Function,
}

/// What the person typed before the component was there.
#[derive(Default)]
struct Typed {
    text: String,
    /// Where the caret was, when the field had the focus.
    caret: Option<(u32, u32)>,
}

/// Mounts the component. What is answered takes it out again; who does not want that drops it.
pub async fn mount(place: Place) -> impl FnOnce() + 'static {
    let Place {
        root,
        port,
        origin,
        desk,
        lang,
        words,
    } = place;
    words_come_from(words);
    learn(lang).await;
    let port = Port::new(port, &origin);
    let draft = RwSignal::new(Draft::new(browser::uuid()));
    let collected = RwSignal::new(Collected::default());
    let link = Link::new(port, &desk);
    if !port.connected() {
        link.desk.session.set(Session::Alone);
    }
    // From here to the end nothing waits: not a letter typed meanwhile is lost.
    let typed = take_over(&root);
    if !typed.text.is_empty() {
        draft.update(|draft| draft.describe(typed.text.clone()));
    }
    root.replace_children_with_node_0();
    let mounted = leptos::mount::mount_to(root.clone(), move || {
        view! { <App link draft collected/> }
    });
    // Dropped, it would take the view along.
    let mounted = ManuallyDrop::new(mounted);
    give_back(&root, &typed);
    hear(link, draft, collected);
    port.send(&ToLoader::Ready);
    move || {
        link.leave();
        drop(ManuallyDrop::into_inner(mounted));
    }
}

fn take_over(root: &HtmlElement) -> Typed {
    let field = root.query_selector("textarea").ok().flatten();
    let Some(field) = field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()) else {
        return Typed::default();
    };
    let focused = document()
        .active_element()
        .is_some_and(|active| active == *field.as_ref());
    let caret = || {
        let start = field.selection_start().ok().flatten()?;
        let end = field.selection_end().ok().flatten()?;
        Some((start, end))
    };
    Typed {
        text: field.value(),
        caret: if focused { caret() } else { None },
    }
}

fn give_back(root: &HtmlElement, typed: &Typed) {
    let field = root.query_selector("#describe").ok().flatten();
    let field = field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok());
    if let (Some(field), Some((start, end))) = (field, typed.caret) {
        // The view would write the same a moment later, and that would move the caret.
        field.set_value(&typed.text);
        let _ = field.focus();
        let _ = field.set_selection_range(start, end);
    }
}
