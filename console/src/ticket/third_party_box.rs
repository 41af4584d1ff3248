//! A third party's question in one move: the clause, and courteous words in the reporter's language that
//! can be changed before they go.

use deskside::text::{say, t};
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::policy::Cause;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ruling::clause_of;
use super::third_party::Courtesy;
use crate::dialog::Dialog;
use crate::field::{Send, Sheet, Words};
use crate::language::words_of;
use crate::pad::Pad;
use crate::policy::clause::ClauseText;
use crate::work::work;

/// The dialog.
#[component]
pub(super) fn ThirdPartyBox(
    ticket: RwSignal<AgentTicketView>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let pad = Pad::<Courtesy>::new();
    view! { <Dialog title="courtesy.title" open><Form ticket pad open/></Dialog> }
}

#[component]
fn Form(
    ticket: RwSignal<AgentTicketView>,
    pad: Pad<Courtesy>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let work = work();
    let (id, policy, clause, lang) = ticket.with_untracked(|ticket| {
        let ticket = &ticket.ticket;
        let clause = clause_of(&ticket.policy, &ticket.verdict, Cause::ThirdParty);
        let summary = &ticket.summary;
        (
            summary.id.clone(),
            ticket.policy.clone(),
            clause.unwrap_or_default(),
            summary.reporter.lang,
        )
    });
    let proposed = clause.clone();
    // There is nothing to look over before their words are here.
    let here = RwSignal::new(false);
    spawn_local(async move {
        let text = match words_of(lang).await {
            Ok(words) => words.get("third_party.text").to_owned(),
            // Better in the agent's language than not at all: it can be changed.
            Err(_) => say("third_party.text"),
        };
        pad.propose(Courtesy {
            clause: proposed,
            text,
        });
        let _closed = here.try_set(true);
    });
    let send = move |()| {
        work.send(pad, id.clone(), "ruling", move |work| {
            open.set(false);
            work.app.say("courtesy.sent");
        });
    };
    let unknown = clause.is_empty();
    view! {
        <Sheet send>
            <p class="soft">{t("courtesy.lead")}</p>
            {unknown.then(|| view! { <p class="note warn">{t("courtesy.unknown")}</p> })}
            <ClauseText clause policy/>
            <Show when=move || here.get() fallback=|| view! { <div class={"ghost"}></div> }>
                <Words entry=pad.entry("text", |answer| &answer.text, |answer, text| answer.text = text)
                    label="courtesy.text" at="third-party-text" rows="6"/>
                <Send pad name="courtesy.send" at="third-party-send"/>
            </Show>
        </Sheet>
    }
}
