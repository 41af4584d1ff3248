//! No solution in time (3.1b): the explanation, the plan, the estimate, what was chosen, and how a
//! third party's work is settled.

use deskside_protocol::api::AttachmentView;
use deskside_protocol::policy::Policy;
use deskside_protocol::ticket::{Chosen, Plan, Settlement, SettlementState};
use leptos::prelude::*;

use super::fact::{By, Fact, Moment, Passage};
use super::files::FileList;
use super::icon::Icon;
use super::marks::{Note, State};
use super::money::money;
use super::verdict::ClauseView;
use super::when;
use crate::text::{say_with, t, word};

/// The plan, with what became of it.
#[component]
#[must_use]
pub fn PlanView(
    /// The plan.
    plan: Plan,
    /// A document is wanted.
    on_open: Callback<AttachmentView>,
) -> impl IntoView {
    let Plan {
        explanation,
        proposal,
        eta,
        at,
        by,
        chosen,
        settlement,
    } = plan;
    view! {
        <div class={"plan"} data-at="plan-view">
            <Passage name="ui.plan.explanation" text=explanation/>
            <Passage name="ui.plan.proposal" text=proposal/>
            <dl class={"facts"}><Fact name="ui.plan.eta"><Moment at=eta/></Fact></dl>
            <By by at/>
            {chosen.map(|chosen| view! { <ChosenView chosen/> })}
            {settlement.map(|settlement| view! { <SettlementView settlement on_open/> })}
        </div>
    }
}

#[component]
fn ChosenView(chosen: Chosen) -> impl IntoView {
    let Chosen { choice, at, by } = chosen;
    let words = move || {
        let choice = word("choice", choice.as_str());
        let when = when::short(at);
        say_with(
            "ui.plan.chosen",
            &[("by", &by), ("choice", &choice), ("when", &when)],
        )
    };
    view! {
        <div data-at="plan-chosen" data-choice={choice.as_str()}>
            <Note tone="good" icon=Icon::Check>{words}</Note>
        </div>
    }
}

/// Who answers for what when a third party does it, with the clause in full.
#[component]
#[must_use]
pub fn Liability(
    /// The policy the ticket is pinned to.
    policy: Policy,
) -> impl IntoView {
    let vendor = policy.vendor.clone();
    let clause = policy.unsolved_clause.clone();
    view! {
        <div class={"liability"} data-at="liability">
            <p>{move || say_with("ui.plan.liability", &[("vendor", &vendor)])}</p>
            <ClauseView clause policy/>
        </div>
    }
}

/// Where the settlement of a third party's work stands.
#[component]
#[must_use]
pub fn SettlementView(
    /// The settlement.
    settlement: Settlement,
    /// A document is wanted.
    on_open: Callback<AttachmentView>,
) -> impl IntoView {
    let Settlement {
        amount,
        words,
        documents,
        state,
    } = settlement;
    let name = state.as_str();
    view! {
        <section class={"settlement"}>
            <h4>{t("ui.settlement.title")}</h4>
            <p data-at="settlement-state" data-state={name}><State family="settlement" name/></p>
            <p class={"words"}>{move || settlement_words(&state)}</p>
            {amount.map(|sum| view! {
                <dl class={"facts"}><Fact name="ui.settlement.amount">{move || money(&sum)}</Fact></dl>
            })}
            {(!words.is_empty()).then(|| view! { <p class={"words"}>{words}</p> })}
            <FileList files=documents on_open/>
        </section>
    }
}

fn settlement_words(state: &SettlementState) -> String {
    match state {
        SettlementState::AwaitingDocuments => word("ui.settlement", "awaiting_documents"),
        SettlementState::Submitted { at, by } => said("ui.settlement.submitted", "by", by, *at),
        SettlementState::Returned { at, why } => said("ui.settlement.returned", "why", why, *at),
        SettlementState::Accepted { at, by } => said("ui.settlement.accepted", "by", by, *at),
        SettlementState::Settled { at, reference } => {
            said("ui.settlement.settled", "reference", reference, *at)
        }
    }
}

fn said(key: &str, name: &str, value: &str, at: deskside_protocol::DateTime) -> String {
    say_with(key, &[(name, value), ("when", &when::short(at))])
}
