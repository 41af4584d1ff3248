//! What happened on the ticket, folded up: the same lines that the customer sees.

use deskside::text::{count, t};
use deskside::ui::timeline::TimelineView;
use deskside_protocol::api::AgentTicketView;
use leptos::prelude::*;

/// The timeline of the open ticket.
#[component]
pub(crate) fn TimelinePanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let moments = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.timeline.clone()));
    let number = move || count("happened.moments", moments.with(Vec::len));
    view! {
        <section class="panel" aria-labelledby="timeline-title" data-at="timeline">
            <details class="fold">
                <summary>
                    <h2 id="timeline-title" class="panel-title">{t("happened.title")}</h2>
                    <span class="soft">{number}</span>
                </summary>
                {move || view! { <TimelineView moments=moments.get()/> }}
            </details>
        </section>
    }
}
