//! Shared credentials that must change: whose, since when, and where it stands. Agents only look;
//! the host alone confirms.

use deskside::text::{say_with, t, word};
use deskside::ui::marks::State;
use deskside::ui::when;
use deskside_protocol::api::{AgentTicketView, RotationView};
use deskside_protocol::rotation::RotationState;
use leptos::prelude::*;

/// Rotations of the open ticket; nothing where there are none.
#[component]
pub(crate) fn RotationPanel(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let rotations = Memo::new(move |_| ticket.with(|ticket| ticket.rotations.clone()));
    move || {
        let rotations = rotations.get();
        (!rotations.is_empty()).then(|| {
            let lines = rotations
                .into_iter()
                .map(|rotation| view! { <Line rotation/> });
            view! {
                <section class="panel" aria-labelledby="rotation-title" data-at="rotations">
                    <h2 id="rotation-title" class="panel-title">{t("rotation.title")}</h2>
                    <ul class="plain">{lines.collect_view()}</ul>
                </section>
            }
        })
    }
}

/// One of them.
#[component]
fn Line(rotation: RotationView) -> impl IntoView {
    let RotationView {
        login,
        person,
        shared_at,
        why,
        due_from,
        state,
        ..
    } = rotation;
    let name = state.as_str();
    let who = person.map_or(login.clone(), |person| format!("{} ({login})", person.name));
    view! {
        <li class="rotation" data-state=name>
            <p class="line-head"><strong>{who}</strong><State family="rotation.state" name/></p>
            <p class="soft">
                {move || say_with("rotation.since", &[
                    ("when", &when::short(shared_at)),
                    ("why", &word("rotation.why", why.as_str())),
                ])}
            </p>
            <p class="soft">{move || further(&state, due_from)}</p>
        </li>
    }
}

/// What the state carries, in words.
fn further(state: &RotationState, due_from: Option<deskside_protocol::DateTime>) -> String {
    match (state, due_from) {
        (RotationState::Open, Some(from)) => {
            say_with("rotation.reminding", &[("when", &when::short(from))])
        }
        (RotationState::Open, None) => deskside::text::say("rotation.later"),
        (RotationState::Confirmed { changed_at }, _) => {
            say_with("rotation.changed", &[("when", &when::short(*changed_at))])
        }
        (RotationState::Waived { by, reason, .. }, _) => {
            say_with("rotation.waived", &[("who", &by.name), ("why", reason)])
        }
    }
}
