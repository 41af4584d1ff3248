//! Verdict and clocks, in one panel.

use deskside::text::t;
use deskside::ui::clocks::ClockList;
use deskside::ui::verdict::VerdictView;
use deskside_protocol::api::AgentTicketView;
use leptos::prelude::*;

/// Verdict and clocks of the open ticket.
#[component]
pub(crate) fn VerdictPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let promised = Memo::new(move |_| {
        ticket.with(|ticket| {
            let ticket = &ticket.ticket;
            (ticket.summary.clocks.clone(), ticket.verdict.cover)
        })
    });
    let verdict = Memo::new(move |_| {
        ticket.with(|ticket| (ticket.ticket.verdict.clone(), ticket.ticket.policy.clone()))
    });
    view! {
        <section class="panel" aria-labelledby="policy-title" data-at="promise">
            <h2 id="policy-title" class="panel-title">{t("policy.title")}</h2>
            {move || {
                let (clocks, cover) = promised.get();
                view! { <ClockList clocks cover/> }
            }}
            {move || {
                let (verdict, policy) = verdict.get();
                view! { <VerdictView verdict policy/> }
            }}
        </section>
    }
}
