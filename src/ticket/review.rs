//! Third step: all of it, as it would go, with the policy's word on it.

use deskside_protocol::policy::Reckoning;
use leptos::prelude::*;

use super::describe::MaskedNote;
use super::draft::{Draft, Phase, Step};
use super::file::{StepFoot, StepHead, missing_words};
use super::forecast::{Forecast, Said, forecast};
use super::send::send;
use crate::browser;
use crate::context::{Collected, ContextParts};
use crate::link::{Link, Session};
use crate::policy::window::spans;
use crate::text::{count, t, word};
use crate::ui::clock::DueView;
use crate::ui::icon::{Icon, Picture};
use crate::ui::marks::{Note, Trouble};
use crate::ui::verdict::VerdictView;
use crate::ui::when;

/// The step.
#[component]
pub(super) fn Review(draft: RwSignal<Draft>, collected: RwSignal<Collected>) -> impl IntoView {
    let link = Link::here();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(link, draft, collected);
    };
    let number = if draft.with_untracked(Draft::alarming) {
        4
    } else {
        3
    };
    view! {
        <form class={"step"} on:submit=submit>
            <StepHead draft number=number question="ticket.review.title"/>
            <Written draft/>
            <MaskedNote draft/>
            <ForecastView draft collected/>
            <Along draft collected/>
            <StepFoot draft><SendButton draft/></StepFoot>
        </form>
    }
}

/// What goes along: open to see, or folded up where every minute counts.
#[component]
fn Along(draft: RwSignal<Draft>, collected: RwSignal<Collected>) -> impl IntoView {
    let left_out = Signal::derive(move || draft.with(|draft| draft.left_out.clone()));
    let toggle = Callback::new(move |part| draft.update(|draft| draft.toggle(part)));
    let parts =
        move || view! { <ContextParts collected=collected.get() left_out on_toggle=toggle/> };
    if draft.with_untracked(Draft::alarming) {
        view! {
            <details class={"along"} data-at="context-folded">
                <summary>{t("context.title")}</summary>
                {parts}
            </details>
        }
        .into_any()
    } else {
        parts.into_any()
    }
}

#[component]
fn Written(draft: RwSignal<Draft>) -> impl IntoView {
    let impact =
        move || draft.with(|draft| draft.impact.map(|impact| word("impact", impact.as_str())));
    let incident = move || {
        let kind = draft.with(Draft::incident);
        kind.map(|kind| word("incident", kind.as_str()))
    };
    let files = Memo::new(move |_| draft.with(|draft| draft.uploads.all().len()));
    view! {
        <section class={"written"}>
            <blockquote>{move || draft.with(|draft| draft.description.clone())}</blockquote>
            <p>{impact}</p>
            {move || incident().map(|words| view! { <p data-at="review-incident">{words}</p> })}
            <Show when=move || { files.get() > 0 }>
                <p class={"soft"}>{move || count("ticket.review.files", files.get())}</p>
            </Show>
            <button type="button" class={"quiet"} data-at="edit"
                on:click=move |_| draft.update(|draft| draft.step = Step::Describe)>
                {t("ticket.review.edit")}
            </button>
        </section>
    }
}

/// Verdict and due time, once the desk said which policy holds.
#[component]
fn ForecastView(draft: RwSignal<Draft>, collected: RwSignal<Collected>) -> impl IntoView {
    let link = Link::here();
    let said = Memo::new(move |_| {
        let opened = link.opened()?;
        let card = &opened.card;
        let impact = draft.with(|draft| draft.impact)?;
        let incident = draft.with(Draft::incident);
        let maintenance = link.books.service.with(|service| spans(service.ready()));
        let sent = draft.with(|draft| collected.with(|all| draft.left_out.of(&all.context)));
        let today = when::today_in(&card.system.time_zone);
        let said = Said {
            policy: &card.policy,
            assessed: card.assessed_modules.as_deref(),
            installation: card.installation.as_ref(),
            reckoning: Reckoning {
                zones: &when::Intl,
                maintenance: &maintenance,
            },
        };
        let now = browser::now();
        Some(forecast(said, &sent, (impact, incident), today, now))
    });
    move || {
        let Forecast { verdict, due } = said.get()?;
        let policy = link.opened()?.card.policy.clone();
        Some(view! {
            <section class={"promise"}>
                <h3>{t("ticket.review.due")}</h3>
                <DueView due/>
                <VerdictView verdict policy/>
            </section>
        })
    }
}

/// The button that sends, or why it does not.
#[component]
fn SendButton(draft: RwSignal<Draft>) -> impl IntoView {
    let link = Link::here();
    let sending = move || draft.with(|draft| draft.phase == Phase::Sending);
    let hindrance = move || {
        if let Some(missing) = draft.with(|draft| draft.ready().err()) {
            return Some(missing_words(missing));
        }
        match link.desk.session.get() {
            Session::Open(_) => None,
            Session::Alone => Some(word("panel", "alone")),
            Session::Refused(code) => Some(word("error", code.as_str())),
            Session::Waiting | Session::Asking => Some(word("panel", "waiting")),
        }
    };
    let failed = move || {
        draft.with(|draft| match draft.phase {
            Phase::Failed(code) => Some(code),
            _ => None,
        })
    };
    view! {
        <div class={"send"}>
            {move || failed().map(|code| view! { <Trouble code/> })}
            {move || hindrance().map(|why| view! {
                <div id="why-not"><Note tone="warn" icon=Icon::Warn>{why}</Note></div>
            })}
            <button type="submit" class={"primary"} data-at="send" aria-describedby="why-not"
                disabled=move || sending() || hindrance().is_some()>
                <Picture icon=Icon::Send/>
                {move || if sending() { word("ticket.review", "sending") } else { word("ticket.review", "send") }}
            </button>
        </div>
    }
}
