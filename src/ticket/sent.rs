//! Sent: the reference and what happens next, never a toast alone.

use leptos::prelude::*;

use super::draft::{Draft, Filed};
use crate::browser::focus;
use crate::link::Link;
use crate::text::{say_with, t};
use crate::ui::clock::DueView;
use crate::ui::icon::{Icon, Picture};

/// What the desk has.
#[component]
pub(super) fn SentView(draft: RwSignal<Draft>, filed: Filed) -> impl IntoView {
    let link = Link::here();
    let Filed {
        id, reference, due, ..
    } = filed;
    let email = move || {
        link.opened()
            .map(|opened| opened.card.person.email.clone())
            .unwrap_or_default()
    };
    let heading = NodeRef::<leptos::html::H2>::new();
    Effect::new(move || {
        if let Some(heading) = heading.get() {
            focus(&heading);
        }
    });
    view! {
        <section class={"sent"}>
            <span class={"big"}><Picture icon=Icon::Check/></span>
            <h2 tabindex="-1" node_ref=heading>{t("ticket.sent.title")}</h2>
            <p class={"reference"} data-at="reference">{reference}</p>
            <h3>{t("ticket.sent.next")}</h3>
            <ol class={"next"}>
                <li>{t("ticket.sent.answer")}{due.map(|due| view! { <DueView due/> })}</li>
                <li>{move || if email().is_empty() {
                    say_with("ticket.sent.no_mail", &[])
                } else {
                    say_with("ticket.sent.mail", &[("email", &email())])
                }}</li>
                <li>{t("ticket.sent.follow")}</li>
            </ol>
            <footer class={"foot"}>
                <button type="button" class={"quiet"} data-at="another" on:click=move |_| draft.update(Draft::another)>
                    {t("ticket.sent.another")}
                </button>
                <button type="button" class={"primary"} data-at="open-ticket" on:click=move |_| link.show(id.clone())>
                    {t("ticket.sent.open")}
                </button>
            </footer>
        </section>
    }
}
