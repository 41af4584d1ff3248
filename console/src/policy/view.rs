//! Verdict and clock, in one panel.

use deskside::text::t;
use deskside::ui::clock::{ClockView, DueView};
use deskside::ui::verdict::VerdictView;
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::ticket::Clock;
use leptos::prelude::*;

/// Verdict and clock of the open ticket.
#[component]
pub(crate) fn VerdictPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let clocks = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.summary.clocks.clone()));
    let verdict = Memo::new(move |_| {
        ticket.with(|ticket| (ticket.ticket.verdict.clone(), ticket.ticket.policy.clone()))
    });
    let due = move || {
        let one = |clock: Clock| match clock.runs() {
            true => view! { <DueView due=clock.due/> }.into_any(),
            false => view! { <p><ClockView clock/></p> }.into_any(),
        };
        clocks.get().into_iter().map(one).collect_view()
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
