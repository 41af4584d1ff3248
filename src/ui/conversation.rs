//! A conversation, oldest first. What people wrote is shown as text and nothing else.

use deskside_protocol::api::{AttachmentView, MessageView};
use deskside_protocol::ticket::Side;
use leptos::prelude::*;

use super::files::FileList;
use super::when;

/// The conversation.
#[component]
#[must_use]
pub fn Conversation(
    /// Messages, oldest first.
    messages: Vec<MessageView>,
    /// Which side reads.
    mine: Side,
    /// A file is wanted.
    on_open: Callback<AttachmentView>,
) -> impl IntoView {
    let said = move |message: MessageView| {
        let side = if message.side == mine {
            "mine"
        } else {
            "theirs"
        };
        let at = message.at;
        view! {
            <li class="message" data-side={side} data-at="message">
                <p class={"by"}>
                    <strong>{message.author}</strong>
                    <time datetime=at.to_rfc3339()>{move || when::short(at)}</time>
                </p>
                <p class={"words"}>{message.text}</p>
                <FileList files=message.attachments on_open/>
            </li>
        }
    };
    view! { <ol class={"conversation"} data-at="conversation">{messages.into_iter().map(said).collect_view()}</ol> }
}
