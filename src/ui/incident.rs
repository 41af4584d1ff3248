//! The investigation of a security incident (2.3): steps with their owners, what the customer is
//! asked and answered, and the final report.

use deskside_protocol::ticket::{Incident, IncidentAsk, IncidentStep};
use leptos::prelude::*;

use super::fact::{By, Fact, Moment, Passage};
use super::icon::{Icon, Picture};
use super::marks::State;
use super::when;
use crate::text::{say_with, t};

/// The investigation.
#[component]
#[must_use]
pub fn IncidentView(
    /// The incident.
    incident: Incident,
    /// What stands below a step that is not done, by its number from 0.
    #[prop(optional, into)]
    step_foot: Option<Callback<usize, AnyView>>,
) -> impl IntoView {
    let Incident {
        kind,
        noticed_at,
        last_good_at,
        steps,
        asks,
        report,
    } = incident;
    let begun = !steps.is_empty();
    let steps = steps.into_iter().enumerate();
    let asks: Vec<_> = asks.into_iter().enumerate().collect();
    view! {
        <div class={"incident"} data-at="incident-view">
            <p><State family="incident" name=kind.as_str()/></p>
            <dl class={"facts"}>
                {noticed_at.map(|at| view! { <Fact name="ui.incident.noticed"><Moment at/></Fact> })}
                {last_good_at.map(|at| view! { <Fact name="ui.incident.last_good"><Moment at/></Fact> })}
            </dl>
            {report.map(|report| view! {
                <div class={"report"} data-at="incident-final">
                    <Passage name="ui.incident.report" text=report.text/>
                    <By by=report.by at=report.at/>
                </div>
            })}
            <h4>{t("ui.incident.steps")}</h4>
            {(!begun).then(|| view! { <p class={"soft"}>{t("ui.incident.no_steps")}</p> })}
            <ol class={"investigation"}>{steps.map(|(n, step)| view! { <StepView n step foot=step_foot/> }).collect_view()}</ol>
            {(!asks.is_empty()).then(|| view! {
                <h4>{t("ui.incident.asks")}</h4>
                <ol class={"asks"}>{asks.into_iter().map(|(n, ask)| view! { <AskView n ask/> }).collect_view()}</ol>
            })}
        </div>
    }
}

#[component]
fn StepView(n: usize, step: IncidentStep, foot: Option<Callback<usize, AnyView>>) -> impl IntoView {
    let IncidentStep {
        text,
        owner,
        at,
        done_at,
        found,
    } = step;
    let icon = if done_at.is_some() {
        Icon::Check
    } else {
        Icon::Clock
    };
    let told = move || match done_at {
        Some(done) => say_with(
            "ui.incident.step_done",
            &[("owner", &owner), ("when", &when::short(done))],
        ),
        None => say_with(
            "ui.incident.step_by",
            &[("owner", &owner), ("when", &when::short(at))],
        ),
    };
    view! {
        <li data-at="incident-step" data-n={n.to_string()} data-done={done_at.is_some().to_string()}>
            <Picture icon/>
            <p class={"words"}>{text}</p>
            <p class={"soft"}>{told}</p>
            {(!found.is_empty()).then(|| view! { <p class={"words"}>{found}</p> })}
            {foot.filter(|_| done_at.is_none()).map(|foot| foot.run(n))}
        </li>
    }
}

#[component]
fn AskView(n: usize, ask: IncidentAsk) -> impl IntoView {
    let IncidentAsk {
        text,
        at,
        by,
        answer,
    } = ask;
    let waits = answer.is_none();
    view! {
        <li data-at="incident-asked" data-n={n.to_string()} data-answered={(!waits).to_string()}>
            <p class={"words"}><strong>{text}</strong></p>
            <By by at/>
            {answer.map(|answer| view! {
                <blockquote>
                    <p class={"words"}>{answer.text}</p>
                    <By by=answer.by at=answer.at/>
                </blockquote>
            })}
            {waits.then(|| view! { <p class={"soft"}>{t("ui.incident.waits")}</p> })}
        </li>
    }
}
