//! Writing to the reporter. The draft outlives a reload, and sending twice writes once.

use std::sync::Arc;

use deskside::browser::uuid;
use deskside::text::{t, word};
use deskside::ui::when;
use deskside_protocol::api::{AgentTicketView, MessageView};
use deskside_protocol::ids::{SystemId, TicketId};
use deskside_protocol::ticket::{Action, Side};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::reply::Reply;
use super::upload::{Change, Files, Keeper};
use crate::draft::Phase;
use crate::work::{Work, work};
use crate::{browser, desk};

/// The reply of one ticket, kept in this browser until it is sent. It may outlive its view: an
/// agent goes on to the next ticket while a message is on its way.
#[derive(Clone)]
struct Draft {
    reply: ArcRwSignal<Reply>,
    id: TicketId,
}

impl Draft {
    fn take_up(id: TicketId) -> Self {
        let kept = browser::kept(&name(&id));
        let reply = kept.and_then(|kept| serde_json::from_str::<Reply>(&kept).ok());
        Self {
            reply: ArcRwSignal::new(reply.map(Reply::taken_up).unwrap_or_default()),
            id,
        }
    }

    /// Changes it and keeps it.
    fn update(&self, change: impl FnOnce(&mut Reply)) {
        self.reply.update(change);
        let reply = self.reply.get_untracked();
        let empty = reply == Reply::default();
        let kept = serde_json::to_string(&reply).ok().filter(|_| !empty);
        browser::keep(&name(&self.id), kept.as_deref());
    }
}

fn name(id: &TicketId) -> String {
    format!("deskside.reply.{id}")
}

/// The box.
#[component]
pub(crate) fn ReplyBox(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let work = work();
    let (id, system) = ticket.with_untracked(|ticket| {
        let summary = &ticket.ticket.summary;
        (summary.id.clone(), summary.system.id.clone())
    });
    let draft = Draft::take_up(id);
    let why_not = Memo::new(move |_| {
        let state = |ticket: &AgentTicketView| ticket.ticket.summary.state.clone();
        ticket
            .with(state)
            .allows(Side::Agent, Action::Write, when::now())
            .err()
    });
    move || match why_not.get() {
        Some(why) => view! {
            <p class="reply-closed soft">{move || word("why_not", why.as_str())}</p>
        }
        .into_any(),
        None => view! { <Form work draft=draft.clone() system=system.clone()/> }.into_any(),
    }
}

/// The words, files, the switch, and sending.
#[component]
fn Form(work: Work, draft: Draft, system: SystemId) -> impl IntoView {
    let reply = RwSignal::from(draft.reply.clone());
    let draft = StoredValue::new(draft);
    let send = move || spawn_local(send(work, draft.get_value()));
    let change = move |change: &dyn Fn(&mut Reply)| draft.with_value(|draft| draft.update(change));
    let uploads = Signal::derive(move || reply.with(|reply| reply.uploads.clone()));
    let ready = move || reply.with(|reply| reply.check().is_ok() && !reply.uploads.busy());
    // A file may arrive after the agent went on to the next ticket: the draft is its own.
    let outliving = draft.get_value();
    let attach: Keeper =
        Arc::new(move |change: Change| outliving.update(|reply| reply.attach(change)));
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send();
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <form class="reply" on:submit=submit>
            <textarea id="reply" class="input" rows="3" data-at="reply" aria-keyshortcuts="r"
                aria-label=t("reply.label") placeholder=t("reply.placeholder")
                prop:value=move || reply.with(|reply| reply.text.clone())
                on:keydown=keys
                on:input=move |event| change(&|reply| reply.write(event_target_value(&event)))></textarea>
            <Trouble reply/>
            <div class="reply-tools">
                <Files system uploads change=Arc::clone(&attach) at="reply-files"/>
                <label class="switch">
                    <input type="checkbox" data-at="awaits"
                        prop:checked=move || reply.with(|reply| reply.awaits)
                        on:change=move |event| change(&|reply| reply.await_answer(event_target_checked(&event)))/>
                    <span>{t("reply.awaits")}</span>
                </label>
                <span class="soft keys-hint">{t("reply.keys")}</span>
                <button class="button primary" data-at="reply-send"
                    aria-busy=move || reply.with(|reply| reply.phase == Phase::Sending).to_string()
                    aria-disabled=move || (!ready()).to_string()>
                    {t("reply.send")}
                </button>
            </div>
        </form>
    }
}

/// Why the last try failed.
#[component]
fn Trouble(reply: RwSignal<Reply>) -> impl IntoView {
    move || match reply.with(|reply| reply.phase) {
        Phase::Failed(code) => Some(view! { <deskside::ui::marks::Trouble code/> }),
        Phase::Writing | Phase::Sending => None,
    }
}

async fn send(work: Work, draft: Draft) {
    let mut taken = None;
    draft.update(|reply| taken = reply.send(uuid));
    let Some((message, once)) = taken else {
        work.app.say("reply.nothing");
        return;
    };
    let path = format!("/api/agent/tickets/{}/messages", draft.id);
    match desk::post::<MessageView>(&path, &message, Some(&once)).await {
        Ok(_) => {
            draft.update(Reply::sent);
            work.app.say("reply.sent");
        }
        Err(code) => draft.update(|reply| reply.failed(code)),
    }
    work.refetch_ticket();
    work.refetch_queue();
}
