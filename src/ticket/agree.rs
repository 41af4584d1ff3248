//! Work outside of the policy (3.2c): the offer, and the answer of the customer's admin, who can say
//! no as easily as yes.

use deskside_protocol::DateTime;
use deskside_protocol::api::AnswerOffer;
use deskside_protocol::ticket::Awaits;
use leptos::prelude::*;

use super::doing::Doing;
use super::part::{Choosable, Decide, NotYours, PartBox};
use super::parts::Part;
use super::sheet::Sheet;
use super::wording::Wording;
use super::words_field::WordsField;
use crate::text::{say, t};
use crate::ui::offer::OfferView;
use crate::ui::verdict::ClauseView;

/// The part.
#[component]
pub(super) fn OfferPart(sheet: Sheet) -> impl IntoView {
    let offer = sheet.piece(|ticket| ticket.offer.clone());
    // Which offer is answered: a newer one is asked about anew.
    let waits = sheet.piece(|ticket| {
        let waits = ticket.summary.awaits.contains(&Awaits::Offer);
        ticket
            .offer
            .as_ref()
            .filter(|_| waits)
            .map(|offer| offer.at)
    });
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
            {move || waits.get().flatten().map(|at| view! {
                <Show when=move || approver.get() fallback=|| view! { <NotYours/> }>
                    <Agree sheet at/>
                </Show>
            })}
        </PartBox>
    }
}

#[component]
fn Agree(sheet: Sheet, at: DateTime) -> impl IntoView {
    let doing = RwSignal::new(Doing::default());
    let words = RwSignal::new(Wording::default());
    let way = move |hook, label: &'static str, agreed: bool| Choosable {
        hook,
        label: Signal::derive(move || say(label)),
        choose: Callback::new(move |()| {
            if let Some(words) = words.try_update(Wording::optional).flatten() {
                let answer = AnswerOffer { agreed, words };
                sheet.decide(Part::Offer, ("offer", at), answer, doing);
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
            <WordsField hook="offer-words".to_owned() label="ticket.agree.words" flaw="ticket.missing.too_long" words/>
        </Decide>
    }
}
