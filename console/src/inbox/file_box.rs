//! A mail becomes a request: of which system, and how bad it is.

use deskside::text::{say_with, t, word};
use deskside_protocol::api::{AgentTicketView, InboxMail};
use deskside_protocol::policy::Impact;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::filing::Filing;
use crate::browser;
use crate::dialog::{Dialog, open_while};
use crate::field::{Chips, Pick, Send, Sheet};
use crate::pad::Pad;
use crate::route::Route;
use crate::work::work;

/// The dialog, for the mail in hand. What was chosen for one mail is not proposed for another.
#[component]
pub(super) fn FileBox(mail: RwSignal<Option<InboxMail>>) -> impl IntoView {
    let open = open_while(mail);
    view! {
        <Dialog title="filing.title" open>
            {move || mail.get_untracked().map(|mail| view! { <Form mail open/> })}
        </Dialog>
    }
}

#[component]
fn Form(mail: InboxMail, open: RwSignal<bool>) -> impl IntoView {
    let work = work();
    let pad = Pad::<Filing>::new();
    let (id, subject, from) = (mail.id, mail.subject, mail.from);
    let send = move |()| {
        let path = format!("/api/agent/inbox/{id}/file");
        spawn_local(async move {
            let filed = pad.send::<AgentTicketView>(&path).await;
            work.inbox.fetch();
            work.refetch_queue();
            if let Some(filed) = filed {
                open.set(false);
                browser::go(&Route::Ticket(filed.ticket.summary.id).href());
            }
        });
    };
    let impacts = Impact::ALL.map(|impact| (impact, format!("inbox-impact-{}", impact.as_str())));
    view! {
        <Sheet send>
            <p class="soft">{move || say_with("filing.lead", &[("subject", &subject), ("from", &from)])}</p>
            <Pick entry=pad.entry("system", |filing| &filing.system, |filing, system| filing.system = system)
                label="filing.system" at="inbox-system" none="window.choose" choices=Signal::derive(move || work.customers())/>
            <Chips label="filing.impact" all=impacts.to_vec() words=|impact: Impact| word("impact", impact.as_str())
                chosen=Signal::derive(move || pad.with(|filing| filing.impact))
                choose=move |impact| pad.change(|filing| filing.impact = Some(impact))
                fault=pad.fault("impact") at="inbox-impact"/>
            <p class="soft">{t("filing.clocks")}</p>
            <Send pad name="filing.send" at="inbox-file-send"/>
        </Sheet>
    }
}
