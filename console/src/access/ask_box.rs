//! Asking for access: for what, how long, and why. The customer's own people decide.

use deskside::browser::uuid;
use deskside::text::{t, word};
use deskside::ui::marks::Trouble;
use deskside::ui::rights::Rights;
use deskside::ui::scope::RightsView;
use deskside::ui::when;
use deskside_protocol::access::ScopeOffer;
use deskside_protocol::api::{AgentTicketView, GrantView};
use deskside_protocol::ids::TicketId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ask::{Ask, MINUTES};
use crate::desk;
use crate::dialog::Dialog;
use crate::draft::Phase;
use crate::work::{Work, work};

/// The dialog.
#[component]
pub(super) fn AskBox(ticket: RwSignal<AgentTicketView>, open: RwSignal<bool>) -> impl IntoView {
    // What was begun stays while the dialog is closed.
    let ask = RwSignal::new(Ask::default());
    view! { <Dialog title="ask.title" open><Form ticket ask open/></Dialog> }
}

/// Scopes, time and reason.
#[component]
fn Form(
    ticket: RwSignal<AgentTicketView>,
    ask: RwSignal<Ask>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let work = work();
    let (id, scopes) =
        ticket.with_untracked(|ticket| (ticket.ticket.summary.id.clone(), ticket.scopes.clone()));
    let none = scopes.is_empty();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        spawn_local(send(work, id.clone(), ask, open));
    };
    let missing = move || ask.with(Ask::check).err();
    view! {
        <form class="ask" on:submit=submit>
            <p class="soft">{t("ask.lead")}</p>
            <fieldset class="group">
                <legend>{t("ask.scopes")}</legend>
                {none.then(|| view! { <p class={"soft"}>{t("ask.no_scopes")}</p> })}
                {scopes.into_iter().map(|scope| view! { <Scope scope ask/> }).collect_view()}
            </fieldset>
            <Minutes ask/>
            <label class="field">
                <span class="field-name">{t("ask.reason")}</span>
                <textarea class="input" rows="3" data-at="ask-reason" placeholder=t("ask.reason_hint")
                    prop:value=move || ask.with(|ask| ask.reason().to_owned())
                    on:input=move |event| ask.update(|ask| ask.because(event_target_value(&event)))></textarea>
            </label>
            {move || match ask.with(|ask| ask.phase) {
                Phase::Failed(code) => Some(view! { <Trouble code/> }),
                Phase::Writing | Phase::Sending => None,
            }}
            <div class="actions">
                <button class="button primary" data-at="ask-send"
                    aria-disabled=move || missing().is_some().to_string()
                    aria-busy=move || ask.with(|ask| ask.phase == Phase::Sending).to_string()>
                    {t("ask.send")}
                </button>
                <span class="soft">{move || missing().map(|missing| word("ask.missing", missing.as_str()))}</span>
            </div>
        </form>
    }
}

/// A scope with what it effectively allows and what not.
#[component]
fn Scope(scope: ScopeOffer, ask: RwSignal<Ask>) -> impl IntoView {
    let rights = Rights::of(&scope.effective);
    let label = scope.label;
    let (id, chosen) = (scope.id.clone(), scope.id.clone());
    view! {
        <label class="choice">
            <input type="checkbox" data-at=format!("ask-scope-{}", scope.id)
                prop:checked=move || ask.with(|ask| ask.has(&chosen))
                on:change=move |event| ask.update(|ask| ask.choose(&id, event_target_checked(&event)))/>
            <span class="choice-words">
                <strong>{move || label.get(deskside::text::lang()).to_owned()}</strong>
                <RightsView rights/>
            </span>
        </label>
    }
}

/// How long.
#[component]
fn Minutes(ask: RwSignal<Ask>) -> impl IntoView {
    let one = |minutes: u32| {
        view! {
            <button type="button" class="chip" data-at=format!("ask-minutes-{minutes}")
                aria-pressed=move || ask.with(|ask| ask.minutes == minutes).to_string()
                on:click=move |_| ask.update(|ask| ask.last(minutes))>
                {move || when::minutes(minutes)}
            </button>
        }
    };
    view! {
        <fieldset class="group">
            <legend>{t("ask.minutes")}</legend>
            <div class="chips">{MINUTES.map(one)}</div>
        </fieldset>
    }
}

async fn send(work: Work, id: TicketId, ask: RwSignal<Ask>, open: RwSignal<bool>) {
    let taken = ask.try_update(|ask| ask.send(uuid)).flatten();
    let Some((asked, once)) = taken else {
        let missing = ask.with_untracked(Ask::check).err();
        if let Some(missing) = missing {
            work.app.say_word("ask.missing", missing.as_str());
        }
        return;
    };
    let path = format!("/api/agent/tickets/{id}/grants");
    match desk::post::<GrantView>(&path, &asked, Some(&once)).await {
        Ok(_) => {
            ask.set(Ask::default());
            open.set(false);
            work.app.say("ask.sent");
        }
        Err(code) => ask.update(|ask| ask.phase = Phase::Failed(code)),
    }
    work.refetch_ticket();
    work.refetch_queue();
}
