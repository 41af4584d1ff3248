//! A part of a request's page: its title is what it is about, or what waits; open while it waits for
//! the reader, folded up otherwise. And the two equal ways of a decision.

use leptos::prelude::*;

use super::doing::Doing;
use super::parts::{Part, waits};
use super::sheet::Sheet;
use crate::text::{say, t, word};
use crate::ui::icon::Icon;
use crate::ui::marks::{Note, Trouble};

/// The part.
#[component]
pub(super) fn PartBox(sheet: Sheet, part: Part, children: Children) -> impl IntoView {
    let waits_for = move |approver| {
        let ticket = sheet.ticket;
        ticket.with(|ticket| {
            ticket
                .ready()
                .is_some_and(|ticket| waits(part, ticket, approver))
        })
    };
    let waiting = Memo::new(move |_| waits_for(sheet.approver()));
    // What waits is opened, also for those who can only read it until somebody decided; what was done
    // stays open for as long as the reader looks at it.
    let open = RwSignal::new(untrack(|| waits_for(true)) || waiting.get_untracked());
    Effect::new(move || {
        if waiting.get() {
            open.set(true);
        }
    });
    view! {
        <details class="part-box" data-at=format!("part-{}", part.as_str()) data-waits=move || waiting.get().to_string()
            prop:open=open>
            <summary>
                <h3>{move || word("ticket.part", part.as_str())}</h3>
                {move || waiting.get().then(|| view! { <span class={"unread"}>{t("ticket.part.waits")}</span> })}
            </summary>
            {children()}
        </details>
    }
}

/// One way of a decision.
#[derive(Clone)]
pub(super) struct Choosable {
    /// Its hook.
    pub(super) hook: &'static str,
    /// The verb.
    pub(super) label: Signal<String>,
    /// Does it.
    pub(super) choose: Callback<()>,
}

/// Two ways, alike in looks and effort: nothing is chosen beforehand.
#[component]
pub(super) fn Decide(
    /// What is decided, as a question.
    question: Signal<String>,
    /// The two ways.
    ways: [Choosable; 2],
    /// How it goes.
    doing: RwSignal<Doing>,
    /// What must be known before.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let busy = move || doing.get() == Doing::Busy;
    let button = move |way: Choosable| {
        view! {
            <button type="button" class="quiet" data-at={way.hook} disabled=busy on:click=move |_| way.choose.run(())>
                {move || way.label.get()}
            </button>
        }
    };
    view! {
        <fieldset class={"decide"}>
            <legend>{move || question.get()}</legend>
            {children.map(|children| children())}
            {move || doing.get().trouble().map(|code| view! { <Trouble code/> })}
            <div class={"two"}>{ways.map(button).collect_view()}</div>
        </fieldset>
    }
}

/// For whoever cannot decide: who can.
#[component]
pub(super) fn NotYours() -> impl IntoView {
    view! { <div data-at="not-yours"><Note tone="calm" icon=Icon::Person>{move || say("ticket.decide.not_yours")}</Note></div> }
}
