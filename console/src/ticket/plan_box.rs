//! No solution in time: the explanation, the plan and the estimate, with the time left beside it.

use deskside::text::{say_with, t};
use deskside::ui::clock::ClockView;
use deskside::ui::when;
use deskside_protocol::DateTime;
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::ticket::ClockKind;
use leptos::prelude::*;

use super::plan::Planning;
use crate::dialog::Dialog;
use crate::field::{Line, Send, Sheet, Words};
use crate::pad::Pad;
use crate::policy::clause::ClauseText;
use crate::work::work;

/// The dialog.
#[component]
pub(super) fn PlanBox(ticket: RwSignal<AgentTicketView>, open: RwSignal<bool>) -> impl IntoView {
    let pad = Pad::<Planning>::new();
    view! { <Dialog title="plan.title" open><Form ticket pad open/></Dialog> }
}

#[component]
fn Form(
    ticket: RwSignal<AgentTicketView>,
    pad: Pad<Planning>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let work = work();
    let (id, policy, before) = ticket.with_untracked(|ticket| {
        let ticket = &ticket.ticket;
        (
            ticket.summary.id.clone(),
            ticket.policy.clone(),
            ticket.plan.clone(),
        )
    });
    if let Some(plan) = before {
        pad.propose(Planning {
            explanation: plan.explanation,
            proposal: plan.proposal,
            eta: None,
        });
    }
    let send = move |()| {
        work.send(pad, id.clone(), "plan", move |work| {
            open.set(false);
            work.app.say("plan.sent");
        });
    };
    view! {
        <Sheet send>
            <p class="soft">{t("plan.lead")}</p>
            <ClauseText clause=policy.unsolved_clause.clone() policy/>
            <Words entry=pad.entry("explanation", |plan| &plan.explanation, |plan, text| plan.explanation = text)
                label="plan.explanation" at="plan-explanation" hint="plan.explanation_hint"/>
            <Words entry=pad.entry("proposal", |plan| &plan.proposal, |plan, text| plan.proposal = text)
                label="plan.proposal" at="plan-proposal" hint="plan.proposal_hint"/>
            <div class="pair">
                <Line entry=pad.moment("eta", |plan| plan.eta, |plan, at| plan.eta = at)
                    label="plan.eta" at="plan-eta" kind="datetime-local"/>
                <Left ticket/>
            </div>
            <There ticket at=Signal::derive(move || pad.with(|plan| plan.eta))/>
            <Send pad name="plan.send" at="plan-send"/>
        </Sheet>
    }
}

/// What is left of the time for a solution.
#[component]
fn Left(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let clock = Memo::new(move |_| {
        ticket.with(|ticket| ticket.ticket.summary.clock(ClockKind::Solution).cloned())
    });
    move || {
        clock.get().map(|clock| {
            view! {
                <div class="field" data-at="plan-left">
                    <span class="field-name">{t("plan.left")}</span>
                    <ClockView clock/>
                </div>
            }
        })
    }
}

/// The same moment by the customer's clocks.
#[component]
pub(super) fn There(
    ticket: RwSignal<AgentTicketView>,
    at: Signal<Option<DateTime>>,
) -> impl IntoView {
    let zone = ticket.with_untracked(|ticket| ticket.ticket.summary.system.time_zone.clone());
    let words = move || {
        let at = at.get()?;
        let values = [("when", &*when::moment_in(at, &zone)), ("zone", &*zone)];
        Some(say_with("when.there", &values))
    };
    view! { <p class="soft" data-at="when-there">{words}</p> }
}
