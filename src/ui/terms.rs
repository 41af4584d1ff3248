//! Terms (1.2): each as a bar from its first day to its last, with the days left in words.

use deskside_protocol::policy::{Policy, TermView};
use leptos::prelude::*;

use super::term::{gone, standing};
use super::verdict::ClauseView;
use super::when;
use crate::text::{count, say, say_with, word};

/// The terms of a system.
#[component]
#[must_use]
pub fn TermsView(
    /// The terms.
    terms: Vec<TermView>,
    /// The policy, for the clauses' texts; without one only their numbers are named.
    #[prop(optional, into)]
    policy: Option<Policy>,
) -> impl IntoView {
    let policy = StoredValue::new(policy);
    let one = move |term: TermView| view! { <Term term policy=policy.get_value()/> };
    view! { <ul class={"terms"} data-at="terms">{terms.into_iter().map(one).collect_view()}</ul> }
}

fn left(term: &TermView) -> String {
    let days = usize::try_from(term.days_left.abs()).unwrap_or(usize::MAX);
    match term.days_left {
        0 => say("ui.term.last_day"),
        left if left < 0 => count("ui.term.over", days),
        _ => count("ui.term.left", days),
    }
}

#[component]
fn Term(term: TermView, policy: Option<Policy>) -> impl IntoView {
    let (name, width) = (term.kind.as_str(), gone(&term));
    let (began, ends) = (term.began_on, term.ends_on);
    let clause = term.clause.clone();
    let stand = standing(&term);
    let cited = clause.clone();
    view! {
        <li data-at=format!("term-{name}") data-stand={stand}>
            <p class={"ends"}>
                <strong>{move || word("term", name)}</strong>
                <span class={"left"} data-at="term-left">{move || left(&term)}</span>
            </p>
            <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="gone" height="4" width=width.to_string()></rect>
            </svg>
            <p class={"ends soft"}>
                <span>{move || when::day(began)}</span>
                <span>{move || when::day(ends)}</span>
            </p>
            {match policy {
                Some(policy) => view! { <ClauseView clause policy/> }.into_any(),
                None => view! {
                    <p class={"soft"}>{move || say_with("ui.clause", &[("clause", &cited)])}</p>
                }.into_any(),
            }}
        </li>
    }
}
