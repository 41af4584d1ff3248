//! A dialog over the page: the browser's own, so that focus stays in it and comes back after it.

use deskside::text::t;
use leptos::html;
use leptos::prelude::*;

use crate::browser;

/// Open while something is in hand; closed in any way, that is let go.
pub(crate) fn open_while<T: Send + Sync + 'static>(held: RwSignal<Option<T>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let wanted = held.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move |_| {
        if !open.get() && held.with_untracked(Option::is_some) {
            held.set(None);
        }
    });
    open
}

/// A dialog. What is in it exists while it is open.
#[component]
pub(crate) fn Dialog(
    /// Key of its title.
    title: &'static str,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                // Only a dialog that left the page cannot be shown.
                let _ = dialog.show_modal();
                // Whoever opened it came to fill it in: not to the button that closes it.
                request_animation_frame(|| {
                    browser::focus("dialog[open] .dialog-body :is(input, textarea, select, .chip)");
                });
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog class="dialog" node_ref=node aria-label=t(title) on:close=move |_| open.set(false)>
            <header class="dialog-head">
                <h2>{t(title)}</h2>
                <button type="button" class="icon" aria-label=t("app.close")
                    on:click=move |_| open.set(false)>{"×"}</button>
            </header>
            <div class="dialog-body">
                {move || open.get().then(|| children())}
            </div>
        </dialog>
    }
}
