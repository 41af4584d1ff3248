//! Writing down a call: who, from which system, what they said. That this way is not free stands there
//! with its clause (3.2b).

use deskside::text::{say, say_with, t, word};
use deskside::ui::icon::{Icon, Picture};
use deskside_protocol::api::AgentTicketView;
use deskside_protocol::identity::Lang;
use deskside_protocol::policy::{Channel, Impact};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::call::{CHANNELS, Call};
use crate::browser;
use crate::dialog::Dialog;
use crate::field::{Chips, Line, Pick, Send, Sheet, Words};
use crate::pad::Pad;
use crate::route::Route;
use crate::work::work;

/// The button and its dialog.
#[component]
pub(super) fn LogCall() -> impl IntoView {
    let open = RwSignal::new(false);
    let pad = Pad::<Call>::new();
    view! {
        <button type="button" class="button" data-at="log-call" aria-keyshortcuts="l"
            on:click=move |_| open.set(true)>{t("call.open")}</button>
        <Dialog title="call.title" open><Form pad open/></Dialog>
    }
}

#[component]
fn Form(pad: Pad<Call>, open: RwSignal<bool>) -> impl IntoView {
    let work = work();
    work.systems.want();
    let send = move |()| {
        spawn_local(async move {
            let logged = pad.send::<AgentTicketView>("/api/agent/tickets").await;
            work.refetch_queue();
            if let Some(logged) = logged {
                open.set(false);
                browser::go(&Route::Ticket(logged.ticket.summary.id).href());
            }
        });
    };
    let channels = CHANNELS.map(|channel| (channel, format!("call-channel-{}", channel.as_str())));
    let impacts = Impact::ALL.map(|impact| (impact, format!("call-impact-{}", impact.as_str())));
    view! {
        <Sheet send>
            <Whose pad/>
            <NotFree pad/>
            <Chips label="call.channel" all=channels.to_vec() words=|channel: Channel| word("channel", channel.as_str())
                chosen=Signal::derive(move || Some(pad.with(|call| call.channel)))
                choose=move |channel| pad.change(|call| call.channel = channel)
                fault=pad.fault("channel") at="call-channel"/>
            <div class="pair">
                <Line entry=pad.entry("name", |call| &call.name, |call, name| call.name = name)
                    label="call.name" at="call-name"/>
                <Line entry=pad.entry("email", |call| &call.email, |call, email| call.email = email)
                    label="call.email" at="call-email" kind="email"/>
            </div>
            <Language pad/>
            <Words entry=pad.entry("description", |call| &call.description, |call, text| call.description = text)
                label="call.description" at="call-description" rows="4"/>
            <Chips label="call.impact" all=impacts.to_vec() words=|impact: Impact| word("impact", impact.as_str())
                chosen=Signal::derive(move || pad.with(|call| call.impact))
                choose=move |impact| pad.change(|call| call.impact = Some(impact))
                fault=pad.fault("impact") at="call-impact"/>
            <Send pad name="call.send" at="call-send"/>
        </Sheet>
    }
}

/// Whose system it is about; where there is one customer alone, it is theirs.
#[component]
fn Whose(pad: Pad<Call>) -> impl IntoView {
    let work = work();
    Effect::new(move |_| {
        if let [(only, _)] = work.customers().as_slice() {
            pad.propose(Call {
                system: only.clone(),
                ..Call::default()
            });
        }
    });
    view! {
        <Pick entry=pad.entry("system", |call| &call.system, |call, system| call.system = system)
            label="call.system" at="call-system" none="window.choose"
            choices=Signal::derive(move || work.customers())/>
    }
}

/// That this way is not free, where the customer's policy says so.
#[component]
fn NotFree(pad: Pad<Call>) -> impl IntoView {
    let work = work();
    let rule = Memo::new(move |_| {
        let (id, channel) = pad.with(|call| (call.system.clone(), call.channel));
        let found = work.systems.here(|systems| {
            let system = systems
                .iter()
                .find(|system| system.card.id.as_str() == id)?;
            let mut rules = system.channels.iter();
            rules
                .find(|rule| rule.channel == channel && !rule.free)
                .cloned()
        });
        found.flatten()
    });
    move || {
        rule.get().map(|rule| {
            let words = say_with("call.not_free", &[("clause", &rule.clause)]);
            view! {
                <p class="note warn" data-at="call-not-free"><Picture icon=Icon::Warn/><span>{words}</span></p>
            }
        })
    }
}

/// The language they are written to in.
#[component]
fn Language(pad: Pad<Call>) -> impl IntoView {
    let all = [Lang::Vi, Lang::En].map(|lang| (lang, format!("call-lang-{}", lang.tag())));
    let words = |lang| match lang {
        Lang::En => say("lang.en"),
        Lang::Vi => say("lang.vi"),
    };
    view! {
        <Chips label="call.lang" all=all.to_vec() words
            chosen=Signal::derive(move || Some(pad.with(|call| call.lang)))
            choose=move |lang| pad.change(|call| call.lang = lang)
            fault=pad.fault("lang") at="call-lang"/>
    }
}
