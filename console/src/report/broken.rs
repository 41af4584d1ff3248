//! Every broken promise of a month with the way to its ticket, and how available each system was.

use deskside::text::{say_with, t, word};
use deskside::ui::availability::AvailabilityView;
use deskside::ui::icon::{Icon, Picture};
use deskside::ui::when;
use deskside_protocol::api::{BrokenPromise, SystemAvailability};
use leptos::prelude::*;

use crate::route::Route;

/// Every broken promise, oldest first: nothing is hidden.
#[component]
pub(super) fn Broken(broken: Vec<BrokenPromise>) -> impl IntoView {
    let none = broken.is_empty();
    view! {
        <section class="page-part" data-at="report-broken">
            <h2 class="page-heading">{t("report_page.broken")}</h2>
            {none.then(|| view! {
                <p class="note good"><Picture icon=Icon::Check/><span>{t("report_page.unbroken")}</span></p>
            })}
            <ul class="cards narrow">{broken.into_iter().map(|one| view! { <One one/> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn One(one: BrokenPromise) -> impl IntoView {
    let BrokenPromise {
        ticket,
        reference,
        system,
        clock,
    } = one;
    let kind = clock.kind.as_str();
    let named = reference.clone();
    let (due, ended) = (clock.due, clock.stopped_at);
    let told = move || {
        let was = when::moment(due.at);
        let values = [("due", &*was), ("clause", &*due.clause)];
        say_with("report_page.was_due", &values)
    };
    let late = move || match ended {
        Some(at) => {
            let span = when::span((at - due.at).num_seconds());
            say_with("report_page.late_by", &[("span", &span)])
        }
        None => deskside::text::say("report_page.still_late"),
    };
    view! {
        <li class="card" data-at="report-broken-row" data-reference=named>
            <p class="line-head">
                <a href=Route::Ticket(ticket).href() data-row>{reference}</a>
                <strong>{move || word("clock", kind)}</strong>
                <span class="soft">{system}</span>
            </p>
            <p>{told} " " <span class="late-word">{late}</span></p>
        </li>
    }
}

/// How available each system was.
#[component]
pub(super) fn Available(availability: Vec<SystemAvailability>) -> impl IntoView {
    let one = |each: SystemAvailability| {
        view! {
            <li class="card">
                <p class="strong">{each.system.name}</p>
                <AvailabilityView months=vec![each.availability]/>
            </li>
        }
    };
    let none = availability.is_empty();
    view! {
        <section class="page-part" data-at="report-availability">
            <h2 class="page-heading">{t("report_page.availability")}</h2>
            {none.then(|| view! { <p class="soft">{t("report_page.nothing")}</p> })}
            <ul class="cards">{availability.into_iter().map(one).collect_view()}</ul>
        </section>
    }
}
