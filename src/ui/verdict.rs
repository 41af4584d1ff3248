//! What the policy says about a ticket, on which facts it rests, and the clause in full.

use deskside_protocol::policy::{Because, Policy, Verdict};
use leptos::prelude::*;

use super::icon::{Icon, Picture};
use super::when;
use crate::text::{lang, say, say_with, word};

fn reason(because: &Because) -> String {
    let key = format!("verdict.{}", because.as_str());
    match because {
        Because::WithinWarranty { until: day }
        | Because::WarrantyEnded { on: day }
        | Because::LifecycleEnded { on: day } => say_with(&key, &[("date", &when::day(*day))]),
        Because::UnassessedModule { module, maker } => {
            let maker = match maker.trim() {
                "" => word("verdict", "maker_unknown"),
                maker => maker.to_owned(),
            };
            say_with(&key, &[("module", module), ("maker", &maker)])
        }
        Because::DuringMaintenance { until } => say_with(&key, &[("date", &when::moment(*until))]),
        Because::AgentRuled { why, .. } => say_with(&key, &[("why", why)]),
        Because::Question | Because::ActivationUnknown => say(&key),
    }
}

/// The verdict.
#[component]
#[must_use]
pub fn VerdictView(
    /// What the policy says.
    verdict: Verdict,
    /// The policy it comes from, for the clause's text.
    policy: Policy,
) -> impl IntoView {
    let Verdict {
        cover,
        clause,
        because,
        ruled,
    } = verdict;
    let standing = if ruled {
        "ui.verdict.ruled"
    } else {
        "ui.verdict.forecast"
    };
    view! {
        <section class="verdict" data-at="verdict" data-cover={cover.as_str()}>
            <header>
                <Picture icon=Icon::Shield/>
                <strong>{move || word("cover", cover.as_str())}</strong>
                <span class={"soft"}>{move || say(standing)}</span>
            </header>
            {because.into_iter().map(|one| view! { <p>{move || reason(&one)}</p> }).collect_view()}
            <ClauseView clause policy/>
        </section>
    }
}

/// A clause of the policy, folded up.
#[component]
#[must_use]
pub fn ClauseView(
    /// Its number.
    clause: String,
    /// The policy.
    policy: Policy,
) -> impl IntoView {
    let named = clause.clone();
    let id = policy.id.clone();
    view! {
        <details class={"clause"} data-at="clause">
            <summary>{move || say_with("ui.clause", &[("clause", &named)])}</summary>
            <blockquote>{move || policy.clause(&clause, lang()).to_owned()}</blockquote>
            <p class={"soft"}>{id}</p>
        </details>
    }
}
