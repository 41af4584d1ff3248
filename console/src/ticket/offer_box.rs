//! Offering work outside of the policy: what, for how much, by when.

use deskside::text::t;
use deskside::ui::money::money;
use deskside_protocol::api::AgentTicketView;
use leptos::prelude::*;

use super::offer::Offering;
use super::plan_box::There;
use crate::dialog::Dialog;
use crate::field::{Line, Send, Sheet, Words};
use crate::pad::Pad;
use crate::policy::clause::ClauseText;
use crate::work::work;

/// The dialog.
#[component]
pub(super) fn OfferBox(ticket: RwSignal<AgentTicketView>, open: RwSignal<bool>) -> impl IntoView {
    let pad = Pad::<Offering>::new();
    view! { <Dialog title="offer.title" open><Form ticket pad open/></Dialog> }
}

#[component]
fn Form(
    ticket: RwSignal<AgentTicketView>,
    pad: Pad<Offering>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let work = work();
    let (id, policy) = ticket.with_untracked(|ticket| {
        let ticket = &ticket.ticket;
        (ticket.summary.id.clone(), ticket.policy.clone())
    });
    let send = move |()| {
        work.send(pad, id.clone(), "offer", move |work| {
            open.set(false);
            work.app.say("offer.sent");
        });
    };
    let sum = move || pad.with(Offering::money).map(|price| money(&price));
    view! {
        <Sheet send>
            <p class="soft">{t("offer.lead")}</p>
            <ClauseText clause=policy.out_of_scope_clause.clone() policy/>
            <Words entry=pad.entry("text", |offer| &offer.text, |offer, text| offer.text = text)
                label="offer.text" at="offer-text" rows="4" hint="offer.text_hint"/>
            <div class="pair price">
                <Line entry=pad.entry("price", |offer| &offer.price, |offer, text| offer.price = text)
                    label="offer.price" at="offer-price"/>
                <Line entry=pad.entry("currency", |offer| &offer.currency, |offer, text| offer.currency = text)
                    label="offer.currency" at="offer-currency"/>
                <p class="soft sum" data-at="offer-sum">{sum}</p>
            </div>
            <Line entry=pad.moment("ready", |offer| offer.ready_at, |offer, at| offer.ready_at = at)
                label="offer.ready" at="offer-ready" kind="datetime-local"/>
            <There ticket at=Signal::derive(move || pad.with(|offer| offer.ready_at))/>
            <Send pad name="offer.send" at="offer-send"/>
        </Sheet>
    }
}
