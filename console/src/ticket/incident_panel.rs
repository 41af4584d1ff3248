//! A security incident: its kind, the investigation with owners, what the customer is asked, and the
//! final report (2.3).

use deskside::text::{t, word};
use deskside::ui::incident::IncidentView;
use deskside::ui::when;
use deskside_protocol::api::{AgentTicketView, MarkIncident};
use deskside_protocol::policy::IncidentKind;
use deskside_protocol::ticket::{Action, Side};
use leptos::prelude::*;

use super::finding_box::FindingBox;
use super::incident_sheets::{Ask, FirstSteps, Report, Step};
use crate::work::work;

/// The incident of the open ticket; folded up where it is none.
#[component]
pub(crate) fn IncidentPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let is_one = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.investigation.is_some()));
    let live = Memo::new(move |_| ticket.with(|ticket| may(ticket, Action::Investigate)));
    view! {
        <section class="panel" aria-labelledby="incident-title" data-at="incident-panel">
            {move || match is_one.get() {
                true => view! {
                    <h2 id="incident-title" class="panel-title">{t("security.title")}</h2>
                    <Investigation ticket/>
                }.into_any(),
                false => view! {
                    <details class="fold">
                        <summary><h2 id="incident-title" class="panel-title">{t("security.none")}</h2></summary>
                        <Show when=move || live.get()><Kinds ticket/></Show>
                    </details>
                }.into_any(),
            }}
        </section>
    }
}

/// Whether an agent may do this now.
pub(super) fn may(ticket: &AgentTicketView, action: Action) -> bool {
    ticket
        .ticket
        .allows(Side::Agent, action, when::now())
        .is_ok()
}

/// Of which kind it is: marks it, or corrects it.
#[component]
fn Kinds(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let work = work();
    let id = ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone());
    let kind = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.summary.incident));
    let mark = Callback::new(move |kind: IncidentKind| {
        work.act(id.clone(), "incident".to_owned(), MarkIncident { kind });
    });
    let chip = move |one: IncidentKind| {
        view! {
            <button type="button" class="chip" data-at=format!("incident-mark-{}", one.as_str())
                aria-pressed=move || (kind.get() == Some(one)).to_string()
                on:click=move |_| if kind.get_untracked() != Some(one) { mark.run(one) }>
                {move || word("incident", one.as_str())}
            </button>
        }
    };
    view! {
        <fieldset class="group">
            <legend>{t("security.kind")}</legend>
            <div class="chips">{IncidentKind::ALL.map(chip)}</div>
        </fieldset>
    }
}

/// What is investigated. What is being written stands outside of what is drawn anew.
#[component]
fn Investigation(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let incident = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.investigation.clone()));
    let live = Memo::new(move |_| ticket.with(|ticket| may(ticket, Action::Investigate)));
    let reports = Memo::new(move |_| ticket.with(|ticket| may(ticket, Action::Report)));
    let finding = RwSignal::new(None::<usize>);
    let done = Callback::new(move |n: usize| {
        let open = move || live.get();
        view! {
            <Show when=open>
                <button type="button" class="link" data-at=format!("step-done-{n}")
                    on:click=move |_| finding.set(Some(n))>{t("security.done")}</button>
            </Show>
        }
        .into_any()
    });
    view! {
        {move || incident.get().map(|incident| view! { <IncidentView incident step_foot=done/> })}
        <FindingBox ticket finding/>
        <Show when=move || live.get()>
            <FirstSteps ticket/>
            <Step ticket/>
            <Ask ticket/>
        </Show>
        <Show when=move || reports.get()><Report ticket/></Show>
        <Show when=move || live.get()>
            <details class="fold">
                <summary>{t("security.correct")}</summary>
                <Kinds ticket/>
            </details>
        </Show>
    }
}
