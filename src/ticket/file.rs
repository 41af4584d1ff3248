//! The room in which a request is filed: one question a screen.

use leptos::prelude::*;

use super::alarm_step::AlarmStep;
use super::describe::Describe;
use super::draft::{Draft, Missing, Phase, Step};
use super::impact::ImpactStep;
use super::review::Review;
use super::sent::SentView;
use crate::browser::focus;
use crate::context::Collected;
use crate::text::{t, word};
use crate::ui::icon::{Icon, Picture};

/// The room.
#[component]
#[must_use]
pub fn FileRoom(
    /// What is being filed.
    draft: RwSignal<Draft>,
    /// What was collected.
    collected: RwSignal<Collected>,
) -> impl IntoView {
    let filed = Memo::new(move |_| {
        draft.with(|draft| match &draft.phase {
            Phase::Filed(filed) => Some(filed.clone()),
            _ => None,
        })
    });
    let step = Memo::new(move |_| draft.with(|draft| draft.step));
    move || match (filed.get(), step.get()) {
        (Some(filed), _) => view! { <SentView draft filed=*filed/> }.into_any(),
        (None, Step::Describe) => view! { <Describe draft/> }.into_any(),
        (None, Step::Impact) => view! { <ImpactStep draft/> }.into_any(),
        (None, Step::Alarm) => view! { <AlarmStep draft/> }.into_any(),
        (None, Step::Review) => view! { <Review draft collected/> }.into_any(),
    }
}

/// Where in the steps the person is, and the step's question, which takes the focus.
#[component]
pub(super) fn StepHead(
    draft: RwSignal<Draft>,
    /// From 1 on.
    number: u8,
    /// Key of the question.
    question: &'static str,
) -> impl IntoView {
    let heading = NodeRef::<leptos::html::H2>::new();
    Effect::new(move || {
        if let Some(heading) = heading.get() {
            focus(&heading);
        }
    });
    let steps = move || {
        if draft.with(Draft::alarming) {
            "4"
        } else {
            "3"
        }
    };
    view! {
        <progress class={"steps"} max=steps value={number.to_string()} aria-label=t("ticket.steps")></progress>
        <h2 tabindex="-1" node_ref=heading>{t(question)}</h2>
    }
}

/// Back and on; a button that does not lead on says why.
#[component]
pub(super) fn StepFoot(
    draft: RwSignal<Draft>,
    /// The button that leads on.
    children: Children,
) -> impl IntoView {
    view! {
        <footer class={"foot"}>
            <button type="button" class={"quiet"} data-at="back" on:click=move |_| draft.update(Draft::back)>
                <Picture icon=Icon::Back/>
                {t("ticket.back")}
            </button>
            {children()}
        </footer>
    }
}

/// What is missing, in words.
pub(super) fn missing_words(missing: Missing) -> String {
    word("ticket.missing", missing.as_str())
}
