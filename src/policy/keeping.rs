//! How the promises to this system are kept: terms, maintenance, availability, backups.

use chrono::NaiveTime;
use deskside_protocol::DateTime;
use deskside_protocol::identity::Text;
use deskside_protocol::policy::{BackupView, MaintenanceView, Policy, ServiceView};
use leptos::prelude::*;

use crate::text::{lang, say_with, t};
use crate::ui::availability::AvailabilityView;
use crate::ui::marks::State;
use crate::ui::terms::TermsView;
use crate::ui::verdict::ClauseView;
use crate::ui::when;

/// So many backups are listed at once.
const FEW_POINTS: usize = 3;

/// All of it.
#[component]
pub(super) fn Keeping(service: ServiceView, policy: Policy, zone: String) -> impl IntoView {
    let ServiceView {
        plan,
        terms,
        maintenance,
        availability,
        backup,
    } = service;
    let measured = !availability.is_empty();
    view! {
        {plan.map(|plan| view! { <Plan plan/> })}
        {(!terms.is_empty()).then(|| view! {
            <section class={"card"}>
                <h3>{t("policy.terms.title")}</h3>
                <TermsView terms policy=policy.clone()/>
            </section>
        })}
        <Maintenance windows=maintenance policy=policy.clone() zone=zone.clone()/>
        <section class={"card"}>
            <h3>{t("policy.availability.title")}</h3>
            {if measured {
                view! { <AvailabilityView months=availability/> }.into_any()
            } else {
                view! { <p class={"soft"}>{t("policy.availability.none")}</p> }.into_any()
            }}
            <ClauseView clause=policy.maintenance.clause.clone() policy=policy.clone()/>
        </section>
        {backup.map(|backup| view! { <Backups backup policy zone/> })}
    }
}

#[component]
fn Plan(plan: Text) -> impl IntoView {
    let named = move || say_with("policy.plan", &[("plan", plan.get(lang()))]);
    view! { <p data-at="policy-plan">{named}</p> }
}

/// When maintenance may be, and what is to come (2.2).
#[component]
fn Maintenance(windows: Vec<MaintenanceView>, policy: Policy, zone: String) -> impl IntoView {
    let rule = policy.maintenance.clone();
    let words = move || {
        let values = [
            ("from", &*when::time_of_day(rule.night_from)),
            ("until", &*when::time_of_day(rule.night_until)),
            ("notice", &*when::hours(rule.notice_hours)),
            ("zone", &*zone),
        ];
        say_with("policy.maintenance.rule", &values)
    };
    let none = windows.is_empty();
    view! {
        <section class={"card"} data-at="policy-maintenance">
            <h3>{t("policy.maintenance.title")}</h3>
            <p>{words}</p>
            {none.then(|| view! { <p class={"soft"}>{t("policy.maintenance.none")}</p> })}
            <ul class={"windows"}>{windows.into_iter().map(|window| view! { <Window window/> }).collect_view()}</ul>
            <ClauseView clause=policy.maintenance.clause.clone() policy/>
        </section>
    }
}

#[component]
fn Window(window: MaintenanceView) -> impl IntoView {
    let (span, text, state) = (window.span, window.text, window.state.as_str());
    let words = move || {
        let values = [
            ("from", &*when::moment(span.from)),
            ("until", &*when::moment(span.until)),
            ("span", &*when::span((span.until - span.from).num_seconds())),
        ];
        say_with("policy.maintenance.window", &values)
    };
    view! {
        <li data-at="maintenance-window" data-state={state}>
            <p class={"line"}><strong>{words}</strong> <State family="maintenance" name=state/></p>
            <p>{move || text.get(lang()).to_owned()}</p>
        </li>
    }
}

/// How often data is backed up, and which moments could be restored (2.4a).
#[component]
fn Backups(backup: BackupView, policy: Policy, zone: String) -> impl IntoView {
    let BackupView { rule, mut points } = backup;
    let clause = rule.clause.clone();
    let first: NaiveTime = rule.at;
    let words = move || {
        let values = [
            ("every", &*when::hours(rule.every_hours)),
            ("at", &*when::time_of_day(first)),
            ("zone", &*zone),
            (
                "keep",
                &*when::minutes(rule.keep_days.saturating_mul(1_440)),
            ),
        ];
        say_with("policy.backup.rule", &values)
    };
    let older = points.split_off(points.len().min(FEW_POINTS));
    let number = older.len();
    view! {
        <section class={"card"} data-at="policy-backup">
            <h3>{t("policy.backup.title")}</h3>
            <p>{words}</p>
            <h4>{t("policy.backup.points")}</h4>
            <Points points/>
            {(number > 0).then(|| view! {
                <details>
                    <summary>{move || crate::text::count("policy.backup.older", number)}</summary>
                    <Points points=older/>
                </details>
            })}
            <ClauseView clause policy/>
        </section>
    }
}

#[component]
fn Points(points: Vec<DateTime>) -> impl IntoView {
    let one = |at: DateTime| {
        view! { <li><time datetime=at.to_rfc3339()>{move || when::moment(at)}</time></li> }
    };
    view! { <ul class={"facts"}>{points.into_iter().map(one).collect_view()}</ul> }
}
