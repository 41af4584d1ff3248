//! The room: what the vendor promises this company, in plain words, and how it is kept.

use deskside_protocol::policy::{Policy, Severity};
use leptos::prelude::*;

use super::keeping::Keeping;
use crate::link::{Link, Loaded};
use crate::text::{lang, say_with, t, word};
use crate::ui::marks::Trouble;
use crate::ui::verdict::ClauseView;
use crate::ui::when;

/// The room.
#[component]
#[must_use]
pub fn PolicyRoom() -> impl IntoView {
    let link = Link::here();
    let card = Memo::new(move |_| link.opened().map(|opened| opened.card.clone()));
    view! {
        <section class={"policy"}>
            <h2 tabindex="-1" data-first="">{t("policy.title")}</h2>
            {move || card.get().map(|card| {
                let (policy, zone) = (card.policy, card.system.time_zone);
                let held = policy.clone();
                view! {
                    <Origin policy=policy.clone()/>
                    {move || match link.books.service.get() {
                        Loaded::Loading => view! { <p class={"soft"} aria-busy="true">{t("panel.waiting")}</p> }.into_any(),
                        Loaded::Failed(code) => view! { <Trouble code/> }.into_any(),
                        Loaded::Ready(service) => {
                            view! { <Keeping service policy=held.clone() zone=zone.clone()/> }.into_any()
                        }
                    }}
                    <Answers policy=policy.clone()/>
                    <Clauses policy/>
                }
            })}
        </section>
    }
}

/// Whose promise it is, and since when it holds.
#[component]
fn Origin(policy: Policy) -> impl IntoView {
    let Policy {
        id,
        vendor,
        effective_from,
        ..
    } = policy;
    let words = move || {
        let values = [
            ("vendor", &*vendor),
            ("policy", &*id),
            ("date", &*when::day(effective_from)),
        ];
        say_with("policy.origin", &values)
    };
    view! { <p class={"soft"} data-at="policy-origin">{words}</p> }
}

/// How soon a person answers, by urgency, and what is promised beyond that (3.1).
#[component]
fn Answers(policy: Policy) -> impl IntoView {
    let mut response = policy.response.clone();
    response.sort_by_key(|one| one.severity);
    let row = |severity: Severity, hours: u32| {
        view! {
            <dt>
                <strong>{move || word("severity", severity.as_str())}</strong>
                <span class={"soft"}>{move || word("policy.answers.means", severity.as_str())}</span>
            </dt>
            <dd data-at=format!("answer-within-{}", severity.as_str())>{move || when::hours(hours)}</dd>
        }
    };
    let notice = policy.not_covered_notice.hours;
    let first = response.first().map(|one| one.within.clause.clone());
    view! {
        <section class={"card"} data-at="policy-answers">
            <h3>{t("policy.answers.title")}</h3>
            <dl class={"within"}>
                {response.iter().map(|one| row(one.severity, one.within.hours)).collect_view()}
                <dt><strong>{t("policy.answers.not_covered")}</strong></dt>
                <dd>{move || when::hours(notice)}</dd>
            </dl>
            <p>{t("policy.answers.unsolved")}</p>
            {first.map(|clause| view! { <ClauseView clause policy=policy.clone()/> })}
            <ClauseView clause=policy.unsolved_clause.clone() policy=policy.clone()/>
            <ClauseView clause=policy.not_covered_notice.clause.clone() policy/>
        </section>
    }
}

/// Every clause with its full text, each folded up.
#[component]
fn Clauses(policy: Policy) -> impl IntoView {
    let one = |clause: deskside_protocol::policy::Clause| {
        let (id, text) = (clause.id, clause.text);
        let named = id.clone();
        view! {
            <details class="clause" data-at=format!("clause-{id}")>
                <summary>{move || say_with("ui.clause", &[("clause", &named)])}</summary>
                <blockquote>{move || text.get(lang()).to_owned()}</blockquote>
            </details>
        }
    };
    view! {
        <section class={"card clauses"} data-at="policy-clauses">
            <h3>{t("policy.clauses.title")}</h3>
            {policy.clauses.into_iter().map(one).collect_view()}
        </section>
    }
}
