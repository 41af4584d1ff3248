//! The room: who asks, who is in, and what was.

use deskside_protocol::access::GrantState;
use deskside_protocol::api::GrantView;
use leptos::prelude::*;

use super::past::PastGrant;
use super::presence::Presence;
use super::request::RequestCard;
use crate::link::{Link, Loaded};
use crate::text::t;
use crate::ui::icon::Icon;
use crate::ui::marks::{Empty, Note, Trouble};

/// The room.
#[component]
#[must_use]
pub fn AccessRoom() -> impl IntoView {
    let link = Link::here();
    let approver = Memo::new(move |_| link.opened().is_some_and(|opened| opened.card.approver));
    view! {
        <section class={"access"}>
            <h2 tabindex="-1" data-first="">{t("access.title")}</h2>
            <Show when=move || approver.get() fallback=move || view! {
                <div data-at="not-approver">
                    <Note tone="calm" icon=Icon::Key>{t("access.not_approver")}</Note>
                </div>
            }>
                <Presence/>
            </Show>
            {move || match link.books.grants.get() {
                Loaded::Loading => view! { <p class={"soft"} aria-busy="true">{t("panel.waiting")}</p> }.into_any(),
                Loaded::Failed(code) => view! { <Trouble code/> }.into_any(),
                Loaded::Ready(list) => view! { <Grants list approver=approver.get()/> }.into_any(),
            }}
        </section>
    }
}

/// Requests first, then what was decided.
#[component]
fn Grants(list: Vec<GrantView>, approver: bool) -> impl IntoView {
    if list.is_empty() {
        return view! { <Empty icon=Icon::Key>{t("access.empty")}</Empty> }.into_any();
    }
    let asked = |grant: &GrantView| matches!(grant.state, GrantState::Requested { .. });
    let (asked, past): (Vec<_>, Vec<_>) = list.into_iter().partition(asked);
    view! {
        {asked.into_iter().map(|grant| view! { <RequestCard grant approver/> }).collect_view()}
        {(!past.is_empty()).then(|| view! { <h3>{t("access.past")}</h3> })}
        {past.into_iter().map(|grant| view! { <PastGrant grant approver/> }).collect_view()}
    }
    .into_any()
}
