//! The open ticket and what stands beside it, or one of the pages. Here the rooms meet; none of them
//! knows the later ones.

use deskside::text::{say_with, t};
use deskside::ui::marks::Trouble;
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::ids::TicketId;
use deskside_protocol::problem::Code;
use leptos::prelude::*;

use crate::access::view::AccessPanel;
use crate::browser;
use crate::context::ContextPanel;
use crate::inbox::view::InboxPage;
use crate::maintenance::view::MaintenancePage;
use crate::policy::customer::CustomerPanel;
use crate::policy::view::VerdictPanel;
use crate::report::view::ReportPage;
use crate::rotation::RotationPanel;
use crate::route::Route;
use crate::ticket::conversation::Conversation;
use crate::ticket::head::Head;
use crate::ticket::incident_panel::IncidentPanel;
use crate::ticket::offer_panel::OfferPanel;
use crate::ticket::plan_panel::PlanPanel;
use crate::ticket::recovery_panel::RecoveryPanel;
use crate::ticket::reply_box::ReplyBox;
use crate::ticket::reporter::ReporterPanel;
use crate::ticket::timeline_panel::TimelinePanel;
use crate::ticket::way_panel::WayPanel;
use crate::work::{Opening, work};

/// The open ticket, or what to do when none is.
#[component]
pub(crate) fn Desktop() -> impl IntoView {
    let work = work();
    let room = Memo::new(move |_| work.route.with(Route::room));
    move || match room.get() {
        "maintenance" => view! { <MaintenancePage/> }.into_any(),
        "report" => view! { <ReportPage/> }.into_any(),
        "inbox" => view! { <InboxPage/> }.into_any(),
        _ => view! { <Opened/> }.into_any(),
    }
}

/// The open ticket, on its way, or none.
#[component]
fn Opened() -> impl IntoView {
    let work = work();
    move || match work.ticket.get() {
        Opening::Nothing => view! { <Nothing/> }.into_any(),
        Opening::Waiting => view! { <Waiting/> }.into_any(),
        Opening::Failed(code) => view! { <Failed code/> }.into_any(),
        Opening::Here(ticket) => view! { <OpenTicket ticket=RwSignal::from(ticket)/> }.into_any(),
    }
}

/// An open ticket.
#[component]
fn OpenTicket(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    // Whoever came by keyboard goes on reading here.
    request_animation_frame(|| {
        browser::focus("#ticket-title");
    });
    let id = StoredValue::new(ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone()));
    view! {
        <main class="ticket" aria-labelledby="ticket-title">
            <Tabs id/>
            <Head ticket/>
            <Conversation ticket/>
            <ReplyBox ticket/>
        </main>
        <aside class="side" aria-label=t("side.label")>
            <Tabs id/>
            <VerdictPanel ticket/>
            <PlanPanel ticket/>
            <OfferPanel ticket/>
            <IncidentPanel ticket/>
            <RecoveryPanel ticket/>
            <AccessPanel ticket/>
            <WayPanel ticket/>
            <ContextPanel ticket/>
            <ReporterPanel ticket/>
            <CustomerPanel ticket/>
            <RotationPanel ticket/>
            <TimelinePanel ticket/>
        </aside>
    }
}

/// On narrow screens the way between the conversation and what stands beside it.
#[component]
fn Tabs(id: StoredValue<TicketId>) -> impl IntoView {
    let work = work();
    let tab = move |route: Route, name: &'static str| {
        let href = route.href();
        let current = move || (work.route.get() == route).then_some("page");
        view! { <a class="tab" href=href aria-current=current>{t(name)}</a> }
    };
    view! {
        <nav class="tabs" aria-label=t("side.tabs")>
            <a class="tab back" href=Route::Queue.href() data-at="back">{t("side.back")}</a>
            {tab(Route::Ticket(id.get_value()), "side.conversation")}
            {tab(Route::Side(id.get_value()), "side.label")}
        </nav>
    }
}

/// No ticket is open.
#[component]
fn Nothing() -> impl IntoView {
    view! {
        <main class="ticket empty">
            <h1 class="empty-title" id="ticket-title" tabindex="-1">{t("empty.title")}</h1>
            <p class="muted">{t("empty.how")}</p>
            <Next/>
        </main>
    }
}

/// The ticket whose clock runs out next, one step away.
#[component]
fn Next() -> impl IntoView {
    let queue = work().queue;
    let first = Memo::new(move |_| queue.with(|queue| queue.shown().into_iter().next()));
    move || {
        first.get().map(|ticket| {
            let href = Route::Ticket(ticket.id).href();
            let named = move || say_with("empty.next", &[("reference", &ticket.reference)]);
            view! { <a class="button primary" href=href data-at="begin">{named}</a> }
        })
    }
}

/// The ticket is on its way: grey shapes where words will be, so that nothing moves.
#[component]
fn Waiting() -> impl IntoView {
    let shape = |_| view! { <div class={"ghost"}></div> };
    view! {
        <main class="ticket" aria-busy="true" aria-label=t("app.loading")>
            <div class="ghosts">{[(); 6].map(shape).to_vec()}</div>
        </main>
        <aside class="side" aria-hidden="true"><div class="ghosts">{[(); 4].map(shape).to_vec()}</div></aside>
    }
}

/// The ticket cannot be had.
#[component]
fn Failed(code: Code) -> impl IntoView {
    let work = work();
    view! {
        <main class="ticket empty">
            <Trouble code/>
            <button class="button" on:click=move |_| work.refetch_ticket()>{t("app.again")}</button>
            <a class={"button quiet"} href="#/">{t("side.back")}</a>
        </main>
    }
}
