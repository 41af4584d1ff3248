//! Discarding a mail: it is gone then, so it is asked once more.

use deskside::text::say_with;
use deskside_protocol::api::InboxMail;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use crate::confirm::Confirm;
use crate::desk;
use crate::work::work;

/// The dialog, for the mail in hand.
#[component]
pub(super) fn DiscardBox(mail: RwSignal<Option<InboxMail>>) -> impl IntoView {
    let work = work();
    let words = Signal::derive(move || {
        let Some(mail) = mail.get() else {
            return String::new();
        };
        let values = [("from", &*mail.from), ("subject", &*mail.subject)];
        say_with("inbox_page.discard_ask", &values)
    });
    let run = move |()| {
        let Some(meant) = mail.get_untracked() else {
            return;
        };
        mail.set(None);
        spawn_local(async move {
            let path = format!("/api/agent/inbox/{}/discard", meant.id);
            match desk::call::<IgnoredAny>(gloo_net::http::Method::POST, &path).await {
                Ok(_) => work.app.say("inbox_page.discarded"),
                Err(code) => work.app.failed(code),
            }
            work.inbox.fetch();
        });
    };
    view! {
        <Confirm title="inbox_page.discard_title" of=mail words yes="inbox_page.discard_yes"
            at="inbox-discard-sure" run/>
    }
}
