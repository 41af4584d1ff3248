//! One request: where it stands, what was said, and a place to answer. Live.

use deskside_protocol::api::{AttachmentView, TicketView};
use deskside_protocol::ids::TicketId;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Action, ClockKind, Side};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list::BackToList;
use super::reply::Reply;
use crate::browser;
use crate::link::{Link, Loaded};
use crate::text::{say_with, t, word};
use crate::ui::clock::ClockView;
use crate::ui::conversation::Conversation;
use crate::ui::files::FileList;
use crate::ui::marks::{State, Trouble};
use crate::ui::verdict::VerdictView;
use crate::ui::when;

/// The page of a ticket.
#[component]
pub(super) fn TicketPage(id: TicketId) -> impl IntoView {
    let link = Link::here();
    let ticket = RwSignal::new(Loaded::<TicketView>::Loading);
    let path = StoredValue::new(format!("/api/tickets/{id}"));
    let fetch = Callback::new(move |()| {
        spawn_local(async move {
            let answer: Result<TicketView, Code> = link.desk.get(&path.get_value()).await;
            if let Ok(fresh) = &answer {
                tell_news(link, ticket, fresh);
            }
            // Whoever went on meanwhile does not see it.
            ticket.try_set(answer.map_or_else(Loaded::Failed, Loaded::Ready));
            link.books
                .refresh_kind(deskside_protocol::api::LiveKind::Ticket);
        });
    });
    Effect::new(move || {
        let ours = link
            .books
            .changed
            .with(|event| event.as_ref().is_none_or(|event| event.ticket == id));
        if ours {
            fetch.run(());
        }
    });
    view! {
        <article class={"ticket"}>
            <BackToList/>
            {move || match ticket.get() {
                Loaded::Loading => view! { <p class={"soft"} aria-busy="true">{t("panel.waiting")}</p> }.into_any(),
                Loaded::Failed(code) => view! { <Trouble code/> }.into_any(),
                Loaded::Ready(ticket) => view! { <TicketBody ticket fetch/> }.into_any(),
            }}
            <Show when=move || ticket.with(|ticket| ticket.ready().is_some())>
                <Reply ticket fetch/>
            </Show>
        </article>
    }
}

/// Has it read out when the other side wrote while the page was open.
fn tell_news(link: Link, shown: RwSignal<Loaded<TicketView>>, fresh: &TicketView) {
    let known = shown.try_with_untracked(|shown| shown.ready().map(|shown| shown.messages.len()));
    let news = known
        .flatten()
        .and_then(|known| fresh.messages.get(known..)?.last());
    if let Some(message) = news.filter(|message| message.side == Side::Agent) {
        link.tell(|| say_with("ticket.page.news", &[("author", &message.author)]));
    }
}

#[component]
fn TicketBody(ticket: TicketView, fetch: Callback<()>) -> impl IntoView {
    let link = Link::here();
    let open_file = Callback::new(move |file| keep_file(link, file));
    let TicketView {
        summary,
        verdict,
        description,
        attachments,
        messages,
        policy,
        ..
    } = ticket;
    let (state, received) = (summary.state.clone(), summary.received_at);
    let answer = summary.clock(ClockKind::Answer).cloned();
    view! {
        <header class={"ticket-head"}>
            <p class={"line"}>
                <span class={"soft"}>{summary.reference.clone()}</span>
                <State family="ticket.stands" name=state.as_str()/>
            </p>
            <h2>{summary.subject.clone()}</h2>
            {answer.map(|clock| view! { <ClockView clock/> })}
        </header>
        <Declined state=state.clone()/>
        <VerdictView verdict policy/>
        <section class={"message"} data-side="mine">
            <p class={"by"}>
                <strong>{summary.reporter.name.clone()}</strong>
                <time datetime=received.to_rfc3339()>{move || when::short(received)}</time>
            </p>
            <p class={"words"}>{description}</p>
            <FileList files=attachments on_open=open_file/>
        </section>
        <Conversation messages mine=Side::Reporter on_open=open_file/>
        {(!state.live()).then(|| view! { <Reopen id=summary.id state fetch/> })}
    }
}

#[component]
fn Declined(state: deskside_protocol::ticket::TicketState) -> impl IntoView {
    let why = match state {
        deskside_protocol::ticket::TicketState::Declined { why, .. } => Some(why),
        _ => None,
    };
    why.map(|why| view! { <p class={"note warn"}><span>{why}</span></p> })
}

/// Takes a request up again, or says why not.
#[component]
fn Reopen(
    id: TicketId,
    state: deskside_protocol::ticket::TicketState,
    fetch: Callback<()>,
) -> impl IntoView {
    let link = Link::here();
    let why_not = state
        .allows(Side::Reporter, Action::Reopen, browser::now())
        .err();
    let trouble = RwSignal::new(None::<Code>);
    let reopen = move |_| {
        let path = format!("/api/tickets/{id}/reopen");
        spawn_local(async move {
            match link.desk.post::<serde_json::Value>(&path, &(), None).await {
                Ok(_) => fetch.run(()),
                Err(code) => trouble.set(Some(code)),
            }
        });
    };
    view! {
        <div class={"reopen"}>
            <button type="button" class={"quiet"} data-at="reopen" disabled=why_not.is_some() on:click=reopen>
                {t("ticket.page.reopen")}
            </button>
            {why_not.map(|why| view! { <p class={"soft"}>{move || word("why_not", why.as_str())}</p> })}
            {move || trouble.get().map(|code| view! { <Trouble code/> })}
        </div>
    }
}

/// Fetches a file with the session and lets the person keep it.
fn keep_file(link: Link, file: AttachmentView) {
    spawn_local(async move {
        let bytes = link
            .desk
            .bytes(&format!("/api/attachments/{}", file.id))
            .await;
        let kept = bytes.map(|bytes| browser::save_file(&file.name, &bytes, &file.media_type));
        match kept {
            Ok(Ok(())) => {}
            Ok(Err(_)) => link.tell(|| word("error", Code::Internal.as_str())),
            Err(code) => link.tell(|| word("error", code.as_str())),
        }
    });
}
