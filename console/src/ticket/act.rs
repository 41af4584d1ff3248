//! A button that does something to the ticket. What is not allowed says why, to eyes and ears.

use deskside::text::{t, word};
use deskside::ui::when;
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::ticket::{Action, Side};
use leptos::prelude::*;

use crate::app::app;
use crate::browser;

/// The button. It stays reachable when it is off: only so can it say why.
#[component]
pub(crate) fn Act(
    ticket: RwSignal<AgentTicketView>,
    /// What it does, in the one table of what is allowed.
    action: Action,
    /// Key of its words.
    name: &'static str,
    /// Its hook.
    at: &'static str,
    /// The key that presses it.
    #[prop(optional)]
    key: Option<&'static str>,
    /// Doing it.
    #[prop(into)]
    run: Callback<()>,
) -> impl IntoView {
    let app = app();
    let why_not = Memo::new(move |_| {
        let allowed =
            |ticket: &AgentTicketView| ticket.ticket.allows(Side::Agent, action, when::now());
        ticket.with(allowed).err()
    });
    let reason = move || why_not.get().map(|why| word("why_not", why.as_str()));
    view! {
        <button type="button" class="button" data-at=at aria-keyshortcuts=key
            aria-disabled=move || why_not.get().is_some().to_string()
            title=reason
            on:click=move |_| match why_not.get() {
                Some(why) => app.say_word("why_not", why.as_str()),
                None => {
                    // The menu it may stand in gives the focus back first, so that what opens now can
                    // do so too.
                    browser::close_menus();
                    run.run(());
                }
            }>
            {t(name)}
        </button>
    }
}
