//! One grant: for what, until when, where it stands, and what this agent can do with it.

use deskside::browser;
use deskside::text::{say, say_with, t, word};
use deskside::ui::marks::State;
use deskside::ui::rights::Rights;
use deskside::ui::scope::RightsView;
use deskside::ui::when;
use deskside_protocol::access::{Approval, GrantState, Sweep};
use deskside_protocol::api::GrantView;
use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use super::audit_box::AuditBox;
use super::enter::Enter;
use crate::desk;
use crate::work::work;

/// A grant.
#[component]
pub(super) fn Grant(grant: Memo<Option<GrantView>>) -> impl IntoView {
    // Time alone ends a grant: it must not look open for longer than it is.
    let shown = Memo::new(move |_| {
        let mut grant = grant.get()?;
        grant.state = grant.state.at(when::now());
        Some(grant)
    });
    let auditing = RwSignal::new(false);
    view! {
        {move || shown.get().map(|grant| view! { <Card grant auditing/> })}
        <AuditBox grant open=auditing/>
    }
}

/// What it is and where it stands.
#[component]
fn Card(grant: GrantView, auditing: RwSignal<bool>) -> impl IntoView {
    let name = grant.state.as_str();
    let open = grant.state.open_at(browser::now());
    // What was allowed is history then; the audit trail holds it.
    let over = grant.state.over();
    let (agent, minutes, asked) = (grant.agent.name, grant.minutes, grant.asked_at);
    let rights = match grant.state.approval() {
        Some(approval) => Rights::of(&approval.effective),
        None => Rights::together(&grant.scopes),
    };
    let entering = grant.state.approval().filter(|_| open).cloned();
    let id = grant.id;
    view! {
        <div class="grant" data-state=name>
            <p class="line-head">
                <span data-at="grant-state"><State family="grant.state" name/></span>
                <span class="soft">{move || say_with("access.asked", &[
                    ("who", &agent),
                    ("span", &when::minutes(minutes)),
                    ("when", &when::short(asked)),
                ])}</span>
            </p>
            <p class="reason">{grant.reason}</p>
            <StateLine state=grant.state/>
            {(!over).then(|| view! { <RightsView rights/> })}
            {entering.map(|approval| view! {
                <div class="actions">
                    <Enter approval/>
                    <End id/>
                </div>
            })}
            <p class="grant-more">
                <button type="button" class="link" data-at="audit-open" on:click=move |_| auditing.set(true)>
                    {t("audit.open")}
                </button>
            </p>
        </div>
    }
}

/// What the state carries, in words.
#[component]
fn StateLine(state: GrantState) -> impl IntoView {
    let sweep = match &state {
        GrantState::Ended { sweep, .. } => Some(sweep.clone()),
        _ => None,
    };
    view! {
        <p class="grant-line">{move || line(&state)}</p>
        {sweep.map(|sweep| view! { <p class="soft" data-at="sweep">{move || proof(sweep.as_ref())}</p> })}
    }
}

fn line(state: &GrantState) -> String {
    let until =
        |approval: &Approval| (when::moment(approval.until), when::relative(approval.until));
    match state {
        GrantState::Requested { lapses_at } => {
            say_with("access.requested", &[("when", &when::relative(*lapses_at))])
        }
        GrantState::Approved { approval } => {
            let (until, left) = until(approval);
            let values = [
                ("who", &*approval.by.name),
                ("until", &until),
                ("left", &left),
            ];
            say_with("access.approved", &values)
        }
        GrantState::Active {
            approval,
            seen_at,
            screen,
            ..
        } => {
            let (until, left) = until(approval);
            let seen = when::relative(*seen_at);
            let screen = screen.as_deref().unwrap_or("–");
            let values = [
                ("until", &*until),
                ("left", &left),
                ("seen", &seen),
                ("screen", screen),
            ];
            say_with("access.active", &values)
        }
        GrantState::Ended { at, why, .. } => {
            let why = word("grant.end", why.as_str());
            say_with(
                "access.ended",
                &[("when", &when::short(*at)), ("why", &why)],
            )
        }
        GrantState::Denied { at, by } => say_with(
            "access.denied",
            &[("when", &when::short(*at)), ("who", &by.name)],
        ),
        GrantState::Lapsed { at } => say_with("access.lapsed", &[("when", &when::short(*at))]),
    }
}

/// The host's proof that nothing was left behind.
fn proof(sweep: Option<&Sweep>) -> String {
    let Some(sweep) = sweep else {
        return say("access.unswept");
    };
    let number = |n: u32| n.to_string();
    say_with(
        "access.swept",
        &[
            ("account", &sweep.account),
            ("sessions", &number(sweep.sessions)),
            ("sign_ins", &number(sweep.sign_ins)),
            ("screens", &number(sweep.screens)),
            ("refused", &number(sweep.refused)),
            ("removed", &sweep.removed.len().to_string()),
        ],
    )
}

/// Giving access back before its time.
#[component]
fn End(id: deskside_protocol::ids::GrantId) -> impl IntoView {
    let work = work();
    let path = format!("/api/agent/grants/{id}/end");
    let end = move |_| {
        let path = path.clone();
        spawn_local(async move {
            match desk::call::<IgnoredAny>(Method::POST, &path).await {
                Ok(_) => work.app.say("access.given_back"),
                Err(code) => work.app.failed(code),
            }
            work.refetch_ticket();
            work.refetch_queue();
        });
    };
    view! { <button type="button" class="button" data-at="end-access" on:click=end>{t("access.end")}</button> }
}
