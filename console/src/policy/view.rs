//! Verdict and clock, in one panel.

use deskside::text::t;
use deskside::ui::clock::{ClockView, DueView};
use deskside::ui::verdict::VerdictView;
use deskside_protocol::api::AgentTicketView;
use leptos::prelude::*;

/// Verdict and clock of the open ticket.
#[component]
pub(crate) fn VerdictPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let clock = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.summary.clock.clone()));
    let verdict = Memo::new(move |_| {
        ticket.with(|ticket| (ticket.ticket.verdict.clone(), ticket.policy.clone()))
    });
    let due = move || {
        let clock = clock.get();
        match clock.answered_at {
            Some(_) => view! { <p><ClockView clock/></p> }.into_any(),
            None => view! { <DueView due=clock.due/> }.into_any(),
        }
    };
    view! {
        <section class="panel" aria-labelledby="policy-title">
            <h2 id="policy-title" class="panel-title">{t("policy.title")}</h2>
            {due}
            {move || {
                let (verdict, policy) = verdict.get();
                view! { <VerdictView verdict policy/> }
            }}
        </section>
    }
}
