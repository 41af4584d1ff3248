//! Who is in the system right now, from the host's own books, and the button that ends it.

use std::time::Duration;

use deskside_protocol::host::HostGrant;
use deskside_protocol::ids::GrantId;
use deskside_protocol::port::Ask;
use deskside_protocol::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::link::{Link, Loaded};
use crate::text::{lang, say, say_with, t};
use crate::ui::icon::{Icon, Picture};
use crate::ui::marks::Trouble;
use crate::ui::when;

const LOOK_EVERY: Duration = Duration::from_secs(4);

/// Everybody who may be in.
#[component]
pub(super) fn Presence() -> impl IntoView {
    let link = Link::here();
    let grants = RwSignal::new(Loaded::<Vec<HostGrant>>::Loading);
    let look = move || look(link, grants);
    Effect::new(move || {
        link.books.changed.track();
        look();
    });
    if let Ok(handle) = set_interval_with_handle(look, LOOK_EVERY) {
        on_cleanup(move || handle.clear());
    }
    let again = Callback::new(move |()| look());
    move || match grants.get() {
        Loaded::Loading => ().into_any(),
        Loaded::Failed(code) => view! { <Trouble code/> }.into_any(),
        Loaded::Ready(list) => list
            .into_iter()
            .map(|grant| view! { <Present grant again/> })
            .collect_view()
            .into_any(),
    }
}

/// Asks the host, unless nobody looks. What has not changed is not drawn anew.
fn look(link: Link, grants: RwSignal<Loaded<Vec<HostGrant>>>) {
    if !browser::visible() {
        return;
    }
    spawn_local(async move {
        let answer: Result<Vec<HostGrant>, Code> = link.port.ask(Ask::Grants).await;
        let open = answer.map(|list| {
            let open = |grant: &HostGrant| grant.ended.is_none() && grant.until > browser::now();
            list.into_iter().filter(open).collect::<Vec<_>>()
        });
        let fresh = open.map_or_else(Loaded::Failed, Loaded::Ready);
        let differs = grants.try_with_untracked(|grants| *grants != fresh);
        if differs == Some(true) {
            grants.try_set(fresh);
        }
    });
}

#[component]
fn Present(grant: HostGrant, again: Callback<()>) -> impl IntoView {
    let HostGrant {
        grant: id,
        reference,
        agent,
        account,
        scopes,
        until,
        sign_ins,
        seen_at,
        screen,
        ..
    } = grant;
    let inside = !sign_ins.is_empty();
    let name = agent.name;
    let headline = move || {
        let key = if inside {
            "access.inside"
        } else {
            "access.may_enter"
        };
        say_with(key, &[("agent", &name)])
    };
    let since = sign_ins.first().copied();
    let last = move || {
        let at = seen_at.or(since)?;
        let on = screen.as_ref().map_or_else(
            || say("access.somewhere"),
            |screen| screen.get(lang()).to_owned(),
        );
        Some(say_with(
            "access.last_on",
            &[("screen", &on), ("when", &when::relative(at))],
        ))
    };
    let within = move || {
        let labels: Vec<&str> = scopes.iter().map(|scope| scope.get(lang())).collect();
        labels.join(", ")
    };
    view! {
        <section class="card presence" data-at="presence" data-inside={inside.to_string()}>
            <h3><Picture icon=Icon::Person/> {headline}</h3>
            <p>{last}</p>
            <p class={"soft"}>{within} " · " {reference} " · " {account}</p>
            {since.map(|at| view! { <p class={"soft"}>{move || say_with("access.since", &[("when", &when::moment(at))])}</p> })}
            <p>{move || say_with("access.until", &[("when", &when::moment(until)), ("left", &when::relative(until))])}</p>
            <EndNow id again/>
        </section>
    }
}

/// One click: ending access needs no second thought.
#[component]
fn EndNow(id: GrantId, again: Callback<()>) -> impl IntoView {
    let link = Link::here();
    let trouble = RwSignal::new(None::<Code>);
    let end = move |_| {
        let grant = id.to_string();
        spawn_local(async move {
            let answer: Result<serde_json::Value, Code> =
                link.port.ask(Ask::Revoke { grant }).await;
            match answer {
                Ok(_) => link.tell(|| say("access.ended_now")),
                Err(code) => {
                    trouble.try_set(Some(code));
                }
            }
            again.run(());
            link.books.refresh();
        });
    };
    view! {
        {move || trouble.get().map(|code| view! { <Trouble code/> })}
        <button type="button" class={"danger"} data-at="end-access" on:click=end>{t("access.end_now")}</button>
    }
}
