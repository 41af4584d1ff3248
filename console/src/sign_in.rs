//! The door: work e-mail and password of the desk. No password of any customer's system exists.

use deskside::text::{say, t, word};
use deskside_protocol::api::AgentSignIn;
use deskside_protocol::problem::Code;
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use crate::app::{App, app};
use crate::language::Languages;
use crate::{browser, desk};

/// The e-mail of who signed in last is kept, so that they need not type it again.
const KEPT: &str = "deskside.email";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Typing,
    Knocking,
    Refused(Code),
}

/// The door.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    Effect::new(|_| browser::title(&say("app.name")));
    let app = app();
    let phase = RwSignal::new(Phase::Typing);
    let (email, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let knock = move |event: SubmitEvent| {
        event.prevent_default();
        let value = |node: NodeRef<Input>| node.get().map(|input| input.value());
        let typed = value(email).zip(value(password));
        if let Some((email, password)) = typed.filter(|_| phase.get() != Phase::Knocking) {
            phase.set(Phase::Knocking);
            spawn_local(enter(app, phase, AgentSignIn { email, password }));
        }
    };
    view! {
        <main class="door">
            <form class="door-card" on:submit=knock>
                <h1 class="brand">{t("app.name")}</h1>
                <p class="muted">{t("sign_in.lead")}</p>
                <Field label="sign_in.email" kind="email" at="sign-in-email" node=email
                    complete="username" value=browser::kept(KEPT).unwrap_or_default()/>
                <Field label="sign_in.password" kind="password" at="sign-in-password" node=password
                    complete="current-password" value=String::new()/>
                <p class="fault" role="alert">
                    {move || match phase.get() {
                        Phase::Refused(code) => word("error", code.as_str()),
                        Phase::Typing | Phase::Knocking => String::new(),
                    }}
                </p>
                <button class="button primary wide" data-at="sign-in-submit"
                    aria-busy=move || (phase.get() == Phase::Knocking).to_string()>
                    {t("sign_in.submit")}
                </button>
                <Languages/>
            </form>
        </main>
    }
}

/// A labelled field of the door.
#[component]
fn Field(
    label: &'static str,
    kind: &'static str,
    at: &'static str,
    complete: &'static str,
    node: NodeRef<Input>,
    value: String,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field-name">{t(label)}</span>
            <input class="input" type=kind name=kind data-at=at autocomplete=complete
                required=true value=value node_ref=node/>
        </label>
    }
}

async fn enter(app: App, phase: RwSignal<Phase>, typed: AgentSignIn) {
    match desk::post::<IgnoredAny>("/api/agent/session", &typed, None).await {
        Ok(_) => {
            browser::keep(KEPT, Some(&typed.email));
            app.arrive(true).await;
        }
        Err(code) => phase.set(Phase::Refused(code)),
    }
}
