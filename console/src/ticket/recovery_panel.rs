//! Restoring lost data: proposed from the nearest backup, decided by the customer's admin, done with proof
//! (2.4).

use deskside::text::t;
use deskside::ui::recovery::RecoveryView;
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::policy::IncidentKind;
use deskside_protocol::ticket::Action;
use leptos::prelude::*;

use super::conversation::open;
use super::incident_panel::may;
use super::recovery_sheets::{Propose, Result};
use crate::work::work;

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Propose,
    Wait,
    Restore,
    Over,
}

fn next(ticket: &AgentTicketView) -> Next {
    let Some(recovery) = &ticket.ticket.recovery else {
        return Next::Propose;
    };
    match (&recovery.decision, &recovery.result) {
        (_, Some(result)) if result.restored => Next::Over,
        (Some(decision), None) if decision.approved => Next::Restore,
        (None, None) => Next::Wait,
        _ => Next::Propose,
    }
}

/// Data was lost, or a recovery was spoken of.
fn concerns(ticket: &AgentTicketView) -> bool {
    let lost = ticket.ticket.summary.incident == Some(IncidentKind::DataLost);
    lost || ticket.ticket.recovery.is_some()
}

/// The recovery of the open ticket; nothing where no data was lost.
#[component]
pub(crate) fn RecoveryPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let there = Memo::new(move |_| ticket.with(concerns));
    view! { <Show when=move || there.get()><Panel ticket/></Show> }
}

#[component]
fn Panel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    // How much data a system holds stands with the systems.
    work().systems.want();
    let recovery = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.recovery.clone()));
    let next = Memo::new(move |_| ticket.with(next));
    let live = Memo::new(move |_| ticket.with(|ticket| may(ticket, Action::Recover)));
    let shown = move || {
        let recovery = recovery.get()?;
        Some(view! { <RecoveryView recovery on_open=Callback::new(open)/> })
    };
    view! {
        <section class="panel" aria-labelledby="recovery-title" data-at="recovery-panel">
            <h2 id="recovery-title" class="panel-title">{t("restore.title")}</h2>
            {shown}
            {move || match (live.get(), next.get()) {
                (true, Next::Propose) => Some(view! { <Propose ticket/> }.into_any()),
                (true, Next::Wait) => Some(view! { <p class="soft">{t("restore.waits")}</p> }.into_any()),
                (true, Next::Restore) => Some(view! { <Result ticket/> }.into_any()),
                _ => None,
            }}
        </section>
    }
}
