//! What the reporter sent along: what broke comes first, everything else is folded up.

use deskside::text::t;
use deskside::ui::facts::{PartFacts, part_title};
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::context::{Context, Part};
use leptos::prelude::*;

/// What broke stands first and open; the rest says in a line what it holds.
const ORDER: [(Part, bool); 6] = [
    (Part::Errors, true),
    (Part::FailedRequests, true),
    (Part::Screen, true),
    (Part::System, false),
    (Part::User, false),
    (Part::Browser, false),
];

/// The context of the open ticket.
#[component]
pub(crate) fn ContextPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let context = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.context.clone()));
    view! {
        <section class="panel" aria-labelledby="context-title" data-at="context">
            <h2 id="context-title" class="panel-title">{t("context.title")}</h2>
            {move || parts(&context.get())}
        </section>
    }
}

fn parts(context: &Context) -> impl IntoView + use<> {
    let there: Vec<_> = ORDER
        .into_iter()
        .filter(|(part, _)| context.has(*part))
        .map(|(part, open)| view! { <PartView context=context.clone() part open/> })
        .collect();
    if there.is_empty() {
        view! { <p class={"soft"}>{t("context.nothing")}</p> }.into_any()
    } else {
        there.into_any()
    }
}

/// One part, folded up or not.
#[component]
fn PartView(context: Context, part: Part, open: bool) -> impl IntoView {
    let named = context.clone();
    view! {
        <details class="part" open=open data-part=part.as_str()>
            <summary>{move || part_title(&named, part)}</summary>
            <PartFacts context part/>
        </details>
    }
}
