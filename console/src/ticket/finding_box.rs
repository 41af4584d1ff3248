//! A step of an investigation is done: what was found.

use deskside::text::t;
use deskside_protocol::api::AgentTicketView;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use super::incident::Finding;
use crate::dialog::{Dialog, open_while};
use crate::field::{Send, Sheet, Words};
use crate::pad::Pad;
use crate::work::work;

/// The dialog, for the step of this number.
#[component]
pub(super) fn FindingBox(
    ticket: RwSignal<AgentTicketView>,
    finding: RwSignal<Option<usize>>,
) -> impl IntoView {
    let work = work();
    let pad = Pad::<Finding>::new();
    let open = open_while(finding);
    let id = StoredValue::new(ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone()));
    let send = move |()| {
        let Some(n) = finding.get_untracked() else {
            return;
        };
        spawn_local(async move {
            let path = format!(
                "/api/agent/tickets/{}/incident/steps/{n}/done",
                id.get_value()
            );
            if pad.send::<IgnoredAny>(&path).await.is_some() {
                open.set(false);
            }
            work.refetch_ticket();
        });
    };
    let step = move || {
        let n = finding.get()?;
        ticket.with(|ticket| {
            let incident = ticket.ticket.investigation.as_ref()?;
            incident.steps.get(n).map(|step| step.text.clone())
        })
    };
    view! {
        <Dialog title="security.done_title" open>
            <Sheet send>
                <p class="strong">{step}</p>
                <Words entry=pad.entry("found", |step| &step.found, |step, found| step.found = found)
                    label="security.found" at="step-found"/>
                <p class="soft">{t("security.found_lead")}</p>
                <Send pad name="security.done_send" at="step-found-send"/>
            </Sheet>
        </Dialog>
    }
}
