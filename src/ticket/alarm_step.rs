//! The short path of a security incident (2.3): which kind it is, at once what to do and what to leave
//! alone, and when it was noticed.

use deskside_protocol::DateTime;
use deskside_protocol::policy::{IncidentKind, running};
use leptos::prelude::*;

use super::alarm::Alarm;
use super::draft::{Draft, Missing};
use super::file::{StepFoot, StepHead, missing_words};
use super::impact::SharedQuestion;
use crate::browser;
use crate::link::Link;
use crate::policy::window::spans;
use crate::text::{say_with, t, word};
use crate::ui::icon::{Icon, Picture};
use crate::ui::marks::Note;
use crate::ui::when;

/// The step.
#[component]
pub(super) fn AlarmStep(draft: RwSignal<Draft>) -> impl IntoView {
    let tried = RwSignal::new(false);
    let kind = Memo::new(move |_| draft.with(|draft| draft.alarm.kind));
    let fault = move || {
        let missing = draft.with(|draft| draft.ready().err());
        missing.filter(|missing| *missing == Missing::Order || tried.get())
    };
    let go_on = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        draft.update(Draft::next);
    };
    view! {
        <form class={"step"} on:submit=go_on>
            <StepHead draft number=3 question="ticket.alarm.label"/>
            <fieldset class={"choices"} aria-describedby="alarm-fault">
                <legend class={"unseen"}>{t("ticket.alarm.label")}</legend>
                {IncidentKind::ALL.map(|kind| view! { <KindChoice draft kind/> }).collect_view()}
            </fieldset>
            <div role="status" class={"alarm"}>
                {move || kind.get().map(|kind| view! { <Advice kind/> })}
            </div>
            {move || kind.get().map(|kind| view! { <Moments draft/> {asks_shared(draft, kind)} })}
            <p class={"fault"} role="alert" id="alarm-fault">{move || fault().map(missing_words)}</p>
            <StepFoot draft>
                <button type="submit" class={"primary"} data-at="next">{t("ticket.next")}</button>
            </StepFoot>
        </form>
    }
}

/// Somebody may have got in by a password that was shared: only then it is asked here.
fn asks_shared(draft: RwSignal<Draft>, kind: IncidentKind) -> impl IntoView {
    (kind == IncidentKind::Intrusion).then(|| view! { <SharedQuestion draft/> })
}

#[component]
fn KindChoice(draft: RwSignal<Draft>, kind: IncidentKind) -> impl IntoView {
    let choose = move |_| {
        draft.update(|draft| draft.tell(|alarm| alarm.choose(kind, browser::now())));
    };
    view! {
        <label class="choice" data-at=format!("incident-{}", kind.as_str())>
            <input type="radio" name="incident" value={kind.as_str()}
                prop:checked=move || draft.with(|draft| draft.alarm.kind == Some(kind)) on:change=choose/>
            <span>{move || word("incident", kind.as_str())}</span>
        </label>
    }
}

/// What to do at once, and what not to touch; read out as soon as the kind is chosen.
#[component]
pub(super) fn Advice(
    /// Of this kind of incident.
    kind: IncidentKind,
) -> impl IntoView {
    let list = move |part: &'static str, names: &'static [&'static str]| {
        let family = format!("incident.{part}.{}", kind.as_str());
        let one = move |name: &&'static str| {
            let (family, name) = (family.clone(), *name);
            view! { <li>{move || word(&family, name)}</li> }
        };
        names.iter().map(one).collect_view()
    };
    view! {
        {(kind == IncidentKind::Unstable).then(|| view! { <DuringMaintenance/> })}
        <section class={"note warn advice"} data-at="incident-advice">
            <Picture icon=Icon::Warn/>
            <div>
                <h3>{t("ticket.alarm.advice")}</h3>
                <ul>{list("advice", kind.advice())}</ul>
            </div>
        </section>
        <section class={"note bad advice"} data-at="incident-leave">
            <Picture icon=Icon::Cross/>
            <div>
                <h3>{t("ticket.alarm.leave")}</h3>
                <ul>{list("leave", kind.leave())}</ul>
            </div>
        </section>
    }
}

/// What is unstable during maintenance is part of it: said kindly, and nobody is kept from sending.
#[component]
fn DuringMaintenance() -> impl IntoView {
    let link = Link::here();
    let until = Memo::new(move |_| {
        let now = when::now();
        let planned = link.books.service.with(|service| spans(service.ready()));
        running(&planned, now)
    });
    move || {
        until.get().map(|at| {
            let words = move || say_with("ticket.alarm.maintenance", &[("until", &when::moment(at))]);
            view! { <div data-at="during-maintenance"><Note tone="calm" icon=Icon::Wrench>{words}</Note></div> }
        })
    }
}

/// When it was noticed, and for lost data when all was last right.
#[component]
fn Moments(draft: RwSignal<Draft>) -> impl IntoView {
    let last_good = Memo::new(move |_| draft.with(|draft| draft.alarm.asks_last_good()));
    view! {
        <MomentField draft name="noticed" label="ticket.alarm.noticed"
            get=|alarm| alarm.noticed_at set=|alarm, at| alarm.noticed_at = at/>
        <Show when=move || last_good.get()>
            <MomentField draft name="last-good" label="ticket.alarm.last_good"
                get=|alarm| alarm.last_good_at set=|alarm, at| alarm.last_good_at = at/>
        </Show>
    }
}

#[component]
fn MomentField(
    draft: RwSignal<Draft>,
    name: &'static str,
    label: &'static str,
    get: fn(&Alarm) -> Option<DateTime>,
    set: fn(&mut Alarm, Option<DateTime>),
) -> impl IntoView {
    let value = move || draft.with(|draft| get(&draft.alarm).map(when::field).unwrap_or_default());
    let changed = move |event| {
        let at = when::from_field(&event_target_value(&event));
        draft.update(|draft| draft.tell(|alarm| set(alarm, at)));
    };
    view! {
        <label class="field">
            <span>{t(label)}</span>
            <input type="datetime-local" data-at=format!("incident-{name}") max=when::field(browser::now())
                aria-describedby="alarm-fault" prop:value=value on:change=changed/>
        </label>
    }
}
