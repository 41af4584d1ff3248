//! Work outside of the policy (3.2c): what is offered, for how much, by when, and the answer.

use deskside_protocol::ticket::{Offer, OfferAnswer};
use leptos::prelude::*;

use super::fact::{By, Fact, Moment, Passage};
use super::icon::Icon;
use super::marks::Note;
use super::money::money;
use super::when;
use crate::text::say_with;

/// The offer.
#[component]
#[must_use]
pub fn OfferView(
    /// The offer.
    offer: Offer,
) -> impl IntoView {
    let Offer {
        text,
        price,
        ready_at,
        at,
        by,
        answer,
    } = offer;
    view! {
        <div class={"offer"} data-at="offer-view">
            <Passage name="ui.offer.text" text/>
            <dl class={"facts"}>
                <Fact name="ui.offer.price"><strong data-at="offer-price">{move || money(&price)}</strong></Fact>
                <Fact name="ui.offer.ready"><Moment at=ready_at/></Fact>
            </dl>
            <By by at/>
            {answer.map(|answer| view! { <AnswerView answer/> })}
        </div>
    }
}

#[component]
fn AnswerView(answer: OfferAnswer) -> impl IntoView {
    let OfferAnswer {
        agreed,
        at,
        by,
        words,
    } = answer;
    let (tone, icon, key) = if agreed {
        ("good", Icon::Check, "ui.offer.agreed")
    } else {
        ("calm", Icon::Cross, "ui.offer.refused")
    };
    let told = move || say_with(key, &[("by", &by), ("when", &when::short(at))]);
    view! {
        <div data-at="offer-answered" data-agreed={agreed.to_string()}><Note tone icon>{told}</Note></div>
        {(!words.is_empty()).then(|| view! { <p class={"words"}>{words}</p> })}
    }
}
