//! What an agent writes about an incident: steps, questions to the customer, the final report.

use deskside::text::{Words as Language, count, say, t};
use deskside_protocol::api::{AgentTicketView, NewStep};
use deskside_protocol::identity::AgentCard;
use deskside_protocol::policy::IncidentKind;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::incident::{Saying, Stepping};
use crate::field::{Line, Pick, Send, Sheet, Words};
use crate::language::words_of;
use crate::pad::Pad;
use crate::work::work;

/// First steps of this kind that nobody began yet, one press away. The customer reads them too, so they
/// go in the reporter's language.
#[component]
pub(super) fn FirstSteps(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let work = work();
    let (id, speaks) = ticket.with_untracked(|ticket| {
        let summary = &ticket.ticket.summary;
        (summary.id.clone(), summary.reporter.lang)
    });
    let theirs = RwSignal::new(Language::default());
    spawn_local(async move {
        if let Ok(words) = words_of(speaks).await {
            theirs.set(words);
        }
    });
    let said = Memo::new(move |_| ticket.with(begun));
    let begin = Callback::new(move |text: String| {
        let step = NewStep { text, owner: None };
        work.act(id.clone(), "incident/steps".to_owned(), step);
    });
    move || {
        let (kind, said) = said.get()?;
        let one = |(n, name): (usize, &&'static str)| {
            let key = format!("incident.step.{}.{name}", kind.as_str());
            let text = theirs.with(|words| words.get(&key).to_owned());
            // Until their words are here, or where they cannot be had, the agent's own do.
            let text = if text == key { say(&key) } else { text };
            (!said.contains(&text)).then(|| {
                view! {
                    <button type="button" class="chip long" data-at=format!("incident-first-{n}")
                        on:click=move |_| begin.run(text.clone())>{say(&key)}</button>
                }
            })
        };
        let chips: Vec<_> = kind
            .first_steps()
            .iter()
            .enumerate()
            .filter_map(one)
            .collect();
        (!chips.is_empty()).then(|| {
            view! {
                <fieldset class="group">
                    <legend>{t("security.first")}</legend>
                    <div class="chips">{chips}</div>
                </fieldset>
            }
        })
    }
}

/// The kind, and the steps that were begun.
fn begun(ticket: &AgentTicketView) -> Option<(IncidentKind, Vec<String>)> {
    let incident = ticket.ticket.investigation.as_ref()?;
    let steps = incident.steps.iter().map(|step| step.text.clone());
    Some((incident.kind, steps.collect()))
}

/// A step of one's own, with its owner.
#[component]
pub(super) fn Step(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let work = work();
    let pad = Pad::<Stepping>::new();
    let id = ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone());
    let send = move |()| work.send(pad, id.clone(), "incident/steps", |_| {});
    let choice = |agent: &AgentCard| (agent.id.to_string(), agent.name.clone());
    let agents = move || {
        let all = work
            .agents
            .here(|agents| agents.iter().map(choice).collect::<Vec<_>>());
        all.unwrap_or_default()
    };
    view! {
        <Sheet send>
            <Line entry=pad.entry("text", |step| &step.text, |step, text| step.text = text)
                label="security.step" at="incident-step"/>
            <div class="pair">
                <Pick entry=pad.entry("owner", |step| &step.owner, |step, owner| step.owner = owner)
                    label="security.owner" at="incident-step-owner" none="security.me"
                    choices=Signal::derive(agents)/>
                <Send pad name="security.step_send" at="incident-step-send"/>
            </div>
        </Sheet>
    }
}

/// A question to the customer.
#[component]
pub(super) fn Ask(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let work = work();
    let pad = Pad::<Saying>::new();
    let id = ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone());
    let send = move |()| work.send(pad, id.clone(), "incident/asks", |_| {});
    view! {
        <Sheet send>
            <Words entry=pad.entry("text", |ask| &ask.text, |ask, text| ask.text = text)
                label="security.ask" at="incident-ask" rows="2"/>
            <Send pad name="security.ask_send" at="incident-ask-send"/>
        </Sheet>
    }
}

/// The final report; once there is one, a new one can take its place.
#[component]
pub(super) fn Report(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let pad = Pad::<Saying>::new();
    let reported = Memo::new(move |_| {
        let incident = |ticket: &AgentTicketView| ticket.ticket.investigation.clone();
        ticket.with(|ticket| incident(ticket).is_some_and(|incident| incident.report.is_some()))
    });
    move || match reported.get() {
        false => view! { <ReportSheet ticket pad/> }.into_any(),
        true => view! {
            <details class="fold">
                <summary>{t("security.report_anew")}</summary>
                <ReportSheet ticket pad/>
            </details>
        }
        .into_any(),
    }
}

#[component]
fn ReportSheet(ticket: RwSignal<AgentTicketView>, pad: Pad<Saying>) -> impl IntoView {
    let work = work();
    let id = ticket.with_untracked(|ticket| ticket.ticket.summary.id.clone());
    let send = move |()| work.send(pad, id.clone(), "incident/report", |_| {});
    let waits = Memo::new(move |_| ticket.with(waiting));
    let warned = move || {
        let (steps, asks) = waits.get();
        let said = |n: usize, key| (n > 0).then(|| count(key, n));
        let words = [
            said(steps, "security.open_steps"),
            said(asks, "security.open_asks"),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        (!words.is_empty()).then(|| view! { <p class="soft">{words.join(" ")}</p> })
    };
    view! {
        <Sheet send>
            <Words entry=pad.entry("text", |report| &report.text, |report, text| report.text = text)
                label="security.report" at="incident-report" hint="security.report_hint"/>
            {warned}
            <Send pad name="security.report_send" at="incident-report-send"/>
        </Sheet>
    }
}

/// How many steps and questions are open.
fn waiting(ticket: &AgentTicketView) -> (usize, usize) {
    let incident = ticket.ticket.investigation.as_ref();
    incident.map_or((0, 0), |incident| {
        (incident.open_steps(), incident.open_asks())
    })
}
