//! Light or dark: the system's choice until somebody chooses.

use deskside::text::{t, word};
use leptos::prelude::*;

use crate::browser;

/// Under this name the choice is kept; the page's first script reads it too.
const KEPT: &str = "deskside.theme";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    fn as_str(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    fn kept() -> Self {
        let kept = browser::kept(KEPT).unwrap_or_default();
        let found = Theme::ALL.into_iter().find(|theme| theme.as_str() == kept);
        found.unwrap_or(Theme::System)
    }

    fn choose(self) {
        let name = (self != Theme::System).then(|| self.as_str());
        browser::keep(KEPT, name);
        browser::root("data-theme", name);
    }
}

/// Buttons for each.
#[component]
pub(crate) fn Themes() -> impl IntoView {
    let chosen = RwSignal::new(Theme::kept());
    let button = move |theme: Theme| {
        view! {
            <button type="button" class="chip" data-at=format!("theme-{}", theme.as_str())
                aria-pressed=move || (chosen.get() == theme).to_string()
                on:click=move |_| { theme.choose(); chosen.set(theme); }>
                {move || word("theme", theme.as_str())}
            </button>
        }
    };
    view! { <span class="chips" role="group" aria-label=t("theme.label")>{Theme::ALL.map(button)}</span> }
}
