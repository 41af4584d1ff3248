//! Saying that a ticket is not covered: by which clause, shown in full, and why.

use deskside::text::{lang, t};
use deskside_protocol::api::{self, AgentTicketView};
use deskside_protocol::ids::TicketId;
use deskside_protocol::policy::Clause;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use super::decline::Ruling;
use crate::desk;
use crate::dialog::Dialog;
use crate::work::{Work, work};

/// The dialog.
#[component]
pub(crate) fn DeclineBox(ticket: RwSignal<AgentTicketView>, open: RwSignal<bool>) -> impl IntoView {
    view! { <Dialog title="decline.title" open><Form ticket open/></Dialog> }
}

/// Clause and explanation.
#[component]
fn Form(ticket: RwSignal<AgentTicketView>, open: RwSignal<bool>) -> impl IntoView {
    let work = work();
    let begun = ticket.with_untracked(|ticket| Ruling::begin(&ticket.ticket.verdict));
    let ruling = RwSignal::new(begun);
    let id = ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone());
    let policy = StoredValue::new(ticket.with_untracked(|ticket| ticket.ticket.policy.clone()));
    let check = move || policy.with_value(|policy| ruling.with(|ruling| ruling.check(policy)));
    let send = move |_| match check() {
        Some(ruling) => spawn_local(rule(work, id.clone(), ruling, open)),
        None => work.app.say("decline.missing"),
    };
    view! {
        <p class="soft">{t("decline.lead")}</p>
        <Clauses ticket ruling/>
        <label class="field">
            <span class="field-name">{t("decline.why")}</span>
            <textarea class="input" rows="4" data-at="decline-why"
                on:input=move |event| ruling.update(|ruling| ruling.why = event_target_value(&event))></textarea>
        </label>
        <button type="button" class="button primary" data-at="decline-send"
            aria-disabled=move || check().is_none().to_string()
            on:click=send>{t("decline.send")}</button>
    }
}

/// The policy's clauses to choose from, and the chosen one in full.
#[component]
fn Clauses(ticket: RwSignal<AgentTicketView>, ruling: RwSignal<Ruling>) -> impl IntoView {
    let policy = StoredValue::new(ticket.with_untracked(|ticket| ticket.ticket.policy.clone()));
    let ids: Vec<String> = policy.with_value(|policy| {
        let id = |clause: &Clause| clause.id.clone();
        policy.clauses.iter().map(id).collect()
    });
    let one = move |id: String| {
        let (chosen, choose, shown) = (id.clone(), id.clone(), id.clone());
        view! {
            <button type="button" class="chip" data-at=format!("decline-clause-{id}")
                aria-pressed=move || ruling.with(|ruling| ruling.clause == chosen).to_string()
                on:click=move |_| ruling.update(|ruling| ruling.clause.clone_from(&choose))>
                {shown}
            </button>
        }
    };
    let chosen = move || {
        let clause = ruling.with(|ruling| ruling.clause.clone());
        policy.with_value(|policy| policy.clause(&clause, lang()).to_owned())
    };
    view! {
        <fieldset class="group">
            <legend>{t("decline.clauses")}</legend>
            <div class="chips">{ids.into_iter().map(one).collect_view()}</div>
            <blockquote class="clause-text">{chosen}</blockquote>
        </fieldset>
    }
}

async fn rule(work: Work, id: TicketId, ruling: api::Ruling, open: RwSignal<bool>) {
    let path = format!("/api/agent/tickets/{id}/ruling");
    match desk::post::<IgnoredAny>(&path, &ruling, None).await {
        Ok(_) => open.set(false),
        Err(code) => work.app.failed(code),
    }
    work.refetch_ticket();
    work.refetch_queue();
}
