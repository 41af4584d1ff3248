//! The room: what must change, and what has.

use deskside_protocol::api::RotationView;
use deskside_protocol::rotation::RotationState;
use leptos::prelude::*;

use super::item::Item;
use crate::link::{Link, Loaded};
use crate::text::t;
use crate::ui::icon::Icon;
use crate::ui::marks::{Empty, Trouble};
use crate::ui::verdict::ClauseView;

/// The room.
#[component]
#[must_use]
pub fn RotationRoom() -> impl IntoView {
    let link = Link::here();
    let clause = move || {
        let policy = link.opened()?.card.policy.clone();
        Some(view! { <ClauseView clause=policy.credentials_clause.clone() policy/> })
    };
    view! {
        <section class={"rotation"}>
            <h2 tabindex="-1" data-first="">{t("rotation.title")}</h2>
            <p>{t("rotation.hint")}</p>
            {clause}
            {move || match link.books.rotations.get() {
                Loaded::Loading => view! { <p class={"soft"} aria-busy="true">{t("panel.waiting")}</p> }.into_any(),
                Loaded::Failed(code) => view! { <Trouble code/> }.into_any(),
                Loaded::Ready(list) if list.is_empty() => {
                    view! { <Empty icon=Icon::Lock>{t("rotation.empty")}</Empty> }.into_any()
                }
                Loaded::Ready(list) => open_first(list)
                    .into_iter()
                    .map(|rotation| view! { <Item rotation/> })
                    .collect_view()
                    .into_any(),
            }}
        </section>
    }
}

fn open_first(mut list: Vec<RotationView>) -> Vec<RotationView> {
    list.sort_by_key(|one| one.state != RotationState::Open);
    list
}
