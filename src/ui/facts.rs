//! What was collected about system, screen and browser, part by part, in plain words.

use deskside_protocol::context::{
    Browser, Context, FailedRequest, PageError, Part, Screen, UserContext,
};
use deskside_protocol::host::{HostContext, Module};
use leptos::prelude::*;

use super::when;
use crate::text::{count, say_with, t, word};

/// Up to so many modules are listed at once.
const FEW_MODULES: usize = 12;

/// The name of a part, and what is in it in a line.
#[must_use]
pub fn part_title(context: &Context, part: Part) -> String {
    let name = word("part", part.as_str());
    let number = match part {
        Part::Errors => context.errors.as_ref().map(Vec::len),
        Part::FailedRequests => context.failed_requests.as_ref().map(Vec::len),
        _ => None,
    };
    match number {
        Some(number) => format!("{name} · {number}"),
        None => name,
    }
}

/// One part in plain words.
#[component]
#[must_use]
pub fn PartFacts(
    /// All that was collected.
    context: Context,
    /// Which part.
    part: Part,
) -> impl IntoView {
    match part {
        Part::Screen => context.screen.map(screen).into_any(),
        Part::Errors => context.errors.map(errors).into_any(),
        Part::FailedRequests => context.failed_requests.map(requests).into_any(),
        Part::System => {
            let model = context.screen.and_then(|screen| screen.model);
            context.system.map(|known| system(known, model)).into_any()
        }
        Part::User => context.user.map(user).into_any(),
        Part::Browser => context.browser.map(browser).into_any(),
    }
}

fn row(key: &'static str, value: impl Into<Option<String>>) -> impl IntoView {
    let value: Option<String> = value.into();
    value.filter(|value| !value.is_empty()).map(|value| {
        view! {
            <dt>{t(key)}</dt>
            <dd>{value}</dd>
        }
    })
}

fn screen(screen: Screen) -> impl IntoView {
    view! {
        <dl class={"facts"}>
            {row("ui.facts.title", screen.title)}
            {row("ui.facts.url", screen.url)}
            {row("ui.facts.model", screen.model)}
            {row("ui.facts.record", screen.record)}
            {row("ui.facts.view", screen.view)}
        </dl>
    }
}

fn errors(errors: Vec<PageError>) -> impl IntoView {
    let one = |error: PageError| {
        let (at, times) = (error.at, error.times);
        view! {
            <li>
                <p><code>{error.message}</code></p>
                <p class={"soft"}>
                    {move || when::clock(at)}
                    {move || (times > 1).then(|| format!(" · {}", count("ui.facts.times", times as usize)))}
                    {error.source.map(|source| format!(" · {source}"))}
                </p>
            </li>
        }
    };
    view! { <ul class={"facts"}>{errors.into_iter().map(one).collect_view()}</ul> }
}

fn requests(requests: Vec<FailedRequest>) -> impl IntoView {
    let one = |request: FailedRequest| {
        let FailedRequest {
            at,
            method,
            path,
            status,
            ms,
        } = request;
        let answer = move || match status {
            0 => say_with("ui.facts.no_answer", &[("ms", &ms.to_string())]),
            _ => say_with(
                "ui.facts.answer",
                &[("status", &status.to_string()), ("ms", &ms.to_string())],
            ),
        };
        view! {
            <li>
                <p><code>{format!("{method} {path}")}</code></p>
                <p class={"soft"}>{move || when::clock(at)} {" · "} {answer}</p>
            </li>
        }
    };
    view! { <ul class={"facts"}>{requests.into_iter().map(one).collect_view()}</ul> }
}

/// What the system is, in a line, and which added modules change the screen.
fn system(system: HostContext, model: Option<String>) -> impl IntoView {
    let touching: Vec<String> = system
        .modules
        .iter()
        .filter(|module| {
            model
                .as_ref()
                .is_some_and(|model| module.touches.contains(model))
        })
        .map(|module| format!("{} ({}, {})", module.label, module.name, module.maker))
        .collect();
    let edition = system
        .edition
        .map(|edition| format!(" {edition}"))
        .unwrap_or_default();
    let product = format!("{}{edition} {}", system.product, system.version);
    let (released, activated) = (system.released_on, system.activated_on);
    view! {
        <dl class={"facts"}>
            {row("ui.facts.product", product)}
            {row("ui.facts.company", system.company)}
            {move || row("ui.facts.released", released.map(when::day))}
            {move || row("ui.facts.activated", activated.map(when::day))}
            {row("ui.facts.zone", system.time_zone)}
            {row("ui.facts.touching", touching.join(", "))}
        </dl>
        {modules(system.modules)}
    }
}

/// The modules; a long list is folded up.
fn modules(modules: Vec<Module>) -> impl IntoView {
    let number = modules.len();
    let one = |module: Module| {
        let Module {
            name,
            label,
            version,
            maker,
            ..
        } = module;
        view! { <li>{format!("{label} {version} ({name}) · {maker}")}</li> }
    };
    view! {
        <details open=number <= FEW_MODULES>
            <summary>{move || count("ui.facts.modules", number)}</summary>
            <ul class={"facts"}>{modules.into_iter().map(one).collect_view()}</ul>
        </details>
    }
}

fn user(user: UserContext) -> impl IntoView {
    view! {
        <dl class={"facts"}>
            {row("ui.facts.name", user.name)}
            {row("ui.facts.login", user.login)}
            {row("ui.facts.roles", user.roles.join(", "))}
        </dl>
    }
}

fn browser(browser: Browser) -> impl IntoView {
    view! {
        <dl class={"facts"}>
            {row("ui.facts.browser", browser.user_agent)}
            {row("ui.facts.language", browser.language)}
            {row("ui.facts.zone", browser.time_zone)}
            {row("ui.facts.window", format!("{} × {}", browser.width, browser.height))}
        </dl>
    }
}
