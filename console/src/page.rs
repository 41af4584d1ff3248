//! A page of the console beside the queue: its heading has the focus when one comes.

use deskside::text::t;
use leptos::prelude::*;

use crate::browser;

/// The page.
#[component]
pub(crate) fn Page(
    /// Key of its title.
    title: &'static str,
    children: Children,
) -> impl IntoView {
    request_animation_frame(|| {
        browser::focus("#page-title");
    });
    view! {
        <main class="page" aria-labelledby="page-title">
            <div class="page-body">
                <h1 id="page-title" class="page-title" tabindex="-1">{t(title)}</h1>
                {children()}
            </div>
        </main>
    }
}
