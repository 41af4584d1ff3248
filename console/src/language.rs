//! Which language is spoken: the choice is kept in this browser and taken at once.

use deskside::text::{Words, lang, say, speak};
use deskside_protocol::identity::Lang;
use deskside_protocol::problem::Code;
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use crate::app::{App, app};
use crate::{browser, desk};

/// Languages in the order in which they are offered.
const ALL: [Lang; 2] = [Lang::En, Lang::Vi];
/// Under this name the choice is kept; the page's first script reads it too.
const KEPT: &str = "deskside.lang";

/// What the page's first script fetched while this program was on its way.
fn handed(member: &str) -> Option<String> {
    let global: JsValue = js_sys::global().into();
    let handed = Reflect::get(&global, &"desksideConsole".into()).ok()?;
    Reflect::get(&handed, &member.into()).ok()?.as_string()
}

/// Begins in the language whose words were fetched.
pub(crate) fn begin() {
    let tag = handed("lang").unwrap_or_default();
    let words = handed("words").unwrap_or_default();
    // Without words the keys themselves are shown: ugly, but the console still works.
    speak(Words::parse(Lang::from_tag(&tag), &words).unwrap_or_default());
}

/// All sentences of a language, for what is written to somebody who speaks it.
pub(crate) async fn words_of(lang: Lang) -> Result<Words, Code> {
    let url = handed(lang.tag()).ok_or(Code::Internal)?;
    let text = desk::text(&url).await?;
    Words::parse(lang, &text).map_err(|_| Code::Internal)
}

async fn switch(app: App, to: Lang) {
    match words_of(to).await {
        Ok(words) => {
            speak(words);
            browser::keep(KEPT, Some(to.tag()));
            browser::root("lang", Some(to.tag()));
        }
        Err(code) => app.failed(code),
    }
}

/// Buttons for each language, each in its own words.
#[component]
pub(crate) fn Languages() -> impl IntoView {
    let app = app();
    let button = |each: Lang| {
        let tag = each.tag();
        view! {
            <button
                type="button"
                class="chip"
                lang=tag
                data-at=format!("lang-{tag}")
                aria-pressed=move || (lang() == each).to_string()
                on:click=move |_| spawn_local(switch(app, each))
            >
                {move || match each {
                    Lang::En => say("lang.en"),
                    Lang::Vi => say("lang.vi"),
                }}
            </button>
        }
    };
    view! { <span class="chips" role="group" aria-label=move || say("lang.label")>{ALL.map(button)}</span> }
}
