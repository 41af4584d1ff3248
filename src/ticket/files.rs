//! Picking, dropping and pasting files.

use deskside_protocol::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, Element, File, FileList, HtmlElement, HtmlInputElement};

use super::describe::UploadsChange;
use super::send::upload;
use super::upload::{Stage, Upload, Uploads};
use crate::browser;
use crate::link::Link;
use crate::text::{say_with, t, word};
use crate::ui::icon::{Icon, Picture};
use crate::ui::when;

/// The picker and what was picked. Files go to the desk at once.
#[component]
pub(super) fn FilePicker(
    /// The files of the draft.
    uploads: Signal<Uploads>,
    /// Changes them.
    change: Callback<UploadsChange>,
) -> impl IntoView {
    let link = Link::here();
    let hovered = RwSignal::new(false);
    let take = move |files: Option<FileList>| {
        let files = files.map(|files| (0..files.length()).filter_map(move |at| files.get(at)));
        for file in files.into_iter().flatten() {
            begin(link, &file, change);
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        hovered.set(false);
        take(event.data_transfer().and_then(|data| data.files()));
    };
    let picker = NodeRef::<leptos::html::Div>::new();
    let paste = window_event_listener(leptos::ev::paste, move |event| {
        let event: ClipboardEvent = event.unchecked_into();
        if !picker
            .get_untracked()
            .is_some_and(|picker| meant(&picker, &event))
        {
            return;
        }
        take(event.clipboard_data().and_then(|data| data.files()));
    });
    on_cleanup(move || paste.remove());
    let picked = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        take(input.files());
        input.set_value("");
    };
    view! {
        <div class={"picker"} node_ref=picker data-hovered=move || hovered.get().to_string()
            on:dragover=move |event| { event.prevent_default(); hovered.set(true) }
            on:dragleave=move |_| hovered.set(false) on:drop=dropped>
            <label class={"pick"}>
                <Picture icon=Icon::Clip/>
                <span>{t("ticket.files.add")}</span>
                <input type="file" multiple=true data-at="files" on:change=picked/>
            </label>
            <ul class={"files"}>
                <For each=move || uploads.get().all().to_vec() key=|upload| (upload.id.clone(), stage_key(&upload.stage)) let:upload>
                    <UploadRow upload change/>
                </For>
            </ul>
        </div>
    }
}

/// Whether a paste is meant for this picker: it happened in its form, or in none that has a picker and
/// this one is the last of the page, where people answer.
fn meant(picker: &HtmlElement, event: &ClipboardEvent) -> bool {
    let form_of = |element: &Element| element.closest("form").ok().flatten();
    let target = event.target().and_then(|target| target.dyn_into().ok());
    match target.as_ref().and_then(form_of) {
        Some(form) if form.query_selector(".picker").ok().flatten().is_some() => {
            form.contains(Some(picker))
        }
        _ => {
            let panel = picker.closest(".panel").ok().flatten();
            let pickers = panel.map(|panel| panel.get_elements_by_class_name("picker"));
            let last = pickers.and_then(|all| all.item(all.length().saturating_sub(1)));
            last.is_some_and(|last| last == *picker.as_ref())
        }
    }
}

/// What makes a row be drawn anew.
fn stage_key(stage: &Stage) -> u16 {
    match stage {
        Stage::Going { percent } => u16::from(*percent),
        Stage::There { .. } => 1_000,
        Stage::Lost { .. } => 1_001,
    }
}

#[component]
fn UploadRow(upload: Upload, change: Callback<UploadsChange>) -> impl IntoView {
    let Upload {
        id,
        name,
        size,
        stage,
    } = upload;
    let named = name.clone();
    let remove = move |_| {
        let id = id.clone();
        change.run(Box::new(move |uploads| uploads.remove(&id)));
    };
    let how_far = match stage {
        Stage::Going { percent } => {
            view! { <progress max={"100"} value={percent.to_string()}></progress> }.into_any()
        }
        Stage::There { .. } => {
            view! { <span class={"soft"}>{move || when::size(size)}</span> }.into_any()
        }
        Stage::Lost { code } => {
            view! { <span class={"fault"}>{move || word("error", code.as_str())}</span> }.into_any()
        }
    };
    view! {
        <li class={"file"} data-at="upload">
            <Picture icon=Icon::File/>
            <span>{name}</span>
            {how_far}
            <button type="button" class={"bare"} on:click=remove
                aria-label=move || say_with("ticket.files.remove", &[("name", &named)])>
                <Picture icon=Icon::Cross/>
            </button>
        </li>
    }
}

fn begin(link: Link, file: &File, change: Callback<UploadsChange>) {
    let (id, name) = (browser::uuid(), file.name());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size in bytes"
    )]
    let size = file.size() as u64;
    let file = file.clone();
    change.run(Box::new({
        let (id, name) = (id.clone(), name.clone());
        move |uploads| {
            uploads.add(id, name, size);
        }
    }));
    if size > deskside_protocol::ticket::MAX_FILE {
        return;
    }
    spawn_local(async move {
        let going = id.clone();
        let went = move |percent| {
            let id = going.clone();
            change.run(Box::new(move |uploads: &mut Uploads| {
                uploads.went(&id, percent)
            }));
        };
        let answer: Result<_, Code> = upload(link.desk, &id, &file, went).await;
        change.run(Box::new(move |uploads| uploads.ended(&id, answer)));
    });
}
