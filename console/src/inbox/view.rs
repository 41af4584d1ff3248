//! The inbox page: mails that nobody could place, as text, with why; filed as a request or discarded.

use deskside::text::{t, word};
use deskside::ui::icon::{Icon, Picture};
use deskside::ui::marks::{Empty, Trouble};
use deskside::ui::when;
use deskside_protocol::api::InboxMail;
use leptos::prelude::*;

use super::discard_box::DiscardBox;
use super::file_box::FileBox;
use crate::page::Page;
use crate::work::work;

/// The page.
#[component]
pub(crate) fn InboxPage() -> impl IntoView {
    let work = work();
    work.inbox.fetch();
    work.systems.want();
    let filing = RwSignal::new(None::<InboxMail>);
    let discarding = RwSignal::new(None::<InboxMail>);
    let mails = move || work.inbox.here(Clone::clone).unwrap_or_default();
    let none = Memo::new(move |_| work.inbox.here(Vec::is_empty) == Some(true));
    view! {
        <Page title="inbox_page.title">
            <p class="soft">{t("inbox_page.lead")}</p>
            {move || work.inbox.failed().map(|code| view! { <Trouble code/> })}
            {move || none.get().then(|| view! { <Empty icon=Icon::Mail>{t("inbox_page.none")}</Empty> })}
            <ul class="cards">
                <For each=mails key=|mail| mail.id.clone()
                    children=move |mail| view! { <Mail mail filing discarding/> }/>
            </ul>
        </Page>
        <FileBox mail=filing/>
        <DiscardBox mail=discarding/>
    }
}

/// A mail.
#[component]
fn Mail(
    mail: InboxMail,
    filing: RwSignal<Option<InboxMail>>,
    discarding: RwSignal<Option<InboxMail>>,
) -> impl IntoView {
    let meant = StoredValue::new(mail.clone());
    let (at, why) = (mail.at, mail.why.as_str());
    let named = !mail.from_name.is_empty();
    let files = mail.files.join(", ");
    view! {
        <li class="card mail" data-at="inbox-mail" data-why=why data-row tabindex="-1">
            <p class="line-head">
                {named.then_some(view! { <strong>{mail.from_name}</strong> })}
                <span class="soft">{mail.from}</span>
                <time class="soft end" datetime=at.to_rfc3339()>{move || when::short(at)}</time>
            </p>
            <h2 class="mail-subject">{mail.subject}</h2>
            <p class="note warn"><Picture icon=Icon::Warn/><span>{move || word("inbox.why", why)}</span></p>
            <p class="words mail-text" tabindex="0">{mail.text}</p>
            {(!files.is_empty()).then(|| view! {
                <p class="soft line-head"><Picture icon=Icon::Clip/>{files}</p>
            })}
            <div class="actions">
                <button type="button" class="button primary" data-at="inbox-file"
                    on:click=move |_| filing.set(Some(meant.get_value()))>{t("inbox_page.file")}</button>
                <button type="button" class="button" data-at="inbox-discard"
                    on:click=move |_| discarding.set(Some(meant.get_value()))>{t("inbox_page.discard")}</button>
            </div>
        </li>
    }
}
