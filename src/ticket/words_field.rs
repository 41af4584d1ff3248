//! Where words are written on the way to the desk: the field, what is wrong with them, and that secrets
//! were taken out.

use leptos::prelude::*;

use super::wording::Wording;
use crate::text::{count, say};
use crate::ui::icon::Icon;
use crate::ui::marks::Note;

/// The field.
#[component]
pub(super) fn WordsField(
    /// Its hook, and by which its flaw is tied to it.
    hook: String,
    /// Key of its label.
    label: &'static str,
    /// Key of what is said when words are missing or too many.
    flaw: &'static str,
    /// The words.
    words: RwSignal<Wording>,
) -> impl IntoView {
    let (id, told) = (hook.clone(), format!("{hook}-flaw"));
    let missing = move || words.with(Wording::missing);
    let masked = Memo::new(move |_| words.with(Wording::masked));
    view! {
        <label class="field" for=id.clone()>{move || say(label)}</label>
        <textarea id=id rows="2" data-at=hook aria-describedby=told.clone() aria-invalid=move || missing().to_string()
            prop:value=move || words.with(|words| words.text().to_owned())
            on:input=move |event| words.update(|words| words.write(event_target_value(&event)))></textarea>
        <p class="fault" role="alert" id=told>{move || missing().then(|| say(flaw))}</p>
        <Show when=move || { masked.get() > 0 }>
            <Note tone="good" icon=Icon::Shield>{move || count("ticket.masked", masked.get())}</Note>
        </Show>
    }
}
