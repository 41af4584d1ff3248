//! Access on the open ticket: the newest first, and asking for more.

use deskside::text::t;
use deskside_protocol::api::{AgentTicketView, GrantView};
use deskside_protocol::ids::GrantId;
use deskside_protocol::ticket::Action;
use leptos::prelude::*;

use super::ask_box::AskBox;
use super::grant::Grant;
use crate::ticket::act::Act;

/// The panel.
#[component]
pub(crate) fn AccessPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let grants = Memo::new(move |_| ticket.with(|ticket| ticket.grants.clone()));
    let ids = move || {
        let id = |grant: &GrantView| grant.id.clone();
        grants.with(|grants| grants.iter().map(id).collect::<Vec<_>>())
    };
    let none = move || grants.with(Vec::is_empty);
    view! {
        <section class="panel" aria-labelledby="access-title" data-at="access">
            <h2 id="access-title" class="panel-title">{t("access.title")}</h2>
            {move || none().then(|| view! { <p class={"soft"}>{t("access.none")}</p> })}
            <For each=ids key=GrantId::clone children=move |id| {
                let grant = Memo::new(move |_| {
                    grants.with(|grants| grants.iter().find(|grant| grant.id == id).cloned())
                });
                view! { <Grant grant/> }
            }/>
            <Act ticket action=Action::AskAccess name="access.ask" at="ask-access"
                run=move |()| asking.set(true)/>
            <AskBox ticket open=asking/>
        </section>
    }
}
