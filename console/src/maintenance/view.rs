//! The maintenance page: what runs, what is to come, what was; planning a window and calling it off.

use deskside::text::{lang, say_with, t, word};
use deskside::ui::icon::{Icon, Picture};
use deskside::ui::marks::{Empty, State, Trouble};
use deskside::ui::when;
use deskside_protocol::api::AgentMaintenance;
use leptos::prelude::*;

use super::cancel_box::CancelBox;
use super::plan_box::PlanBox;
use super::window::{Standing, sorted};
use crate::page::Page;
use crate::work::work;

/// The page.
#[component]
pub(crate) fn MaintenancePage() -> impl IntoView {
    let work = work();
    work.maintenance.fetch();
    work.systems.fetch();
    let cancelling = RwSignal::new(None::<AgentMaintenance>);
    let none = Memo::new(move |_| work.maintenance.here(Vec::is_empty) == Some(true));
    view! {
        <Page title="maintenance_page.title">
            <p class="soft">{t("maintenance_page.lead")}</p>
            <div class="columns beside">
                <section class="page-part">
                    {move || work.maintenance.failed().map(|code| view! { <Trouble code/> })}
                    {move || none.get().then(|| view! {
                        <Empty icon=Icon::Wrench>{t("maintenance_page.none")}</Empty>
                    })}
                    {Standing::ALL.map(|standing| view! { <Stand standing cancelling/> })}
                </section>
                <section class="card" aria-labelledby="plan-window">
                    <h2 id="plan-window" class="page-heading">{t("window.title")}</h2>
                    <PlanBox/>
                </section>
            </div>
        </Page>
        <CancelBox window=cancelling/>
    }
}

/// Those that stand so, under a heading.
#[component]
fn Stand(standing: Standing, cancelling: RwSignal<Option<AgentMaintenance>>) -> impl IntoView {
    let work = work();
    let found = Memo::new(move |_| {
        let now = when::now();
        let found = work.maintenance.here(|all| sorted(all, standing, now));
        found.unwrap_or_default()
    });
    let row = move |window| view! { <Row window standing cancelling/> };
    move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            view! {
                <section class="page-part">
                    <h2 class="page-heading">{t_of(standing)}</h2>
                    <ul class="cards">{found.into_iter().map(row).collect_view()}</ul>
                </section>
            }
        })
    }
}

fn t_of(standing: Standing) -> impl Fn() -> String {
    move || word("maintenance_page.standing", standing.as_str())
}

/// A window: whose, from when until when by both clocks, and what people are told.
#[component]
fn Row(
    window: AgentMaintenance,
    standing: Standing,
    cancelling: RwSignal<Option<AgentMaintenance>>,
) -> impl IntoView {
    let meant = StoredValue::new(window.clone());
    let AgentMaintenance {
        system,
        window,
        short_notice,
    } = window;
    let (span, text, told_at) = (window.span, window.text, window.told_at);
    let (name, zone) = (window.state.as_str(), system.time_zone);
    let here = move || between(&when::moment(span.from), &when::moment(span.until));
    let there = move || {
        let span = between(
            &when::moment_in(span.from, &zone),
            &when::moment_in(span.until, &zone),
        );
        say_with("when.there", &[("when", &span), ("zone", &zone)])
    };
    let told = move || match told_at {
        Some(at) => say_with("maintenance_page.told", &[("when", &when::short(at))]),
        None => deskside::text::say("maintenance_page.untold"),
    };
    view! {
        <li class="card" data-at="maintenance-row" data-state=name data-standing=standing.as_str() data-row tabindex="-1">
            <p class="line-head">
                <strong>{system.name}</strong>
                <State family="maintenance" name/>
                <span class="soft">{move || when::span((span.until - span.from).num_seconds())}</span>
            </p>
            <p class="card-when"><Picture icon=Icon::Clock/><span>{here}</span></p>
            <p class="soft">{there}</p>
            <p>{move || text.get(lang()).to_owned()}</p>
            <p class="soft">
                {told}
                {short_notice.then(|| view! { <span class="late-word">{" · "} {t("maintenance_page.short")}</span> })}
            </p>
            {(standing == Standing::ToCome).then(|| view! {
                <div class="actions">
                    <button type="button" class="button" data-at="maintenance-cancel"
                        on:click=move |_| cancelling.set(Some(meant.get_value()))>
                        {t("maintenance_page.cancel")}
                    </button>
                </div>
            })}
        </li>
    }
}

fn between(from: &str, until: &str) -> String {
    format!("{from} – {until}")
}
