//! Access that was decided: what became of it, and its audit trail.

use deskside_protocol::access::{GrantState, Sweep};
use deskside_protocol::api::GrantView;
use leptos::prelude::*;

use super::audit::Audit;
use crate::text::{lang, say_with, t, word};
use crate::ui::icon::{Icon, Picture};
use crate::ui::marks::State;
use crate::ui::when;

/// One grant.
#[component]
pub(super) fn PastGrant(grant: GrantView, approver: bool) -> impl IntoView {
    let GrantView {
        id,
        reference,
        agent,
        scopes,
        state,
        ..
    } = grant;
    let hook = id.to_string();
    let opened = RwSignal::new(false);
    let within = move || {
        let labels: Vec<&str> = scopes.iter().map(|scope| scope.label.get(lang())).collect();
        labels.join(", ")
    };
    let name = state.as_str();
    let sweep = match &state {
        GrantState::Ended { sweep, .. } => sweep.clone(),
        _ => None,
    };
    view! {
        <section class={"card past"} data-at="grant-card" data-state={name} data-grant={hook}>
            <p class={"line"}>
                <strong>{agent.name}</strong>
                <State family="grant.state" name/>
            </p>
            <p class={"soft"}>{within} " · " {reference}</p>
            <p>{move || became(&state)}</p>
            {sweep.map(|sweep| view! { <Proof sweep/> })}
            {approver.then(|| view! { <Unfold opened/> })}
            {move || opened.get().then(|| view! { <Audit id=id.clone()/> })}
        </section>
    }
}

/// The trail names everybody's grants and rotations: it is for those who answer for the system.
#[component]
fn Unfold(opened: RwSignal<bool>) -> impl IntoView {
    view! {
        <button type="button" class={"quiet"} data-at="audit-open" aria-expanded=move || opened.get().to_string()
            on:click=move |_| opened.update(|opened| *opened = !*opened)>
            <Picture icon=Icon::Shield/>
            {t("access.audit")}
        </button>
    }
}

fn became(state: &GrantState) -> Option<String> {
    let at = |key, at| say_with(key, &[("when", &when::moment(at))]);
    match state {
        GrantState::Requested { .. } => None,
        GrantState::Approved { approval } | GrantState::Active { approval, .. } => Some(say_with(
            "access.until",
            &[
                ("when", &when::moment(approval.until)),
                ("left", &when::relative(approval.until)),
            ],
        )),
        GrantState::Ended {
            at: moment, why, ..
        } => Some(say_with(
            "access.ended",
            &[
                ("when", &when::moment(*moment)),
                ("why", &word("grant.end", why.as_str())),
            ],
        )),
        GrantState::Denied { at: moment, by } => Some(say_with(
            "access.denied",
            &[("when", &when::moment(*moment)), ("who", &by.name)],
        )),
        GrantState::Lapsed { at: moment } => Some(at("access.lapsed", *moment)),
    }
}

/// What the host says it did at the end.
#[component]
fn Proof(sweep: Sweep) -> impl IntoView {
    let removed = sweep.removed.join(", ");
    let told = move || {
        say_with(
            "access.swept",
            &[
                ("account", &sweep.account),
                ("sign_ins", &sweep.sign_ins.to_string()),
                ("screens", &sweep.screens.to_string()),
                ("refused", &sweep.refused.to_string()),
            ],
        )
    };
    view! {
        <p class={"soft"} data-at="sweep">{told}</p>
        {(!removed.is_empty()).then(move || view! {
            <p class={"soft"}>{move || say_with("access.removed", &[("things", &removed)])}</p>
        })}
    }
}
