//! Files that were sent along.

use deskside_protocol::api::AttachmentView;
use leptos::prelude::*;

use super::icon::{Icon, Picture};
use super::when;

/// A list of files; nothing when there are none.
#[component]
#[must_use]
pub fn FileList(
    /// The files.
    files: Vec<AttachmentView>,
    /// A file is wanted.
    on_open: Callback<AttachmentView>,
) -> impl IntoView {
    let one = move |file: AttachmentView| {
        let wanted = file.clone();
        view! {
            <li>
                <button type="button" class={"file"} data-at="attachment" on:click=move |_| on_open.run(wanted.clone())>
                    <Picture icon=Icon::File/>
                    <span>{file.name}</span>
                    <span class={"soft"}>{move || when::size(file.size)}</span>
                </button>
            </li>
        }
    };
    (!files.is_empty()).then(|| {
        view! { <ul class={"files"}>{files.into_iter().map(one).collect_view()}</ul> }
    })
}
