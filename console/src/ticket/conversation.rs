//! The conversation: what the reporter wrote first, then every message, live in both directions.

use deskside::ui::conversation::Conversation as Messages;
use deskside_protocol::api::{AgentTicketView, AttachmentView, MessageView};
use deskside_protocol::ids::MessageId;
use deskside_protocol::ticket::Side;
use leptos::html::Div;
use leptos::prelude::*;

/// The conversation of the open ticket.
#[component]
pub(crate) fn Conversation(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let messages = Memo::new(move |_| ticket.with(all));
    let node = NodeRef::<Div>::new();
    // The newest message is what one came for, and what one waits for.
    Effect::new(move |_| {
        messages.track();
        if let Some(area) = node.get() {
            request_animation_frame(move || area.set_scroll_top(area.scroll_height()));
        }
    });
    view! {
        <div class="conversation-area" node_ref=node data-at="conversation" tabindex="0"
            aria-label=deskside::text::t("ticket.conversation") role="region">
            {move || view! { <Messages messages=messages.get() mine=Side::Agent on_open=Callback::new(open)/> }}
        </div>
    }
}

/// The description is the first thing said.
fn all(ticket: &AgentTicketView) -> Vec<MessageView> {
    let ticket = &ticket.ticket;
    let first = MessageView {
        id: MessageId(String::new()),
        side: Side::Reporter,
        author: ticket.summary.reporter.name.clone(),
        at: ticket.summary.received_at,
        text: ticket.description.clone(),
        attachments: ticket.attachments.clone(),
    };
    std::iter::once(first)
        .chain(ticket.messages.iter().cloned())
        .collect()
}

/// Files open beside the console; the desk sends them as something to keep, never as a page.
pub(crate) fn open(file: AttachmentView) {
    let path = format!("/api/agent/attachments/{}", file.id);
    // Where a browser blocks the tab, it says so itself.
    let _blocked = window().open_with_url_and_target(&path, "_blank");
}
