//! Ruling on the warranty: covered or not, the cause, its clause in full, and the reasons.

use deskside::text::{t, word};
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::policy::{Cause, Cover, Policy, Verdict};
use leptos::prelude::*;

use super::ruling::{Ruling, causes};
use crate::dialog::Dialog;
use crate::field::{Chips, Send, Sheet, Words};
use crate::pad::Pad;
use crate::policy::clause::ClauseText;
use crate::work::work;

/// What the policy says of the open ticket.
#[derive(Clone, Copy)]
struct Law(StoredValue<(Policy, Verdict)>);

impl Law {
    fn with<U>(self, look: impl FnOnce(&Policy, &Verdict) -> U) -> U {
        self.0.with_value(|(policy, verdict)| look(policy, verdict))
    }
}

/// The dialog.
#[component]
pub(super) fn RulingBox(ticket: RwSignal<AgentTicketView>, open: RwSignal<bool>) -> impl IntoView {
    let pad = Pad::<Ruling>::new();
    view! { <Dialog title="ruling.title" open><Form ticket pad open/></Dialog> }
}

/// It begins with what the forecast says.
#[component]
fn Form(
    ticket: RwSignal<AgentTicketView>,
    pad: Pad<Ruling>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let work = work();
    let (id, policy, verdict) = ticket.with_untracked(|ticket| {
        let ticket = &ticket.ticket;
        let id = ticket.summary.id.clone();
        (id, ticket.policy.clone(), ticket.verdict.clone())
    });
    pad.propose(Ruling::begin(&policy, &verdict));
    let law = Law(StoredValue::new((policy.clone(), verdict)));
    let send = move |()| {
        work.send(pad, id.clone(), "ruling", move |work| {
            open.set(false);
            work.app.say("ruling.sent");
        });
    };
    let clause = Signal::derive(move || {
        pad.with(|ruling| ruling.clause().map(str::to_owned).unwrap_or_default())
    });
    let excludes = move || pad.with(|ruling| ruling.cover == Some(Cover::Excluded));
    view! {
        <Sheet send>
            <Covers pad law/>
            <Causes pad law/>
            <ClauseText clause policy/>
            <Words entry=pad.entry("why", |ruling| &ruling.why, |ruling, why| ruling.why = why)
                label="ruling.why" at="rule-why" rows="4" hint="ruling.why_hint"/>
            {move || excludes().then(|| view! { <p class="soft">{t("ruling.excludes")}</p> })}
            <Send pad name="ruling.send" at="rule-send"/>
        </Sheet>
    }
}

#[component]
fn Covers(pad: Pad<Ruling>, law: Law) -> impl IntoView {
    let all = [Cover::Covered, Cover::Excluded];
    let hooked = all.map(|cover| (cover, format!("rule-cover-{}", cover.as_str())));
    let choose = move |cover| {
        law.with(|policy, verdict| pad.change(|ruling| ruling.rule(policy, verdict, cover)));
    };
    view! {
        <Chips label="ruling.cover" all=hooked.to_vec() words=|cover: Cover| word("cover", cover.as_str())
            chosen=Signal::derive(move || pad.with(|ruling| ruling.cover))
            choose fault=pad.fault("cover") at="rule-cover"/>
    }
}

/// The causes that go with it; they change with what was chosen above.
#[component]
fn Causes(pad: Pad<Ruling>, law: Law) -> impl IntoView {
    let cover = Memo::new(move |_| pad.with(|ruling| ruling.cover));
    let choose = move |cause| {
        law.with(|policy, verdict| pad.change(|ruling| ruling.choose(policy, verdict, cause)));
    };
    move || {
        let cover = cover.get()?;
        let causes = law.with(|policy, verdict| causes(policy, verdict, cover));
        let hooked = causes.into_iter().map(|(cause, _)| {
            let hook = format!("rule-cause-{}", cause.as_str());
            (cause, hook)
        });
        let chosen = move || pad.with(|ruling| ruling.cause.as_ref().map(|(cause, _)| *cause));
        Some(view! {
            <Chips label="ruling.cause" all=hooked.collect() words=|cause: Cause| word("cause", cause.as_str())
                chosen=Signal::derive(chosen) choose fault=pad.fault("cause") at="rule-cause"/>
        })
    }
}
