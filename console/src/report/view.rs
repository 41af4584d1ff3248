//! The report page: a month's promises, drawn and told; what was broken is listed one by one.

use deskside::text::{say_with, t, word};
use deskside::ui::marks::Trouble;
use deskside::ui::when;
use deskside_protocol::api::MonthReport;
use deskside_protocol::policy::Channel;
use leptos::prelude::*;

use super::broken::{Available, Broken};
use super::month::Month;
use super::picture::Promises;
use crate::fetched::Fetched;
use crate::page::Page;
use crate::route::Route;
use crate::work::work;

/// The page.
#[component]
pub(crate) fn ReportPage() -> impl IntoView {
    let work = work();
    let report = Fetched::<MonthReport>::at("");
    let month = Memo::new(move |_| match work.route.get() {
        Route::Report(Some(month)) => month,
        _ => Month::of(deskside::browser::now()),
    });
    Effect::new(move |_| report.turn(format!("/api/agent/reports/{}", month.get().name())));
    view! {
        <Page title="report_page.title">
            <Months month/>
            {move || match (report.here(Clone::clone), report.failed()) {
                (Some(report), _) => view! { <Told report/> }.into_any(),
                (None, Some(code)) => view! { <Trouble code/> }.into_any(),
                (None, None) => view! {
                    <div class="ghosts" aria-busy="true"><div class={"ghost"}></div><div class={"ghost"}></div></div>
                }.into_any(),
            }}
        </Page>
    }
}

/// Going from month to month, and taking the numbers along.
#[component]
fn Months(month: Memo<Month>) -> impl IntoView {
    let before = move || Route::Report(Some(month.get().before())).href();
    let after = move || month.get().after(when::now());
    let csv = move || format!("/api/agent/reports/{}.csv", month.get().name());
    view! {
        <div class="page-tools months">
            <a class="button" href=before data-at="month-before" aria-label=t("report_page.before")>{"‹"}</a>
            <strong class="month" data-at="month">{move || when::month(month.get().first())}</strong>
            {move || after().map(|month| view! {
                <a class="button" href=Route::Report(Some(month)).href() data-at="month-after"
                    aria-label=t("report_page.after")>{"›"}</a>
            })}
            <a class="button quiet" href=csv download="" data-at="report-csv">{t("report_page.csv")}</a>
        </div>
    }
}

/// All of a month.
#[component]
fn Told(report: MonthReport) -> impl IntoView {
    let MonthReport {
        received,
        by_channel,
        third_party,
        declined,
        promises,
        broken,
        availability,
        ..
    } = report;
    let (met, missed) = promises.iter().fold((0, 0), |(met, missed), line| {
        (met + line.met, missed + line.missed)
    });
    let missed_tone = if missed > 0 { "bad" } else { "good" };
    let refused: u32 = declined.iter().map(|(_, number)| number).sum();
    view! {
        <ul class="tiles">
            <Tile name="report_page.received" number=received tone="calm"/>
            <Tile name="report_page.met" number=met tone="good"/>
            <Tile name="report_page.missed" number=missed tone=missed_tone/>
            <Tile name="report_page.third_party" number=third_party tone="calm"/>
            <Tile name="report_page.declined" number=refused tone="calm"/>
        </ul>
        <Promises promises/>
        <Broken broken/>
        <div class="columns">
            <ByChannel by_channel/>
            <Declined declined/>
        </div>
        <Available availability/>
    }
}

/// A number with its name.
#[component]
fn Tile(name: &'static str, number: u32, tone: &'static str) -> impl IntoView {
    view! {
        <li class="tile" data-tone=tone data-at=name.rsplit('.').next().map(|name| format!("report-{name}"))>
            <strong>{number}</strong>
            <span>{t(name)}</span>
        </li>
    }
}

/// By which way requests came.
#[component]
fn ByChannel(by_channel: Vec<(Channel, u32)>) -> impl IntoView {
    let most = by_channel
        .iter()
        .map(|(_, number)| *number)
        .max()
        .unwrap_or(0)
        .max(1);
    let line = move |(channel, number): (Channel, u32)| {
        view! {
            <tr>
                <th scope="row">{move || word("channel", channel.as_str())}</th>
                <td class="drawn"><Stripe share=number * 100 / most/></td>
                <td class="number">{number}</td>
            </tr>
        }
    };
    let none = by_channel.is_empty();
    view! {
        <section class="page-part">
            <h2 class="page-heading">{t("report_page.channels")}</h2>
            {none.then(|| view! { <p class="soft">{t("report_page.nothing")}</p> })}
            <table class="lines">{by_channel.into_iter().map(line).collect_view()}</table>
        </section>
    }
}

/// What was not covered, by clause.
#[component]
fn Declined(declined: Vec<(String, u32)>) -> impl IntoView {
    let most = declined
        .iter()
        .map(|(_, number)| *number)
        .max()
        .unwrap_or(0)
        .max(1);
    let line = move |(clause, number): (String, u32)| {
        view! {
            <tr>
                <th scope="row">{move || say_with("ui.clause", &[("clause", &clause)])}</th>
                <td class="drawn"><Stripe share=number * 100 / most/></td>
                <td class="number">{number}</td>
            </tr>
        }
    };
    let none = declined.is_empty();
    view! {
        <section class="page-part">
            <h2 class="page-heading">{t("report_page.by_clause")}</h2>
            {none.then(|| view! { <p class="soft">{t("report_page.nothing")}</p> })}
            <table class="lines">{declined.into_iter().map(line).collect_view()}</table>
        </section>
    }
}

/// A number drawn as a stripe.
#[component]
fn Stripe(share: u32) -> impl IntoView {
    view! {
        <svg class="stripe" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="met" height="4" width=share.to_string()></rect>
        </svg>
    }
}
