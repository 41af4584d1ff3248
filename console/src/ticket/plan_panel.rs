//! The plan with what the customer chose, and a third party's papers.

use deskside::text::t;
use deskside::ui::plan::PlanView;
use deskside_protocol::api::AgentTicketView;
use leptos::prelude::*;

use super::conversation::open;
use super::settlement::Papers;

/// The plan of the open ticket; nothing where there is none.
#[component]
pub(crate) fn PlanPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let plan = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.plan.clone()));
    let there = Memo::new(move |_| plan.with(Option::is_some));
    let shown = move || {
        plan.get().map(|plan| {
            let chosen = plan.chosen.is_some();
            view! {
                <PlanView plan on_open=Callback::new(open)/>
                {(!chosen).then(|| view! { <p class="soft">{t("plan.unchosen")}</p> })}
            }
        })
    };
    view! {
        <Show when=move || there.get()>
            <section class="panel" aria-labelledby="plan-title" data-at="plan-panel">
                <h2 id="plan-title" class="panel-title">{t("plan.panel")}</h2>
                {shown}
                <Papers ticket/>
            </section>
        </Show>
    }
}
