//! A third party's papers: sent back with a word, found in order, paid (3.1b).

use deskside::text::t;
use deskside_protocol::api::{AgentTicketView, SettlementStep};
use deskside_protocol::ticket::SettlementState;
use leptos::prelude::*;

use super::plan::{Paying, Returning};
use crate::dialog::Dialog;
use crate::field::{Line, Send, Sheet, Words};
use crate::pad::Pad;
use crate::work::work;

/// What an agent does with papers, as far as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Nothing,
    Check,
    Pay,
}

fn next(ticket: &AgentTicketView) -> Next {
    let plan = ticket.ticket.plan.as_ref();
    let papers = plan.and_then(|plan| plan.settlement.as_ref());
    match papers.map(|papers| &papers.state) {
        Some(SettlementState::Submitted { .. }) => Next::Check,
        Some(SettlementState::Accepted { .. }) => Next::Pay,
        _ => Next::Nothing,
    }
}

/// What is to be done with the papers; nothing while nothing is.
#[component]
pub(super) fn Papers(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let next = Memo::new(move |_| ticket.with(next));
    let returning = RwSignal::new(false);
    view! {
        {move || match next.get() {
            Next::Nothing => None,
            Next::Check => Some(view! { <Check ticket returning/> }.into_any()),
            Next::Pay => Some(view! { <Pay ticket/> }.into_any()),
        }}
        <ReturnBox ticket open=returning/>
    }
}

#[component]
fn Check(ticket: RwSignal<AgentTicketView>, returning: RwSignal<bool>) -> impl IntoView {
    let work = work();
    let id = ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone());
    let accept = move |_| work.act(id.clone(), "settlement".to_owned(), SettlementStep::Accept);
    view! {
        <div class="actions">
            <button type="button" class="button primary" data-at="settlement-accept" on:click=accept>
                {t("settlement.accept")}
            </button>
            <button type="button" class="button" data-at="settlement-return"
                on:click=move |_| returning.set(true)>{t("settlement.return")}</button>
        </div>
    }
}

#[component]
fn ReturnBox(ticket: RwSignal<AgentTicketView>, open: RwSignal<bool>) -> impl IntoView {
    let pad = Pad::<Returning>::new();
    let work = work();
    let id = StoredValue::new(ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone()));
    let send = move |()| {
        work.send(pad, id.get_value(), "settlement", move |_| open.set(false));
    };
    view! {
        <Dialog title="settlement.return_title" open>
            <Sheet send>
                <Words entry=pad.entry("why", |papers| &papers.why, |papers, why| papers.why = why)
                    label="settlement.why" at="settlement-why"/>
                <Send pad name="settlement.return_send" at="settlement-return-send"/>
            </Sheet>
        </Dialog>
    }
}

#[component]
fn Pay(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let pad = Pad::<Paying>::new();
    let work = work();
    let id = ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone());
    let send = move |()| work.send(pad, id.clone(), "settlement", |_| {});
    view! {
        <Sheet send>
            <Line entry=pad.entry("reference", |paid| &paid.reference, |paid, text| paid.reference = text)
                label="settlement.reference" at="settlement-reference"/>
            <Send pad name="settlement.settle" at="settlement-settle"/>
        </Sheet>
    }
}
