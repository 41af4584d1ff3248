//! What goes along, in plain words, each part with its switch, and the exact data below.

use deskside_protocol::context::{Context, Part};
use leptos::prelude::*;

use super::{Collected, LeftOut};
use crate::text::{count, say, t};
use crate::ui::facts::{PartFacts, part_title};
use crate::ui::icon::Icon;
use crate::ui::marks::Note;

/// All parts.
#[component]
#[must_use]
pub fn ContextParts(
    /// What was collected.
    collected: Collected,
    /// What stays here.
    left_out: Signal<LeftOut>,
    /// A part's switch was used.
    on_toggle: Callback<Part>,
) -> impl IntoView {
    let masked = collected.masked;
    let parts = collected.parts();
    let context = StoredValue::new(collected.context);
    let sent = move || left_out.with(|left_out| left_out.of(&context.get_value()));
    view! {
        <section class={"context"} data-at="context">
            <h3>{t("context.title")}</h3>
            <p class={"soft"}>{t("context.hint")}</p>
            {(masked > 0).then(|| view! {
                <Note tone="good" icon=Icon::Shield>{move || count("context.masked", masked)}</Note>
            })}
            {parts.into_iter().map(|part| view! {
                <PartCard context part left_out on_toggle/>
            }).collect_view()}
            <details class={"exact"} data-at="context-exact">
                <summary>{t("context.exact")}</summary>
                <pre tabindex="0">{move || serde_json::to_string_pretty(&sent()).unwrap_or_default()}</pre>
            </details>
        </section>
    }
}

#[component]
fn PartCard(
    context: StoredValue<Context>,
    part: Part,
    left_out: Signal<LeftOut>,
    on_toggle: Callback<Part>,
) -> impl IntoView {
    let sent = move || !left_out.with(|left_out| left_out.has(part));
    let title = move || context.with_value(|context| part_title(context, part));
    let tell = move || {
        if sent() {
            say("context.goes")
        } else {
            say("context.stays")
        }
    };
    view! {
        <section class="part" data-at=format!("context-part-{}", part.as_str()) data-sent=move || sent().to_string()>
            <label>
                <strong>{title}</strong>
                <span class={"soft"}>{tell}</span>
                <input type="checkbox" role="switch" data-at=format!("context-send-{}", part.as_str())
                    prop:checked=sent on:change=move |_| on_toggle.run(part)/>
            </label>
            <Show when=sent>
                <PartFacts context=context.get_value() part/>
            </Show>
        </section>
    }
}
