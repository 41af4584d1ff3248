//! Who works on the ticket: a menu to take it, give it, or give it back to all.

use deskside::text::{say, t};
use deskside_protocol::api::{AgentTicketView, Assign};
use deskside_protocol::identity::AgentCard;
use deskside_protocol::ids::AgentId;
use leptos::prelude::*;

use crate::browser;
use crate::name::initials;
use crate::work::work;
use crate::workplace::who;

/// The button that says who, and its menu.
#[component]
pub(super) fn Assignee(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let assignee = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.summary.assignee.clone()));
    let name = move || match assignee.get() {
        Some(agent) => agent.name,
        None => say("assign.nobody"),
    };
    let letters = move || assignee.get().map(|agent| initials(&agent.name));
    view! {
        <button type="button" class="assignee" popovertarget="assign-menu" data-at="assign"
            data-taken=move || assignee.with(Option::is_some).to_string()
            title=t("assign.title") aria-keyshortcuts="t">
            <span class="avatar" aria-hidden="true">{letters}</span>
            <span>{name}</span>
        </button>
        <div id="assign-menu" class="menu" popover="auto" role="group" aria-label=t("assign.title")>
            <Choices ticket assignee/>
        </div>
    }
}

/// Everybody it can be given to, oneself first.
#[component]
fn Choices(ticket: RwSignal<AgentTicketView>, assignee: Memo<Option<AgentCard>>) -> impl IntoView {
    let (work, me) = (work(), who().me.with_value(|me| me.agent.id.clone()));
    let id = ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone());
    let give = Callback::new(move |agent: Option<AgentId>| {
        browser::close_menus();
        work.act(id.clone(), "assignee".to_owned(), Assign { agent });
    });
    let others = move || {
        let mut agents = work.agents.here(Clone::clone).unwrap_or_default();
        agents.sort_by_key(|agent| (agent.id != me, agent.name.clone()));
        let one = |agent: AgentCard| {
            let (id, hook) = (agent.id.clone(), format!("assign-{}", agent.id));
            let name = if agent.id == me {
                say("assign.me")
            } else {
                agent.name.clone()
            };
            let has = assignee.with(|now| now.as_ref() == Some(&agent));
            view! {
                <button type="button" class="menu-item" data-at=hook aria-pressed=has.to_string()
                    on:click=move |_| give.run(Some(id.clone()))>
                    <span class="avatar" aria-hidden="true">{initials(&agent.name)}</span>
                    {name}
                </button>
            }
        };
        agents.into_iter().map(one).collect_view()
    };
    view! {
        {others}
        <button type="button" class="menu-item" data-at="assign-nobody"
            aria-pressed=move || assignee.with(Option::is_none).to_string()
            on:click=move |_| give.run(None)>
            <span class="avatar" aria-hidden="true">{"–"}</span>
            {t("assign.give_back")}
        </button>
    }
}
