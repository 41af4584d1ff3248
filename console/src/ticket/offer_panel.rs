//! Work that was offered, and the customer's answer.

use deskside::text::t;
use deskside::ui::offer::OfferView;
use deskside_protocol::api::AgentTicketView;
use leptos::prelude::*;

/// The offer of the open ticket; nothing where there is none.
#[component]
pub(crate) fn OfferPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let offer = Memo::new(move |_| ticket.with(|ticket| ticket.ticket.offer.clone()));
    move || {
        offer.get().map(|offer| {
            let waits = offer.answer.is_none();
            view! {
                <section class="panel" aria-labelledby="offer-title" data-at="offer-panel">
                    <h2 id="offer-title" class="panel-title">{t("offer.panel")}</h2>
                    <OfferView offer/>
                    {waits.then(|| view! { <p class="soft">{t("offer.waits")}</p> })}
                </section>
            }
        })
    }
}
