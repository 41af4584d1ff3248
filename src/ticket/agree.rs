//! Work outside of the policy (3.2c): the offer, and the answer of the customer's admin, who can say
//! no as easily as yes.

use deskside_protocol::api::AnswerOffer;
use deskside_protocol::ticket::Awaits;
use leptos::prelude::*;

use super::doing::Doing;
use super::part::{Choosable, Decide, NotYours, PartBox};
use super::parts::Part;
use super::sheet::Sheet;
use super::wording::Wording;
use crate::text::{say, t};
use crate::ui::offer::OfferView;
use crate::ui::verdict::ClauseView;

/// The part.
#[component]
pub(super) fn OfferPart(sheet: Sheet) -> impl IntoView {
    let offer = sheet.piece(|ticket| ticket.offer.clone());
    let waits = sheet.piece(|ticket| ticket.summary.awaits.contains(&Awaits::Offer));
    let clause = sheet.piece(|ticket| {
        (
            ticket.policy.out_of_scope_clause.clone(),
            ticket.policy.clone(),
        )
    });
    let approver = Memo::new(move |_| sheet.approver());
    view! {
        <PartBox sheet part=Part::Offer>
            {move || offer.get().flatten().map(|offer| view! { <OfferView offer/> })}
            {move || clause.get().map(|(clause, policy)| view! { <ClauseView clause policy/> })}
            <Show when=move || waits.get() == Some(true)>
                <Show when=move || approver.get() fallback=|| view! { <NotYours/> }>
                    <Agree sheet/>
                </Show>
            </Show>
        </PartBox>
    }
}

#[component]
fn Agree(sheet: Sheet) -> impl IntoView {
    let doing = RwSignal::new(Doing::default());
    let words = RwSignal::new(Wording::default());
    let way = move |hook, label: &'static str, agreed: bool| Choosable {
        hook,
        label: Signal::derive(move || say(label)),
        choose: Callback::new(move |()| {
            if let Some(words) = words.try_update(Wording::optional).flatten() {
                sheet.act(Part::Offer, "offer", AnswerOffer { agreed, words }, doing);
            }
        }),
    };
    let ways = [
        way("offer-agree", "ticket.agree.yes", true),
        way("offer-refuse", "ticket.agree.no", false),
    ];
    view! {
        <Decide question=Signal::derive(|| say("ticket.agree.question")) ways doing>
            <p class={"soft"}>{t("ticket.agree.means")}</p>
            <label class={"field"}>
                <span>{t("ticket.agree.words")}</span>
                <textarea rows="2" data-at="offer-words" aria-describedby="offer-flaw"
                    aria-invalid=move || words.with(Wording::missing).to_string()
                    prop:value=move || words.with(|words| words.text().to_owned())
                    on:input=move |event| words.update(|words| words.write(event_target_value(&event)))></textarea>
            </label>
            <p class={"fault"} role="alert" id="offer-flaw">
                {move || words.with(Wording::missing).then(|| say("ticket.missing.too_long"))}
            </p>
        </Decide>
    }
}
