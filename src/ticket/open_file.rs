//! A file that was sent along: fetched with the session, and kept by the person.

use deskside_protocol::api::AttachmentView;
use deskside_protocol::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::link::Link;
use crate::text::word;

/// What opens a file.
pub(super) fn open_file(link: Link) -> Callback<AttachmentView> {
    Callback::new(move |file| keep_file(link, file))
}

fn keep_file(link: Link, file: AttachmentView) {
    spawn_local(async move {
        let bytes = link
            .desk
            .bytes(&format!("/api/attachments/{}", file.id))
            .await;
        let kept = bytes.map(|bytes| browser::save_file(&file.name, &bytes, &file.media_type));
        match kept {
            Ok(Ok(())) => {}
            Ok(Err(_)) => link.tell(|| word("error", Code::Internal.as_str())),
            Err(code) => link.tell(|| word("error", code.as_str())),
        }
    });
}
