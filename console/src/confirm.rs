//! Asking once more before something that cannot be taken back.

use deskside::text::t;
use leptos::prelude::*;

use crate::dialog::{Dialog, open_while};

/// The dialog: open while something is in hand, and closed in any way it is let go.
#[component]
pub(crate) fn Confirm<T: Clone + Send + Sync + 'static>(
    /// Key of its title.
    title: &'static str,
    /// What it is about.
    of: RwSignal<Option<T>>,
    /// What is asked.
    words: Signal<String>,
    /// Key of the button that does it.
    yes: &'static str,
    /// Its hook.
    at: &'static str,
    /// Doing it.
    #[prop(into)]
    run: Callback<()>,
) -> impl IntoView {
    let open = open_while(of);
    view! {
        <Dialog title open>
            <p>{move || words.get()}</p>
            <div class="actions">
                <button type="button" class="button danger" data-at=at on:click=move |_| run.run(())>{t(yes)}</button>
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t("app.back")}</button>
            </div>
        </Dialog>
    }
}
