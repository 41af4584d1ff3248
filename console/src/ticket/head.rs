//! The head of an open ticket: what it is about, where it stands, and what can be done.

use deskside::text::{t, word};
use deskside::ui::clock::ClockView;
use deskside::ui::marks::State;
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::ids::TicketId;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Action, ClockKind};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use super::act::Act;
use super::decline_box::DeclineBox;
use crate::desk;
use crate::work::{Work, work};

/// The head.
#[component]
pub(crate) fn Head(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let summary = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.summary.clone()));
    let marks = move || {
        let summary = summary.get();
        let (severity, state) = (summary.severity.as_str(), summary.state.as_str());
        let impact = summary.impact.as_str();
        let clock = summary
            .next_clock()
            .or(summary.clock(ClockKind::Answer))
            .cloned();
        view! {
            <span class="reference">{summary.reference}</span>
            <span class="severity" data-severity=severity>{move || word("severity", severity)}</span>
            <State family="ticket.state" name=state/>
            <span data-at="clock">{clock.map(|clock| view! { <ClockView clock/> })}</span>
            <span class="soft">{move || word("impact", impact)}</span>
        }
    };
    view! {
        <header class="ticket-head">
            <h1 id="ticket-title" class="ticket-title" tabindex="-1" data-at="ticket-subject">
                {move || summary.with(|summary| summary.subject.clone())}
            </h1>
            <div class="ticket-marks">{marks}</div>
            <Actions ticket/>
        </header>
    }
}

/// What can be done to it.
#[component]
fn Actions(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let work = work();
    let declining = RwSignal::new(false);
    let id = StoredValue::new(ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone()));
    let step = move |step: &'static str| spawn_local(take(work, id.get_value(), step));
    view! {
        <div class="actions" role="group" aria-label=t("ticket.actions")>
            <Act ticket action=Action::Decline name="ticket.decline" at="decline"
                run=move |()| declining.set(true)/>
            <Act ticket action=Action::Resolve name="ticket.resolve" at="resolve"
                run=move |()| step("resolve")/>
            <Act ticket action=Action::Close name="ticket.close" at="close"
                run=move |()| step("close")/>
        </div>
        <DeclineBox ticket open=declining/>
    }
}

async fn take(work: Work, id: TicketId, step: &'static str) {
    let path = format!("/api/agent/tickets/{id}/{step}");
    let taken: Result<IgnoredAny, Code> = desk::call(gloo_net::http::Method::POST, &path).await;
    match taken {
        Ok(_) => work.app.say_word("ticket.done", step),
        Err(code) => work.app.failed(code),
    }
    work.refetch_ticket();
    work.refetch_queue();
}
