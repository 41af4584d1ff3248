//! Who asked, and from which system.

use deskside::text::{say_with, t};
use deskside::ui::when;
use deskside_protocol::api::AgentTicketView;
use leptos::prelude::*;

/// The reporter of the open ticket.
#[component]
pub(crate) fn ReporterPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let summary = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.summary.clone()));
    let lines = move || {
        let summary = summary.get();
        let (reporter, received) = (summary.reporter, summary.received_at);
        let reached = Some(reporter.email).filter(|email| !email.is_empty());
        let zone = summary.system.time_zone;
        view! {
            <p class="line-head"><strong>{reporter.name}</strong><span class="soft">{reporter.login}</span></p>
            {reached.map(|email| {
                let href = format!("mailto:{email}");
                view! { <p><a href=href>{email}</a></p> }
            })}
            <p>{summary.system.name} " " <span class="soft">{zone}</span></p>
            <p class="soft">{move || say_with("reporter.received", &[("when", &when::moment(received))])}</p>
        }
    };
    view! {
        <section class="panel" aria-labelledby="reporter-title" data-at="reporter">
            <h2 id="reporter-title" class="panel-title">{t("reporter.title")}</h2>
            {lines}
        </section>
    }
}
