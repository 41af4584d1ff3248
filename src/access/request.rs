//! One request for access: who, why, what in plain words, until when; denied here, or narrowed and
//! decided on the host's own page.

use deskside_protocol::DateTime;
use deskside_protocol::access::{GrantState, ScopeOffer};
use deskside_protocol::api::{GrantRequestJws, GrantView};
use deskside_protocol::host::RequestTaken;
use deskside_protocol::ids::GrantId;
use deskside_protocol::port::Ask;
use deskside_protocol::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::choice::Choice;
use crate::link::Link;
use crate::text::{lang, say, say_with, t, word};
use crate::ui::icon::{Icon, Picture};
use crate::ui::marks::{Note, Trouble};
use crate::ui::rights::Rights;
use crate::ui::scope::RightsView;
use crate::ui::when;

/// How deciding goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Phase {
    Choosing,
    Busy,
    /// The host has the request; its own page waits there.
    Ready(String),
    Failed(Code),
}

/// The request.
#[component]
pub(super) fn RequestCard(grant: GrantView, approver: bool) -> impl IntoView {
    let GrantView {
        id,
        reference,
        agent,
        reason,
        scopes,
        minutes,
        state,
        ..
    } = grant;
    let choice = RwSignal::new(Choice::of(scopes, minutes));
    let hook = id.to_string();
    let name = agent.name;
    let asks = move || {
        let things = choice.with(|choice| labels(choice.asked()));
        say_with("access.asks", &[("agent", &name), ("scopes", &things)])
    };
    let lapses = match state {
        GrantState::Requested { lapses_at } => Some(lapses_at),
        _ => None,
    };
    view! {
        <section class={"card request"} data-at="request-card" data-grant={hook}>
            <h3>{asks}</h3>
            <p class={"soft"}>{agent.email} " · " {reference}</p>
            <blockquote>{reason}</blockquote>
            {move || view! { <RightsView rights=choice.with(|choice| Rights::together(choice.chosen()))/> }}
            {approver.then(|| view! { <Scopes choice/> <Lengths choice/> <Decide id choice/> })}
            {lapses.map(|at| view! { <Lapses at/> })}
        </section>
    }
}

fn labels(scopes: &[ScopeOffer]) -> String {
    let labels: Vec<&str> = scopes.iter().map(|scope| scope.label.get(lang())).collect();
    labels.join(", ")
}

#[component]
fn Lapses(at: DateTime) -> impl IntoView {
    view! { <p class={"soft"}>{move || say_with("access.lapses", &[("when", &when::relative(at))])}</p> }
}

/// Which of the scopes; nothing to choose when only one was asked for.
#[component]
fn Scopes(choice: RwSignal<Choice>) -> impl IntoView {
    let scopes = choice.with_untracked(|choice| choice.asked().to_vec());
    (scopes.len() > 1).then(|| {
        let one = move |scope: ScopeOffer| {
            let (id, label) = (StoredValue::new(scope.id), scope.label);
            view! {
                <label class="choice" data-at=format!("scope-{}", id.get_value())>
                    <input type="checkbox" prop:checked=move || choice.with(|choice| choice.has(&id.get_value()))
                        on:change=move |_| choice.update(|choice| choice.toggle(&id.get_value()))/>
                    <span>{move || label.get(lang()).to_owned()}</span>
                </label>
            }
        };
        view! {
            <fieldset class={"choices"}>
                <legend>{t("access.scopes")}</legend>
                {scopes.into_iter().map(one).collect_view()}
            </fieldset>
        }
    })
}

/// How long, never longer than asked.
#[component]
fn Lengths(choice: RwSignal<Choice>) -> impl IntoView {
    let group = StoredValue::new(crate::browser::uuid());
    let one = move |minutes: u32| {
        view! {
            <label class="pill" data-at=format!("minutes-{minutes}")>
                <input type="radio" name=group.get_value() prop:checked=move || choice.with(|choice| choice.minutes() == minutes)
                    on:change=move |_| choice.update(|choice| choice.set_minutes(minutes))/>
                <span>{move || when::minutes(minutes)}</span>
            </label>
        }
    };
    let lengths = choice.with_untracked(Choice::lengths);
    view! {
        <fieldset class={"pills"}>
            <legend>{t("access.minutes")}</legend>
            {lengths.into_iter().map(one).collect_view()}
        </fieldset>
    }
}

