//! A ticket in the queue: its clock first, for that is what decides what to do next.

use deskside::text::{count, t, word};
use deskside::ui::clock::ClockView;
use deskside::ui::icon::{Icon, Picture};
use deskside::ui::marks::State;
use deskside_protocol::api::TicketSummary;
use deskside_protocol::policy::Channel;
use deskside_protocol::ticket::{Clock, ClockKind};
use leptos::prelude::*;

use crate::name::initials;
use crate::route::Route;
use crate::work::work;

/// A row. It stays the same element when its ticket changes, so that the focus stays on it.
#[component]
pub(crate) fn Row(ticket: TicketSummary) -> impl IntoView {
    let work = work();
    let (id, href) = (ticket.id.clone(), Route::Ticket(ticket.id.clone()).href());
    let (dom_id, reference) = (format!("row-{id}"), ticket.reference.clone());
    let known = {
        let id = id.clone();
        Memo::new(move |_| {
            work.queue
                .with(|queue| queue.find(&id).cloned())
                .unwrap_or(ticket.clone())
        })
    };
    let open = Memo::new(move |_| work.route.with(|route| route.ticket() == Some(&id)));
    view! {
        <li>
            <a id=dom_id class="row" href=href data-at="queue-row" data-reference=reference
                data-unread=move || known.with(|ticket| (ticket.unread > 0).to_string())
                aria-current=move || open.get().then_some("true")>
                {move || known.with(content)}
            </a>
        </li>
    }
}

/// The clock that decides when this is next: the one that runs out first, or how the answer went.
fn shown(ticket: &TicketSummary) -> Option<Clock> {
    let clock = ticket.next_clock();
    clock.or_else(|| ticket.clock(ClockKind::Answer)).cloned()
}

/// Who works on it, in two letters.
#[component]
fn Worker(name: String) -> impl IntoView {
    let (letters, title) = (initials(&name), name.clone());
    view! {
        <span class="avatar small" data-at="row-assignee" title=title>
            <span aria-hidden="true">{letters}</span>
            <span class="hidden">{name}</span>
        </span>
    }
}

/// The picture of a way that is not the widget.
fn channel(channel: Channel) -> Option<Icon> {
    match channel {
        Channel::Widget => None,
        Channel::Web => Some(Icon::Out),
        Channel::Mail => Some(Icon::Mail),
        Channel::Phone | Channel::Other => Some(Icon::Phone),
    }
}

/// What a row says.
fn content(ticket: &TicketSummary) -> impl IntoView + use<> {
    let (severity, state) = (ticket.severity.as_str(), ticket.state.as_str());
    let who = format!("{} · {}", ticket.system.name, ticket.reporter.name);
    let by = ticket.channel.as_str();
    let unread = usize::try_from(ticket.unread).unwrap_or_default();
    view! {
        <span class="row-top">
            {shown(ticket).map(|clock| view! { <ClockView clock/> })}
            <span class="reference">{ticket.reference.clone()}</span>
        </span>
        <span class="row-subject">{ticket.subject.clone()}</span>
        <span class="row-who soft">{who}</span>
        <span class="row-marks">
            <span class="severity" data-severity=severity>{move || word("severity", severity)}</span>
            <State family="ticket.state" name=state/>
            {ticket.incident.map(|kind| view! {
                <span class="mark incident" title=move || word("incident", kind.as_str())>
                    <Picture icon=Icon::Shield/>
                    <span class={"hidden"}>{move || word("incident", kind.as_str())}</span>
                </span>
            })}
            {channel(ticket.channel).map(|icon| view! {
                <span class="mark" data-at="row-channel" title=move || word("channel", by)>
                    <Picture icon/>
                    <span class={"hidden"}>{move || word("channel", by)}</span>
                </span>
            })}
            {ticket.access.then(|| view! {
                <span class="mark" title=t("queue.access")>
                    <Picture icon=Icon::Key/>
                    <span class={"hidden"}>{t("queue.access")}</span>
                </span>
            })}
            {ticket.assignee.as_ref().map(|agent| view! { <Worker name=agent.name.clone()/> })}
            {(unread > 0).then(|| view! { <span class="unread">{move || count("queue.unread", unread)}</span> })}
        </span>
    }
}
