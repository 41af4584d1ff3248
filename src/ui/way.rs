//! By which way agents looked into the customer's system for a ticket, and why (3.3b).

use deskside_protocol::ticket::WayChosen;
use leptos::prelude::*;

use super::fact::By;
use crate::text::{t, word};

/// The way.
#[component]
#[must_use]
pub fn WayView(
    /// Which, and why.
    way: WayChosen,
) -> impl IntoView {
    let WayChosen { way, why, at, by } = way;
    view! {
        <section class="way" data-at="way" data-way={way.as_str()}>
            <h3>{t("ui.way.title")}</h3>
            <p><strong>{move || word("way", way.as_str())}</strong></p>
            <p class={"words"}>{why}</p>
            <By by at/>
        </section>
    }
}
