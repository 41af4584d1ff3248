//! What is promised to the customer beside this ticket: plan, terms with the days left, maintenance,
//! availability.

use deskside::text::{count, lang, say_with, t};
use deskside::ui::availability::AvailabilityView;
use deskside::ui::icon::{Icon, Picture};
use deskside::ui::terms::TermsView;
use deskside::ui::when;
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::identity::Text;
use deskside_protocol::policy::MaintenanceView;
use leptos::prelude::*;

/// The customer of the open ticket.
#[component]
pub(crate) fn CustomerPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let service = Memo::new(move |_| ticket.with(|ticket| ticket.service.clone()));
    let policy = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.policy.clone()));
    let all = move || {
        let service = service.get();
        let months = service.availability;
        view! {
            {service.plan.map(|plan| view! { <Plan plan/> })}
            {service.maintenance.into_iter().map(|window| view! { <Window window/> }).collect_view()}
            <TermsView terms=service.terms policy=policy.get()/>
            {(!months.is_empty()).then(|| {
                let number = months.len();
                view! {
                    <details class="part">
                        <summary>{move || count("customer.availability", number)}</summary>
                        <AvailabilityView months/>
                    </details>
                }
            })}
        }
    };
    view! {
        <section class="panel" aria-labelledby="customer-title" data-at="customer">
            <h2 id="customer-title" class="panel-title">{t("customer.title")}</h2>
            {all}
        </section>
    }
}

#[component]
fn Plan(plan: Text) -> impl IntoView {
    view! { <p>{move || say_with("customer.plan", &[("plan", plan.get(lang()))])}</p> }
}

/// Maintenance that runs or is to come.
#[component]
fn Window(window: MaintenanceView) -> impl IntoView {
    let span = window.span;
    let words = move || {
        let values = [
            ("from", &*when::moment(span.from)),
            ("until", &*when::moment(span.until)),
        ];
        say_with("customer.maintenance", &values)
    };
    view! {
        <p class="note warn"><Picture icon=Icon::Wrench/><span>{words}</span></p>
    }
}
