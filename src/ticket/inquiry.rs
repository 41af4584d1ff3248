//! The investigation of a security incident (2.3): the questions that wait for an answer first, then
//! what to do meanwhile, steps, answers and the final report.

use deskside_protocol::api::Words;
use deskside_protocol::ticket::{Awaits, IncidentAsk};
use leptos::prelude::*;

use super::alarm_step::Advice;
use super::doing::Doing;
use super::part::PartBox;
use super::parts::Part;
use super::sheet::Sheet;
use super::wording::Wording;
use super::words_field::WordsField;
use crate::text::t;
use crate::ui::fact::By;
use crate::ui::icon::{Icon, Picture};
use crate::ui::incident::IncidentView;
use crate::ui::marks::Trouble;

/// The part.
#[component]
pub(super) fn IncidentPart(sheet: Sheet) -> impl IntoView {
    let waiting = sheet.piece(|ticket| {
        let waits = ticket.summary.awaits.contains(&Awaits::Answer);
        let incident = ticket.investigation.as_ref().filter(|_| waits);
        let asks = incident.map(|incident| incident.asks.clone());
        let asks = asks.unwrap_or_default().into_iter().enumerate();
        asks.filter(|(_, ask)| ask.answer.is_none())
            .collect::<Vec<_>>()
    });
    let answered = sheet.piece(|ticket| {
        let mut incident = ticket.investigation.clone()?;
        let waits = ticket.summary.awaits.contains(&Awaits::Answer);
        incident.asks.retain(|ask| !waits || ask.answer.is_some());
        Some(incident)
    });
    let urgent = sheet.piece(|ticket| {
        let incident = ticket.investigation.as_ref()?;
        let goes_on = incident.report.is_none() && ticket.summary.state.live();
        goes_on.then_some(incident.kind)
    });
    view! {
        <PartBox sheet part=Part::Incident>
            <For each=move || waiting.get().unwrap_or_default() key=|(n, _)| *n let:ask>
                <Ask sheet n=ask.0 ask=ask.1/>
            </For>
            {move || urgent.get().flatten().map(|kind| view! {
                <details class={"urgent"}>
                    <summary>{t("ticket.inquiry.advice")}</summary>
                    <div class={"alarm"}><Advice kind/></div>
                </details>
            })}
            {move || answered.get().flatten().map(|incident| view! { <IncidentView incident/> })}
        </PartBox>
    }
}

/// A question, and the place to answer it.
#[component]
fn Ask(sheet: Sheet, n: usize, ask: IncidentAsk) -> impl IntoView {
    let doing = RwSignal::new(Doing::default());
    let words = RwSignal::new(Wording::default());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(text) = words.try_update(Wording::needed).flatten() {
            let tail = format!("incident/asks/{n}");
            sheet.act(Part::Incident, &tail, Words { text }, doing);
        }
    };
    view! {
        <form class={"decide"} data-at=format!("ask-{n}") on:submit=submit>
            <p class={"words"}><strong>{ask.text}</strong></p>
            <By by=ask.by at=ask.at/>
            <WordsField hook=format!("ask-answer-{n}") label="ticket.inquiry.label" flaw="ticket.inquiry.missing" words/>
            {move || doing.get().trouble().map(|code| view! { <Trouble code/> })}
            <button type="submit" class="primary" data-at=format!("ask-answer-send-{n}") disabled=move || doing.get() == Doing::Busy>
                <Picture icon=Icon::Send/>
                {t("ticket.inquiry.answer")}
            </button>
        </form>
    }
}
