//! One credential: whose, why, since when, where it is changed, and what the host says of it.

use deskside_protocol::api::{Evidence, RotationView};
use deskside_protocol::host::{HostContext, Signed};
use deskside_protocol::ids::RotationId;
use deskside_protocol::port::Ask;
use deskside_protocol::problem::Code;
use deskside_protocol::rotation::RotationState;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::link::Link;
use crate::text::{say, say_with, t, word};
use crate::ui::icon::{Icon, Picture};
use crate::ui::marks::{Note, State, Trouble};
use crate::ui::when;

/// How checking goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Idle,
    Checking,
    NotYet,
    Confirmed,
    Failed(Code),
}

/// The item.
#[component]
pub(super) fn Item(rotation: RotationView) -> impl IntoView {
    let RotationView {
        id,
        login,
        person,
        reference,
        shared_at,
        why,
        state,
        ..
    } = rotation;
    let link = Link::here();
    let mine = link
        .opened_now()
        .is_some_and(|opened| opened.card.person.login == login);
    let (open, standing) = (state == RotationState::Open, state.as_str());
    let name = person.map_or_else(
        || login.clone(),
        |person| format!("{} ({login})", person.name),
    );
    let because = move || {
        let why = word("rotation.why", why.as_str());
        say_with(
            "rotation.because",
            &[
                ("why", &why),
                ("when", &when::moment(shared_at)),
                ("reference", &reference),
            ],
        )
    };
    view! {
        <section class={"card"} data-at="rotation-item" data-state={standing}>
            <p class={"line"}>
                <Picture icon=Icon::Lock/>
                <strong>{name}</strong>
                <State family="rotation.state" name=standing/>
            </p>
            <p class={"because"}>{because}</p>
            <p class={"soft"}>{move || over(&state)}</p>
            {(open && mine).then(|| view! { <ChangePlace/> })}
            {(open && !mine).then(|| view! { <p class={"soft"}>{t("rotation.not_mine")}</p> })}
            {open.then(|| view! { <Check id login/> })}
        </section>
    }
}

fn over(state: &RotationState) -> Option<String> {
    match state {
        RotationState::Open => None,
        RotationState::Confirmed { changed_at } => Some(say_with(
            "rotation.changed",
            &[("when", &when::moment(*changed_at))],
        )),
        RotationState::Waived { by, reason, .. } => Some(say_with(
            "rotation.waived",
            &[("who", &by.name), ("reason", reason)],
        )),
    }
}

/// Where in the host it is changed, when the host says where.
#[component]
fn ChangePlace() -> impl IntoView {
    let link = Link::here();
    let place = RwSignal::new(None::<String>);
    spawn_local(async move {
        let context: Option<HostContext> = link.port.ask(Ask::Context).await.ok();
        let path = context.and_then(|context| context.password_path);
        place.try_set(path.filter(|path| path.starts_with('/') && !path.starts_with("//")));
    });
    move || {
        place.get().map(|path| {
            view! {
                <a class={"button quiet"} data-at="rotation-place" target="_blank" rel="noopener" href=link.port.in_host(&path)>
                    <span>{t("rotation.place")}</span>
                    <Picture icon=Icon::Out/>
                </a>
            }
        })
    }
}

/// Asks the host; a click alone confirms nothing.
#[component]
fn Check(id: RotationId, login: String) -> impl IntoView {
    let link = Link::here();
    let phase = RwSignal::new(Phase::Idle);
    let check = move |_| {
        let (id, login) = (id.clone(), login.clone());
        phase.set(Phase::Checking);
        spawn_local(async move {
            let answer = confirm(link, &id, login).await;
            phase.try_set(match answer {
                Ok(()) => Phase::Confirmed,
                Err(Code::NotChangedYet) => Phase::NotYet,
                Err(code) => Phase::Failed(code),
            });
        });
    };
    view! {
        <button type="button" class={"primary"} data-at="rotation-check" on:click=check
            disabled=move || phase.get() == Phase::Checking>{t("rotation.check")}</button>
        <div role="status" data-at="rotation-result">
            {move || match phase.get() {
                Phase::Idle => ().into_any(),
                Phase::Checking => say("rotation.checking").into_any(),
                Phase::NotYet => view! { <Note tone="warn" icon=Icon::Warn>{t("rotation.not_yet")}</Note> }.into_any(),
                Phase::Confirmed => view! { <Note tone="good" icon=Icon::Check>{t("rotation.confirmed")}</Note> }.into_any(),
                Phase::Failed(code) => view! { <Trouble code/> }.into_any(),
            }}
        </div>
    }
}

/// The host's signed word goes to the desk, which decides by it.
async fn confirm(link: Link, id: &RotationId, login: String) -> Result<(), Code> {
    let signed: Signed = link.port.ask(Ask::Evidence { login }).await?;
    let evidence = Evidence {
        evidence: signed.jws,
    };
    let path = format!("/api/rotations/{id}/evidence");
    let _: RotationView = link.desk.post(&path, &evidence, None).await?;
    link.tell(|| say("rotation.confirmed"));
    link.books.refresh();
    Ok(())
}
