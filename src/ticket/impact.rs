//! Second step: what can't you do, in plain words, and whether a password was shared over it.

use deskside_protocol::policy::Impact;
use leptos::prelude::*;

use super::draft::{Draft, Missing, Shared};
use super::file::{StepFoot, StepHead, missing_words};
use crate::text::{t, word};

/// The step.
#[component]
pub(super) fn ImpactStep(draft: RwSignal<Draft>) -> impl IntoView {
    let tried = RwSignal::new(false);
    let fault = move || {
        draft
            .with(|draft| draft.ready().err())
            .filter(|_| tried.get())
    };
    let go_on = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        draft.update(Draft::next);
    };
    view! {
        <form class={"step"} on:submit=go_on>
            <StepHead draft number=2 question="ticket.impact.label"/>
            <fieldset class={"choices"}>
                <legend class={"unseen"}>{t("ticket.impact.label")}</legend>
                {Impact::ALL.map(|impact| view! { <ImpactChoice draft impact/> }).collect_view()}
            </fieldset>
            <Show when=move || !draft.with(Draft::alarming)>
                <SharedQuestion draft/>
            </Show>
            {move || fault().map(|missing: Missing| view! {
                <p class={"fault"} role="alert">{missing_words(missing)}</p>
            })}
            <StepFoot draft>
                <button type="submit" class={"primary"} data-at="next">{t("ticket.next")}</button>
            </StepFoot>
        </form>
    }
}

#[component]
fn ImpactChoice(draft: RwSignal<Draft>, impact: Impact) -> impl IntoView {
    view! {
        <label class="choice" data-at=format!("impact-{}", impact.as_str())>
            <input type="radio" name="impact" value={impact.as_str()}
                prop:checked=move || draft.with(|draft| draft.impact == Some(impact))
                on:change=move |_| draft.update(|draft| draft.choose(impact))/>
            <span>{move || word("impact", impact.as_str())}</span>
        </label>
    }
}

/// Whether a password was shared over it, and whose.
#[component]
pub(super) fn SharedQuestion(draft: RwSignal<Draft>) -> impl IntoView {
    let shared = Memo::new(move |_| draft.with(|draft| draft.shared != Shared::No));
    let say_no = move |_| draft.update(|draft| draft.say_shared(Shared::No));
    let say_yes = move |_| {
        draft.update(|draft| {
            draft.say_shared(Shared::Yes {
                login: String::new(),
            });
        });
    };
    view! {
        <fieldset class={"shared"}>
            <legend><h3>{t("ticket.shared.label")}</h3></legend>
            <p class={"soft"}>{t("ticket.shared.hint")}</p>
            <div class={"row"}>
                <label class={"choice"} data-at="shared-no">
                    <input type="radio" name="shared" prop:checked=move || !shared.get() on:change=say_no/>
                    <span>{t("ticket.shared.no")}</span>
                </label>
                <label class={"choice"} data-at="shared-yes">
                    <input type="radio" name="shared" prop:checked=shared on:change=say_yes/>
                    <span>{t("ticket.shared.yes")}</span>
                </label>
            </div>
            <Show when=move || shared.get()>
                <SharedLogin draft/>
            </Show>
        </fieldset>
    }
}

#[component]
fn SharedLogin(draft: RwSignal<Draft>) -> impl IntoView {
    let login = move || {
        draft.with(|draft| match &draft.shared {
            Shared::Yes { login } => login.clone(),
            Shared::No => String::new(),
        })
    };
    let named = move |event| {
        let login = event_target_value(&event);
        draft.update(|draft| draft.say_shared(Shared::Yes { login }));
    };
    view! {
        <label class={"field"}>
            <span>{t("ticket.shared.login")}</span>
            <input type="text" data-at="shared-login" autocomplete="off" autocapitalize="none" spellcheck="false"
                prop:value=login on:input=named/>
        </label>
    }
}
