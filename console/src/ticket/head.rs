//! The head of an open ticket: what it is about, where it stands, who works on it, by when what is due,
//! and what can be done.

use deskside::text::{say_with, t, word};
use deskside::ui::clock::ClockView;
use deskside::ui::icon::{Icon, Picture};
use deskside::ui::marks::State;
use deskside::ui::shown::shown;
use deskside::ui::when;
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::policy::Channel;
use deskside_protocol::ticket::Action;
use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use super::act::Act;
use super::assignee::Assignee;
use super::offer_box::OfferBox;
use super::plan_box::PlanBox;
use super::ruling_box::RulingBox;
use super::third_party_box::ThirdPartyBox;
use crate::desk;
use crate::work::work;

/// The head.
#[component]
pub(crate) fn Head(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let subject = move || ticket.with(|ticket| ticket.ticket.summary.subject.clone());
    view! {
        <header class="ticket-head">
            <h1 id="ticket-title" class="ticket-title" tabindex="-1" data-at="ticket-subject">{subject}</h1>
            <div class="ticket-marks"><Marks ticket/><Assignee ticket/></div>
            <Clocks ticket/>
            <Actions ticket/>
        </header>
    }
}

/// Where it stands, in a line.
#[component]
fn Marks(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let summary = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.summary.clone()));
    move || {
        let summary = summary.get();
        let (severity, state) = (summary.severity.as_str(), summary.state.as_str());
        let (impact, channel) = (summary.impact.as_str(), summary.channel);
        let incident = summary.incident.map(|kind| {
            view! {
                <span class="incident-mark">
                    <Picture icon=Icon::Shield/>{move || word("incident", kind.as_str())}
                </span>
            }
        });
        let channel = (channel != Channel::Widget).then(|| view! { <Came ticket channel/> });
        view! {
            <span class="reference">{summary.reference}</span>
            <span class="severity" data-severity=severity>{move || word("severity", severity)}</span>
            <State family="ticket.state" name=state/>
            {incident}
            <span class="soft">{move || word("impact", impact)}</span>
            {channel}
        }
    }
}

/// By which other way it came, and whether that way is free (3.2b).
#[component]
fn Came(ticket: RwSignal<AgentTicketView>, channel: Channel) -> impl IntoView {
    let clause = ticket.with_untracked(|ticket| {
        let rule = ticket.ticket.policy.channel(channel);
        rule.filter(|rule| !rule.free)
            .map(|rule| rule.clause.clone())
    });
    let words = move || {
        let name = word("channel", channel.as_str());
        match &clause {
            Some(clause) => say_with("ticket.not_free", &[("channel", &name), ("clause", clause)]),
            None => name,
        }
    };
    view! { <span class="soft" data-at="channel">{words}</span> }
}

/// Every clock that waits or was late, as a picture and in words.
#[component]
fn Clocks(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let seen = Memo::new(move |_| {
        ticket.with(|ticket| {
            let ticket = &ticket.ticket;
            shown(&ticket.summary.clocks, ticket.verdict.cover, when::now())
        })
    });
    view! {
        <div class="head-clocks" data-at="clock">
            {move || seen.get().into_iter().map(|clock| view! { <ClockView clock/> }).collect_view()}
        </div>
    }
}

/// What can be done to it. Where space is short, some of it stands in a menu.
#[component]
fn Actions(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let work = work();
    let [ruling, planning, offering, third] = [(); 4].map(|()| RwSignal::new(false));
    let id = StoredValue::new(ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone()));
    let step = move |step: &'static str| {
        spawn_local(async move {
            let path = format!("/api/agent/tickets/{}/{step}", id.get_value());
            match desk::call::<IgnoredAny>(Method::POST, &path).await {
                Ok(_) => work.app.say_word("ticket.done", step),
                Err(code) => work.app.failed(code),
            }
            work.refetch_ticket();
            work.refetch_queue();
        });
    };
    view! {
        <div class="actions acts" role="group" aria-label=t("ticket.actions")>
            <Act ticket action=Action::Rule name="ticket.rule" at="rule" key="w"
                run=move |()| ruling.set(true)/>
            <div id="more" class="more" popover="auto">
                <Act ticket action=Action::Plan name="ticket.plan" at="plan" key="p"
                    run=move |()| planning.set(true)/>
                <Act ticket action=Action::Offer name="ticket.offer" at="offer" key="o"
                    run=move |()| offering.set(true)/>
                <Act ticket action=Action::Decline name="ticket.third_party" at="third-party" key="x"
                    run=move |()| third.set(true)/>
            </div>
            <button type="button" class="button more-button" popovertarget="more" data-at="more"
                aria-label=t("ticket.more")><Picture icon=Icon::More/></button>
            <Act ticket action=Action::Resolve name="ticket.resolve" at="resolve"
                run=move |()| step("resolve")/>
            <Act ticket action=Action::Close name="ticket.close" at="close"
                run=move |()| step("close")/>
        </div>
        <RulingBox ticket open=ruling/>
        <PlanBox ticket open=planning/>
        <OfferBox ticket open=offering/>
        <ThirdPartyBox ticket open=third/>
    }
}
