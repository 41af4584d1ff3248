//! Taking a request up again, or why it cannot be.

use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Action, Side, TicketState};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sheet::Sheet;
use crate::browser;
use crate::text::{t, word};
use crate::ui::marks::Trouble;

/// The place for it; nothing while the request goes on.
#[component]
pub(super) fn Reopen(sheet: Sheet, state: TicketState) -> impl IntoView {
    let over = matches!(
        state,
        TicketState::Resolved { .. } | TicketState::Closed { .. } | TicketState::Declined { .. }
    );
    let why_not = state
        .allows(Side::Reporter, Action::Reopen, browser::now())
        .err();
    let trouble = RwSignal::new(None::<Code>);
    let reopen = move |_| {
        spawn_local(async move {
            if let Err(code) = sheet.send("reopen", &(), None).await {
                trouble.try_set(Some(code));
            }
        });
    };
    over.then(|| {
        view! {
            <div class={"reopen"}>
                <button type="button" class={"quiet"} data-at="reopen" disabled=why_not.is_some() on:click=reopen>
                    {t("ticket.page.reopen")}
                </button>
                {why_not.map(|why| view! { <p class={"soft"}>{move || word("why_not", why.as_str())}</p> })}
                {move || trouble.get().map(|code| view! { <Trouble code/> })}
            </div>
        }
    })
}
