//! Answering in a conversation. A retry says the same thing once.

use deskside_protocol::api::{MessageView, NewMessage};
use deskside_protocol::mask::mask;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Action, MAX_TEXT, Side, check_text};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::describe::UploadsChange;
use super::files::FilePicker;
use super::sheet::Sheet;
use super::upload::Uploads;
use crate::browser;
use crate::text::{count, t, word};
use crate::ui::icon::{Icon, Picture};
use crate::ui::marks::{Note, Trouble};

/// What is being answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Answer {
    text: String,
    uploads: Uploads,
    masked: usize,
    key: String,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Writing,
    Sending,
    Failed(Code),
}

impl Answer {
    fn fresh() -> Self {
        Self {
            key: browser::uuid(),
            ..Self::default()
        }
    }

    fn write(&mut self, text: String) {
        self.text = text;
        self.phase = Phase::Writing;
    }

    /// It did not arrive. Where an earlier version did, what is sent next is a message of its own.
    fn failed(&mut self, code: Code) {
        if code == Code::IdempotencyConflict {
            self.key = browser::uuid();
        }
        self.phase = Phase::Failed(code);
    }

    /// What goes, when there is something to say and nothing still on its way.
    fn send(&mut self) -> Option<NewMessage> {
        let masked = mask(&self.text);
        self.masked += masked.found.len();
        self.text = masked.text;
        let text = check_text(&self.text, MAX_TEXT).ok()?.to_owned();
        if self.uploads.busy() || self.phase == Phase::Sending {
            return None;
        }
        self.phase = Phase::Sending;
        Some(NewMessage {
            text,
            attachments: self.uploads.ids(),
            awaits_reporter: false,
        })
    }
}

/// The place to answer.
#[component]
pub(super) fn Reply(
    /// The ticket.
    sheet: Sheet,
) -> impl IntoView {
    let answer = RwSignal::new(Answer::fresh());
    let why_not = Memo::new(move |_| {
        sheet.ticket.with(|ticket| {
            let state = &ticket.ready()?.summary.state;
            let allowed = state.allows(Side::Reporter, Action::Write, browser::now());
            allowed.err().map(deskside_protocol::ticket::WhyNot::as_str)
        })
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        deliver(sheet, answer);
    };
    let change = Callback::new(move |change: UploadsChange| {
        answer.update(|answer| change(&mut answer.uploads));
    });
    let uploads = Signal::derive(move || answer.with(|answer| answer.uploads.clone()));
    let failed = move || {
        answer.with(|answer| match answer.phase {
            Phase::Failed(code) => Some(code),
            _ => None,
        })
    };
    let masked = Memo::new(move |_| answer.with(|answer| answer.masked));
    view! {
        <form class={"reply"} on:submit=send>
            <label for="reply" class={"unseen"}>{t("ticket.reply.label")}</label>
            <textarea id="reply" data-at="reply" rows="2" placeholder=t("ticket.reply.label")
                disabled=move || why_not.get().is_some()
                prop:value=move || answer.with(|answer| answer.text.clone())
                on:input=move |event| answer.update(|answer| answer.write(event_target_value(&event)))></textarea>
            <Show when=move || { masked.get() > 0 }>
                <Note tone="good" icon=Icon::Shield>{move || count("ticket.masked", masked.get())}</Note>
            </Show>
            {move || failed().map(|code| view! { <Trouble code/> })}
            {move || why_not.get().map(|why| view! { <p class={"soft"}>{move || word("why_not", why)}</p> })}
            <div class={"row"}>
                <FilePicker uploads change/>
                <button type="submit" class={"primary"} data-at="reply-send"
                    disabled=move || why_not.get().is_some() || answer.with(|answer| answer.text.trim().is_empty())>
                    <Picture icon=Icon::Send/>
                    {t("ticket.reply.send")}
                </button>
            </div>
        </form>
    }
}

fn deliver(sheet: Sheet, answer: RwSignal<Answer>) {
    let mut message = None;
    answer.update(|answer| message = answer.send());
    let Some(message) = message else { return };
    let key = answer.with_untracked(|answer| answer.key.clone());
    spawn_local(async move {
        let path = sheet.path("messages");
        let desk = sheet.link.desk;
        let sent: Result<MessageView, Code> = desk.post(&path, &message, Some(&key)).await;
        match sent {
            Ok(_) => {
                answer.try_set(Answer::fresh());
                sheet.fetch();
            }
            Err(code) => {
                answer.try_update(|answer| answer.failed(code));
            }
        }
    });
}
