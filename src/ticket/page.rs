//! One request: where it stands and by when, first what waits for the reader, what was said, and a place
//! to answer. Live.

use deskside_protocol::api::MessageView;
use deskside_protocol::ids::{MessageId, TicketId};
use deskside_protocol::policy::{Because, Verdict};
use deskside_protocol::ticket::{Side, TicketState};
use leptos::prelude::*;

use super::agree::OfferPart;
use super::choose::PlanPart;
use super::inquiry::IncidentPart;
use super::list::BackToList;
use super::open_file::open_file;
use super::parts::{Part, parts};
use super::reopen::Reopen;
use super::reply::Reply;
use super::restore::RecoveryPart;
use super::sheet::Sheet;
use crate::link::Loaded;
use crate::text::{count, t};
use crate::ui::clocks::ClockList;
use crate::ui::conversation::Conversation;
use crate::ui::marks::{State, Trouble};
use crate::ui::timeline::TimelineView;
use crate::ui::verdict::VerdictView;
use crate::ui::way::WayView;

/// The page of a ticket.
#[component]
pub(super) fn TicketPage(id: TicketId) -> impl IntoView {
    let sheet = Sheet::open(&id);
    Effect::new(move || {
        let ours = sheet
            .link
            .books
            .changed
            .with(|event| event.as_ref().is_none_or(|event| event.ticket == id));
        if ours {
            sheet.fetch();
        }
    });
    let stage = Memo::new(move |_| {
        sheet.ticket.with(|ticket| match ticket {
            Loaded::Loading => Loaded::Loading,
            Loaded::Failed(code) => Loaded::Failed(*code),
            Loaded::Ready(_) => Loaded::Ready(()),
        })
    });
    view! {
        <article class={"ticket"}>
            <BackToList/>
            {move || match stage.get() {
                Loaded::Loading => view! { <p class={"soft"} aria-busy="true">{t("panel.waiting")}</p> }.into_any(),
                Loaded::Failed(code) => view! { <Trouble code/> }.into_any(),
                Loaded::Ready(()) => view! { <Head sheet/> <Parts sheet/> <Ruled sheet/> <Talk sheet/> <Looked sheet/> <Reply sheet/> }
                    .into_any(),
            }}
        </article>
    }
}

/// Where it stands, and what is promised by when.
#[component]
fn Head(sheet: Sheet) -> impl IntoView {
    let head = sheet.piece(|ticket| {
        let summary = &ticket.summary;
        let state = summary.state.as_str();
        (summary.reference.clone(), summary.subject.clone(), state)
    });
    let clocks = sheet.piece(|ticket| (ticket.summary.clocks.clone(), ticket.verdict.cover));
    view! {
        <header class={"ticket-head"}>
            {move || head.get().map(|(reference, subject, state)| view! {
                <p class={"line"}>
                    <span class={"soft"}>{reference}</span>
                    <State family="ticket.stands" name=state/>
                </p>
                <h2>{subject}</h2>
            })}
            {move || clocks.get().map(|(clocks, cover)| view! { <ClockList clocks cover/> })}
        </header>
    }
}

/// What hangs on it, first what waits for the reader.
#[component]
fn Parts(sheet: Sheet) -> impl IntoView {
    let listed = Memo::new(move |_| {
        let approver = sheet.approver();
        let listed = |ticket: &Loaded<_>| ticket.ready().map(|ticket| parts(ticket, approver));
        sheet.ticket.with(listed).unwrap_or_default()
    });
    let one = move |part: Part| match part {
        Part::Offer => view! { <OfferPart sheet/> }.into_any(),
        Part::Plan => view! { <PlanPart sheet/> }.into_any(),
        Part::Recovery => view! { <RecoveryPart sheet/> }.into_any(),
        Part::Incident => view! { <IncidentPart sheet/> }.into_any(),
    };
    view! { <For each=move || listed.get() key=|part| *part children=one/> }
}

/// What the policy says about it, with the explanation where it is not covered.
#[component]
fn Ruled(sheet: Sheet) -> impl IntoView {
    let verdict = sheet.piece(|ticket| (ticket.verdict.clone(), ticket.policy.clone()));
    let why = sheet.piece(|ticket| unsaid(&ticket.summary.state, &ticket.verdict));
    view! {
        {move || verdict.get().map(|(verdict, policy)| view! { <VerdictView verdict policy/> })}
        {move || why.get().flatten().map(|why| view! { <p class={"note warn"}><span>{why}</span></p> })}
    }
}

/// Why it is not covered, where the verdict does not say the same.
fn unsaid(state: &TicketState, verdict: &Verdict) -> Option<String> {
    let TicketState::Declined { why, .. } = state else {
        return None;
    };
    let said =
        |because: &Because| matches!(because, Because::AgentRuled { why: said, .. } if said == why);
    (!verdict.because.iter().any(said)).then(|| why.clone())
}

/// What was said, beginning with the request itself.
#[component]
fn Talk(sheet: Sheet) -> impl IntoView {
    let messages = sheet.piece(|ticket| {
        let request = MessageView {
            id: MessageId(String::new()),
            side: Side::Reporter,
            author: ticket.summary.reporter.name.clone(),
            at: ticket.summary.received_at,
            text: ticket.description.clone(),
            attachments: ticket.attachments.clone(),
        };
        let mut all = vec![request];
        all.extend(ticket.messages.iter().cloned());
        all
    });
    let state = sheet.piece(|ticket| ticket.summary.state.clone());
    let on_open = open_file(sheet.link);
    view! {
        {move || messages.get().map(|messages| view! { <Conversation messages mine=Side::Reporter on_open/> })}
        {move || state.get().map(|state| view! { <Reopen sheet state/> })}
    }
}

/// By which way agents looked into the system, and all that happened, folded up.
#[component]
fn Looked(sheet: Sheet) -> impl IntoView {
    let way = sheet.piece(|ticket| ticket.way.clone());
    let moments = sheet.piece(|ticket| ticket.timeline.clone());
    let number = move || moments.with(|moments| moments.as_ref().map_or(0, Vec::len));
    view! {
        {move || way.get().flatten().map(|way| view! { <WayView way/> })}
        <details class={"part-box"} data-at="timeline">
            <summary><h3>{move || count("ticket.timeline.title", number())}</h3></summary>
            <p class={"soft"}>{t("ticket.timeline.hint")}</p>
            {move || moments.get().map(|moments| view! { <TimelineView moments/> })}
        </details>
    }
}
