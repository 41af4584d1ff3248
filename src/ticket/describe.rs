//! First step: what happened. The same field stands in the frame's page before this is loaded.

use leptos::prelude::*;

use super::draft::{Draft, Missing};
use super::file::missing_words;
use super::files::FilePicker;
use super::upload::Uploads;
use crate::text::{count, t};
use crate::ui::icon::Icon;
use crate::ui::marks::Note;

/// The step.
#[component]
pub(super) fn Describe(draft: RwSignal<Draft>) -> impl IntoView {
    let tried = RwSignal::new(false);
    let fault = move || {
        let missing = draft.with(|draft| draft.ready().err());
        missing.filter(|missing| *missing == Missing::TooLong || tried.get())
    };
    let go_on = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        draft.update(Draft::next);
    };
    let uploads = Callback::new(move |change: UploadsChange| {
        draft.update(|draft| {
            change(&mut draft.uploads);
            draft.changed();
        });
    });
    view! {
        <form class={"step"} on:submit=go_on>
            <label for="describe"><h2>{t("ticket.describe.label")}</h2></label>
            <p class={"soft"} id="describe-hint">{t("ticket.describe.hint")}</p>
            <textarea id="describe" data-at="describe" data-first="" rows="6" aria-describedby="describe-hint"
                aria-invalid=move || fault().is_some().to_string()
                prop:value=move || draft.with(|draft| draft.description.clone())
                on:input=move |event| draft.update(|draft| draft.describe(event_target_value(&event)))
                on:change=move |_| draft.update(Draft::mask_secrets)></textarea>
            {move || fault().map(|missing| view! { <p class={"fault"} role="alert">{missing_words(missing)}</p> })}
            <FilePicker uploads=Signal::derive(move || draft.with(|draft| draft.uploads.clone())) change=uploads/>
            <footer class={"foot"}>
                <button type="submit" class={"primary"} data-at="next">{t("ticket.next")}</button>
            </footer>
            // Below the button: it appears when the field is left, and must not push away what is being clicked.
            <MaskedNote draft/>
        </form>
    }
}

/// A change to the files of a draft.
pub(super) type UploadsChange = Box<dyn FnOnce(&mut Uploads) + Send + Sync>;

/// Says that secrets were taken out, and that a real one should be changed.
#[component]
pub(super) fn MaskedNote(draft: RwSignal<Draft>) -> impl IntoView {
    let masked = Memo::new(move |_| draft.with(|draft| draft.masked));
    view! {
        <Show when=move || { masked.get() > 0 }>
            <div data-at="masked" role="status">
                <Note tone="good" icon=Icon::Shield>{move || count("ticket.masked", masked.get())}</Note>
            </div>
        </Show>
    }
}
