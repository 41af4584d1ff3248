//! A month's promises as a picture: for each what was met, missed and still runs, and how long it took in
//! the middle. A table, so that it reads as one.

use deskside::text::{say, say_with, t, word};
use deskside::ui::when;
use deskside_protocol::api::PromiseLine;
use leptos::prelude::*;

use super::month::{kept, shares};

/// The picture.
#[component]
pub(super) fn Promises(promises: Vec<PromiseLine>) -> impl IntoView {
    view! {
        <section class="page-part">
            <h2 class="page-heading">{t("report_page.promises")}</h2>
            <div class="scroll">
                <table class="promises" data-at="report-promises">
                    <thead>
                        <tr>
                            <th scope="col">{t("report_page.promise")}</th>
                            <th scope="col">{t("report_page.kept")}</th>
                            <th scope="col" class="number">{t("report_page.met")}</th>
                            <th scope="col" class="number">{t("report_page.missed")}</th>
                            <th scope="col" class="number">{t("report_page.running")}</th>
                            <th scope="col" class="number">{t("report_page.median")}</th>
                        </tr>
                    </thead>
                    <tbody>{promises.into_iter().map(|line| view! { <Line line/> }).collect_view()}</tbody>
                </table>
            </div>
            <p class="legend soft" aria-hidden="true">
                <span class="key met">{t("report_page.met")}</span>
                <span class="key missed">{t("report_page.missed")}</span>
                <span class="key running">{t("report_page.running")}</span>
            </p>
        </section>
    }
}

#[component]
fn Line(line: PromiseLine) -> impl IntoView {
    let (kind, severity) = (line.kind.as_str(), line.severity.as_str());
    let (met, missed, running) = shares(&line);
    let kept = kept(&line);
    let median = line.median_minutes;
    let clause = line.clause;
    let broken = line.missed > 0;
    view! {
        <tr data-at="report-promise" data-kind=kind data-severity=severity data-broken=broken.to_string()>
            <th scope="row">
                {move || word("clock", kind)}
                <span class="soft">
                    {move || format!("{} · {}", word("severity", severity), say_with("ui.clause", &[("clause", &clause)]))}
                </span>
            </th>
            <td class="drawn">
                <svg class="stripe" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="met" height="4" width=met.to_string()></rect>
                    <rect class="missed" height="4" x=met.to_string() width=missed.to_string()></rect>
                    <rect class="running" height="4" x=(met + missed).to_string() width=running.to_string()></rect>
                </svg>
                <span class="share">{move || kept.map_or_else(|| say("report_page.none_over"), |kept| when::percent(kept * 100))}</span>
            </td>
            <td class="number" data-name=t("report_page.met")>{line.met}</td>
            <td class="number bad" data-name=t("report_page.missed")>{line.missed}</td>
            <td class="number" data-name=t("report_page.running")>{line.running}</td>
            <td class="number" data-name=t("report_page.median")>{move || median.map_or_else(|| "–".to_owned(), |minutes| when::span(i64::from(minutes) * 60))}</td>
        </tr>
    }
}
