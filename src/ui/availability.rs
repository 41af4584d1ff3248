//! Availability by month (2.2), measured outside of maintenance: drawn as a line of the month with
//! each outage where it was, with the number in words. A table, so that it reads as one.

use deskside_protocol::policy::{Availability, Span};
use leptos::prelude::*;

use super::uptime::{down, place, share};
use super::when;
use crate::text::{count, say, say_with, t};

/// Availability, the newest month first.
#[component]
#[must_use]
pub fn AvailabilityView(
    /// The months.
    months: Vec<Availability>,
) -> impl IntoView {
    let outages = months.iter().flat_map(|month| month.outages.clone());
    let outages: Vec<Span> = outages.collect();
    view! {
        <table class={"availability"} data-at="availability">
            <caption class={"soft"}>{t("ui.availability.caption")}</caption>
            <thead>
                <tr>
                    <th scope={"col"}>{t("ui.availability.month")}</th>
                    <th scope={"col"}>{t("ui.availability.available")}</th>
                </tr>
            </thead>
            <tbody>{months.into_iter().map(|month| view! { <Month month/> }).collect_view()}</tbody>
        </table>
        {(!outages.is_empty()).then(|| view! { <Outages outages/> })}
    }
}

#[component]
fn Month(month: Availability) -> impl IntoView {
    let first = month.month;
    let marks: Vec<_> = month
        .outages
        .iter()
        .map(|span| place(first, span))
        .collect();
    let (share, down) = (share(&month), down(&month));
    let (broken, kept_up) = (month.outages.len(), month.maintenance);
    let number = move || share.map_or_else(|| say("ui.availability.unmeasured"), when::percent);
    let words = move || {
        let outages = (broken > 0).then(|| {
            let number = count("ui.availability.outages", broken);
            say_with(
                "ui.availability.down",
                &[("outages", &number), ("span", &when::span(down))],
            )
        });
        let kept_up = (kept_up > 0).then(|| {
            let span = when::span(i64::try_from(kept_up).unwrap_or(i64::MAX));
            say_with("ui.availability.maintenance", &[("span", &span)])
        });
        let words: Vec<String> = outages.into_iter().chain(kept_up).collect();
        words.join(" · ")
    };
    view! {
        <tr data-at="availability-month" data-measured={share.is_some().to_string()}>
            <th scope={"row"}>{move || when::month(first)}</th>
            <td>
                <strong>{number}</strong>
                <Strip marks/>
                <span class={"soft"}>{words}</span>
            </td>
        </tr>
    }
}

/// The month as a line, with each outage where it was.
#[component]
fn Strip(marks: Vec<(i64, i64)>) -> impl IntoView {
    let outage = |(from, length): (i64, i64)| {
        view! { <rect class="outage" height="4" x=from.to_string() width=length.to_string()></rect> }
    };
    view! {
        <svg class="bar" viewBox="0 0 1000 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            {marks.into_iter().map(outage).collect_view()}
        </svg>
    }
}

/// Every outage with its times, folded up.
#[component]
fn Outages(outages: Vec<Span>) -> impl IntoView {
    let number = outages.len();
    let one = |Span { from, until }: Span| {
        view! {
            <li>
                {move || say_with("ui.availability.outage", &[("from", &when::moment(from)), ("until", &when::moment(until))])}
            </li>
        }
    };
    view! {
        <details>
            <summary>{move || count("ui.availability.outages", number)}</summary>
            <ul class={"facts"}>{outages.into_iter().map(one).collect_view()}</ul>
        </details>
    }
}