/// Deny in one click, or go on to the host.
#[component]
fn Decide(id: GrantId, choice: RwSignal<Choice>) -> impl IntoView {
    let link = Link::here();
    let phase = RwSignal::new(Phase::Choosing);
    let denied = id.clone();
    let possible = move || choice.with(|choice| choice.narrowed().is_ok());
    let busy = move || phase.with(|phase| *phase == Phase::Busy);
    let failed = move || {
        phase.with(|phase| match phase {
            Phase::Failed(code) => Some(*code),
            _ => None,
        })
    };
    view! {
        {move || failed().map(|code| view! { <Trouble code/> })}
        {move || phase.with(|phase| match phase {
            Phase::Ready(confirm) => Some(view! { <Confirm confirm=confirm.clone() choice/> }),
            _ => None,
        })}
        <Show when=move || !phase.with(|phase| matches!(phase, Phase::Ready(_)))>
            <p class={"soft"} id="decide-hint">{move || if possible() { say("access.go_on_hint") } else { say("access.nothing_chosen") }}</p>
        </Show>
        <footer class={"foot"}>
            <button type="button" class={"danger"} data-at="deny" disabled=busy
                on:click=move |_| deny(link, denied.clone(), phase)>{t("access.deny")}</button>
            <button type="button" class={"primary"} data-at="go-on" aria-describedby="decide-hint"
                hidden=move || phase.with(|phase| matches!(phase, Phase::Ready(_)))
                disabled=move || busy() || !possible() on:click=move |_| go_on(link, id.clone(), phase)>
                {t("access.go_on")}
            </button>
        </footer>
    }
}

/// The door to the host's own page: a real link, so that the person sees where it leads.
#[component]
fn Confirm(confirm: String, choice: RwSignal<Choice>) -> impl IntoView {
    let link = Link::here();
    let confirm = StoredValue::new(confirm);
    let href = move || {
        let query = choice.with(Choice::query).unwrap_or_default();
        link.port
            .in_host(&format!("{}?{query}", confirm.get_value()))
    };
    let told = move || {
        let minutes = choice.with(Choice::minutes);
        say_with(
            "access.open_confirm",
            &[("minutes", &when::minutes(minutes))],
        )
    };
    view! {
        <Note tone="calm" icon=Icon::Shield>{t("access.confirm_hint")}</Note>
        <a class={"button primary"} data-at="open-confirm" target="_blank" rel="noopener" href=href>
            <span>{told}</span>
            <Picture icon=Icon::Out/>
        </a>
    }
}

fn go_on(link: Link, id: GrantId, phase: RwSignal<Phase>) {
    phase.set(Phase::Busy);
    spawn_local(async move {
        let answer = deliver(link, &id).await;
        phase.try_set(match answer {
            Ok(confirm) => Phase::Ready(confirm),
            Err(code) => Phase::Failed(code),
        });
    });
}

/// Hands the desk's signed request to the host, which answers where its own page is.
async fn deliver(link: Link, id: &GrantId) -> Result<String, Code> {
    let GrantRequestJws { request } = link.desk.get(&format!("/api/grants/{id}/request")).await?;
    let taken: RequestTaken = link.port.ask(Ask::Deliver { request }).await?;
    // Only a path in the host itself is followed.
    let path = taken.confirm;
    let inside =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '?', '#']);
    if inside {
        Ok(path)
    } else {
        Err(Code::HostUnavailable)
    }
}

fn deny(link: Link, id: GrantId, phase: RwSignal<Phase>) {
    phase.set(Phase::Busy);
    spawn_local(async move {
        let path = format!("/api/grants/{id}/deny");
        match link.desk.post::<serde_json::Value>(&path, &(), None).await {
            Ok(_) => {
                link.tell(|| word("grant.state", "denied"));
                link.books.refresh();
            }
            Err(code) => {
                phase.try_set(Phase::Failed(code));
            }
        }
    });
}
