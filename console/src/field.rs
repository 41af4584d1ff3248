//! Fields of dialogs and panels: the name, the field, and what is wrong with it right beside it.

use deskside::text::{t, word};
use deskside::ui::marks::Trouble;
use deskside_protocol::problem::Code;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;

use crate::draft::{Form, Phase};
use crate::pad::{Entry, Pad};

/// A form: Enter in a line or Ctrl + Enter anywhere in it sends it.
#[component]
pub(crate) fn Sheet(#[prop(into)] send: Callback<()>, children: Children) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send.run(());
        }
    };
    view! { <form class="sheet" novalidate=true on:submit=submit on:keydown=keys>{children()}</form> }
}

/// What is wrong with a field, in a sentence.
#[component]
pub(crate) fn Fault(fault: Signal<Option<Code>>, at: &'static str) -> impl IntoView {
    let said = move || fault.get().map(|code| word("error", code.as_str()));
    view! { <span class="fault" id=format!("{at}-fault") aria-live="polite">{said}</span> }
}

/// A line of text, a number, or day and time.
#[component]
pub(crate) fn Line(
    entry: Entry,
    /// Key of its name.
    label: &'static str,
    /// Its hook.
    at: &'static str,
    /// The kind of `input`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Key of what stands in it while it is empty.
    #[prop(optional)]
    hint: Option<&'static str>,
) -> impl IntoView {
    // Day and time are typed piece by piece: giving back what was understood so far would take away
    // the rest under the writer's hands.
    let node = NodeRef::<html::Input>::new();
    let typed = StoredValue::new(None::<String>);
    Effect::new(move |_| {
        let value = entry.value.get();
        let ours = typed.with_value(|typed| typed.as_ref() == Some(&value));
        if let Some(input) = node.get()
            && (kind != "datetime-local" || !ours)
            && input.value() != value
        {
            input.set_value(&value);
        }
    });
    let write = move |event| {
        let text = event_target_value(&event);
        typed.set_value(Some(text.clone()));
        entry.write.run(text);
    };
    view! {
        <label class="field">
            <span class="field-name">{t(label)}</span>
            <input class="input" type=kind node_ref=node data-at=at autocomplete="off"
                placeholder=move || hint.map(deskside::text::say)
                aria-invalid=move || entry.fault.get().is_some().to_string()
                aria-describedby=format!("{at}-fault")
                on:input=write/>
            <Fault fault=entry.fault at/>
        </label>
    }
}

/// A longer text.
#[component]
pub(crate) fn Words(
    entry: Entry,
    /// Key of its name.
    label: &'static str,
    /// Its hook.
    at: &'static str,
    #[prop(default = "3")] rows: &'static str,
    /// Key of what stands in it while it is empty.
    #[prop(optional)]
    hint: Option<&'static str>,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field-name">{t(label)}</span>
            <textarea class="input" rows=rows data-at=at
                placeholder=move || hint.map(deskside::text::say)
                aria-invalid=move || entry.fault.get().is_some().to_string()
                aria-describedby=format!("{at}-fault")
                prop:value=move || entry.value.get()
                on:input=move |event| entry.write.run(event_target_value(&event))></textarea>
            <Fault fault=entry.fault at/>
        </label>
    }
}

/// One of several, by name: `(value, words)`.
#[component]
pub(crate) fn Pick(
    entry: Entry,
    /// Key of its name.
    label: &'static str,
    /// Its hook.
    at: &'static str,
    /// Key of what stands first while nothing is chosen.
    none: &'static str,
    #[prop(into)] choices: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let option = move |(value, words): (String, String)| {
        let same = value.clone();
        let chosen = move || entry.value.with(|chosen| *chosen == same);
        view! { <option value=value prop:selected=chosen>{words}</option> }
    };
    let nothing = move || entry.value.with(String::is_empty);
    view! {
        <label class="field">
            <span class="field-name">{t(label)}</span>
            <select class="input" data-at=at
                aria-invalid=move || entry.fault.get().is_some().to_string()
                aria-describedby=format!("{at}-fault")
                on:change=move |event| entry.write.run(event_target_value(&event))>
                <option value="" prop:selected=nothing>{t(none)}</option>
                {move || choices.get().into_iter().map(option).collect_view()}
            </select>
            <Fault fault=entry.fault at/>
        </label>
    }
}

/// One of a few, as chips.
#[component]
pub(crate) fn Chips<C: Copy + PartialEq + Send + Sync + 'static>(
    /// Key of their name.
    label: &'static str,
    /// All of them, each with its hook.
    all: Vec<(C, String)>,
    /// What each says.
    words: fn(C) -> String,
    #[prop(into)] chosen: Signal<Option<C>>,
    #[prop(into)] choose: Callback<C>,
    #[prop(into)] fault: Signal<Option<Code>>,
    /// The hook of what is wrong.
    at: &'static str,
) -> impl IntoView {
    let chip = move |(one, hook): (C, String)| {
        view! {
            <button type="button" class="chip" data-at=hook
                aria-pressed=move || (chosen.get() == Some(one)).to_string()
                aria-invalid=move || fault.get().is_some().to_string()
                on:click=move |_| choose.run(one)>
                {move || words(one)}
            </button>
        }
    };
    view! {
        <fieldset class="group">
            <legend>{t(label)}</legend>
            <div class="chips">{all.into_iter().map(chip).collect_view()}</div>
            <Fault fault at/>
        </fieldset>
    }
}

/// What went wrong, and the button that sends.
#[component]
pub(crate) fn Send<T: Form>(
    pad: Pad<T>,
    /// Key of its words.
    name: &'static str,
    /// Its hook.
    at: &'static str,
) -> impl IntoView {
    view! {
        {move || match pad.phase() {
            Phase::Failed(code) => Some(view! { <Trouble code/> }),
            Phase::Writing | Phase::Sending => None,
        }}
        <div class="actions">
            <button class="button primary" data-at=at
                aria-busy=move || (pad.phase() == Phase::Sending).to_string()>{t(name)}</button>
        </div>
    }
}
