//! The banner of maintenance, above every room: when it will be or until when it runs, told politely,
//! and put away by whoever has read it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::window::Notice;
use crate::link::Link;
use crate::text::{lang, say_with, t, word};
use crate::ui::icon::{Icon, Picture};
use crate::ui::when;

/// The banner; nothing while there is nothing to tell.
#[component]
#[must_use]
pub fn Banner() -> impl IntoView {
    let link = Link::here();
    let put_away = put_away(link);
    // Words follow the language and the window, never the ticking clock: what is told politely is told once.
    let notice = Memo::new(move |_| {
        let opened = link.opened()?;
        let service = link
            .books
            .service
            .with(|service| service.ready().cloned())?;
        let rule = &opened.card.policy.maintenance;
        let notice = Notice::of(&service.maintenance, rule, when::now())?;
        let away = put_away.with(|away| {
            away.as_ref()
                .is_none_or(|away| away.contains(&notice.key()))
        });
        (!away).then_some(notice)
    });
    let hide = Callback::new(move |key: String| {
        put_away.update(|away| away.get_or_insert_default().push(key));
        if let Some(name) = name(link) {
            let kept = put_away.with_untracked(|away| away.clone().unwrap_or_default());
            link.keep(&name, kept.join(" "));
        }
        link.focus_first();
    });
    view! {
        <div class={"banners"} role="status">
            {move || notice.get().map(|notice| view! { <Told notice hide/> })}
        </div>
    }
}

#[component]
fn Told(notice: Notice, hide: Callback<String>) -> impl IntoView {
    let (span, runs, key) = (notice.window.span, notice.runs, notice.key());
    let text = notice.window.text;
    let sentence = move || {
        let values = [
            ("from", &*when::moment(span.from)),
            ("until", &*when::moment(span.until)),
            ("span", &*when::span((span.until - span.from).num_seconds())),
        ];
        let key = if runs {
            "policy.banner.runs"
        } else {
            "policy.banner.comes"
        };
        say_with(key, &values)
    };
    view! {
        <section class="maintenance" data-at="maintenance" data-runs={runs.to_string()} aria-label=t("policy.maintenance.title")>
            <Picture icon=Icon::Wrench/>
            <div>
                <p><strong>{sentence}</strong></p>
                <p class={"soft"}>{move || text.get(lang()).to_owned()}</p>
            </div>
            <button type="button" class={"bare"} data-at="maintenance-hide" aria-label=move || word("policy.banner", "hide")
                on:click=move |_| hide.run(key.clone())>
                <Picture icon=Icon::Cross/>
            </button>
        </section>
    }
}

/// What this person put away; nothing is told before that is known.
fn put_away(link: Link) -> RwSignal<Option<Vec<String>>> {
    let away = RwSignal::new(None);
    Effect::new(move |asked: Option<bool>| {
        let name = name(link).filter(|_| asked != Some(true));
        let Some(name) = name else {
            return asked.unwrap_or_default();
        };
        spawn_local(async move {
            let kept = link.kept(&name).await.unwrap_or_default();
            away.set(Some(kept.split_whitespace().map(str::to_owned).collect()));
        });
        true
    });
    away
}

fn name(link: Link) -> Option<String> {
    let opened = link.opened()?;
    let card = &opened.card;
    Some(format!("hidden:{}:{}", card.system.id, card.person.id))
}
