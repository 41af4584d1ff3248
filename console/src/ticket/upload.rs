//! Files an agent sends along: picked, dropped or pasted; on their way at once.

use std::sync::Arc;

use deskside::browser::uuid;
use deskside::text::{say_with, t, word};
use deskside::ticket::upload::{Stage, Upload, Uploads};
use deskside::ui::icon::{Icon, Picture};
use deskside::ui::sending::sent;
use deskside::ui::when;
use deskside_protocol::ids::SystemId;
use deskside_protocol::ticket::MAX_FILE;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::{ClipboardEvent, DragEvent, File, FileList, HtmlInputElement, Node};

/// A change to the files of a draft.
pub(super) type Change = Box<dyn FnOnce(&mut Uploads) + Send>;

/// The draft, wherever it is kept: it may outlive what is drawn here.
pub(super) type Keeper = Arc<dyn Fn(Change) + Send + Sync>;

/// The picker, and what was picked.
#[component]
pub(super) fn Files(
    /// Whose system they are for: tenants never meet, not even in files.
    system: SystemId,
    #[prop(into)] uploads: Signal<Uploads>,
    change: Keeper,
    /// The hook.
    at: &'static str,
) -> impl IntoView {
    let keeper = Arc::clone(&change);
    let take = move |files: Option<FileList>| {
        let files = files.map(|files| (0..files.length()).filter_map(move |n| files.get(n)));
        for file in files.into_iter().flatten() {
            begin(&system, &file, &keeper);
        }
    };
    let node = NodeRef::<html::Div>::new();
    let (dropped, picked, pasted) = (take.clone(), take.clone(), take);
    // A picture that is pasted while writing goes along with what is written there.
    let paste = window_event_listener(leptos::ev::paste, move |event| {
        let event: ClipboardEvent = event.unchecked_into();
        let form = node
            .get_untracked()
            .and_then(|picker| picker.closest("form").ok().flatten());
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Node>().ok());
        if form.is_some_and(|form| form.contains(target.as_ref())) {
            pasted(event.clipboard_data().and_then(|data| data.files()));
        }
    });
    on_cleanup(move || paste.remove());
    let drop = move |event: DragEvent| {
        event.prevent_default();
        dropped(event.data_transfer().and_then(|data| data.files()));
    };
    let pick = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        picked(input.files());
        input.set_value("");
    };
    view! {
        <div class="picker" node_ref=node on:dragover=|event: DragEvent| event.prevent_default() on:drop=drop>
            <label class="button quiet pick">
                <Picture icon=Icon::Clip/>
                {t("files.add")}
                <input class="hidden" type="file" multiple=true data-at=at on:change=pick/>
            </label>
            <ul class="files">
                {move || uploads.get().all().iter().cloned()
                    .map(|upload| view! { <Row upload change=Arc::clone(&change)/> }).collect_view()}
            </ul>
        </div>
    }
}

/// One file and how far it is.
#[component]
fn Row(upload: Upload, change: Keeper) -> impl IntoView {
    let Upload {
        id,
        name,
        size,
        stage,
    } = upload;
    let named = name.clone();
    let remove = move |_| {
        let id = id.clone();
        change(Box::new(move |uploads| uploads.remove(&id)));
    };
    let how_far = match stage {
        Stage::Going { percent } => {
            view! { <progress max="100" value=percent.to_string()></progress> }.into_any()
        }
        Stage::There { .. } => {
            view! { <span class="soft">{move || when::size(size)}</span> }.into_any()
        }
        Stage::Lost { code } => {
            view! { <span class="fault">{move || word("error", code.as_str())}</span> }.into_any()
        }
    };
    view! {
        <li class="file" data-at="upload">
            <Picture icon=Icon::File/>
            <span>{name}</span>
            {how_far}
            <button type="button" class="icon small" on:click=remove
                aria-label=move || say_with("files.remove", &[("name", &named)])>
                <Picture icon=Icon::Cross/>
            </button>
        </li>
    }
}

fn begin(system: &SystemId, file: &File, change: &Keeper) {
    let (id, name) = (uuid(), file.name());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size in bytes"
    )]
    let size = file.size() as u64;
    let encoded = String::from(js_sys::encode_uri_component(&name));
    let url = format!("/api/agent/uploads/{id}?name={encoded}&system={system}");
    let (added, file) = (id.clone(), file.clone());
    change(Box::new(move |uploads| {
        uploads.add(added, name, size);
    }));
    if size > MAX_FILE {
        return;
    }
    let change = Arc::clone(change);
    spawn_local(async move {
        let (going, tell) = (id.clone(), Arc::clone(&change));
        let went = move |percent| {
            let id = going.clone();
            tell(Box::new(move |uploads: &mut Uploads| {
                uploads.went(&id, percent);
            }));
        };
        let answer = sent(&url, ("X-Deskside", "console"), &file, went).await;
        change(Box::new(move |uploads| uploads.ended(&id, answer)));
    });
}
