//! Where the customer's admin sends what a third party cost, with invoice and documents (3.1b).

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::describe::UploadsChange;
use super::doing::Doing;
use super::files::FilePicker;
use super::papers::{CURRENCIES, Flaw, Papers};
use super::parts::Part;
use super::sheet::Sheet;
use super::wording::Wording;
use super::words_field::WordsField;
use crate::browser;
use crate::text::{t, word};
use crate::ui::icon::{Icon, Picture};
use crate::ui::marks::Trouble;

/// The form.
#[component]
pub(super) fn SettlementForm(sheet: Sheet) -> impl IntoView {
    let papers = RwSignal::new(Papers::new(browser::uuid()));
    let words = RwSignal::new(Wording::default());
    let uploads = Signal::derive(move || papers.with(|papers| papers.uploads.clone()));
    let change = Callback::new(move |change: UploadsChange| {
        papers.try_update(|papers| papers.change(|papers| change(&mut papers.uploads)));
    });
    let flaw = Memo::new(move |_| papers.with(|papers| papers.flaw));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(sheet, papers, words);
    };
    view! {
        <form class={"decide"} data-at="settlement" on:submit=submit>
            <h4>{t("ticket.settle.title")}</h4>
            <Amount papers flaw/>
            <WordsField hook="settlement-words".to_owned() label="ticket.settle.words" flaw="ticket.settle.flaw.words" words/>
            <p class={"soft"}>{t("ticket.settle.documents")}</p>
            <FilePicker uploads change/>
            <p class={"fault"} role="alert" id="settlement-flaw">
                {move || flaw.get().map(|flaw| word("ticket.settle.flaw", flaw.as_str()))}
            </p>
            {move || papers.with(|papers| papers.doing.trouble()).map(|code| view! { <Trouble code/> })}
            <button type="submit" class={"primary"} data-at="settlement-send"
                disabled=move || papers.with(|papers| papers.doing == Doing::Busy)>
                <Picture icon=Icon::Send/>
                {t("ticket.settle.send")}
            </button>
        </form>
    }
}

#[component]
fn Amount(papers: RwSignal<Papers>, flaw: Memo<Option<Flaw>>) -> impl IntoView {
    view! {
        <div class={"amount"}>
            <label class={"field"}>
                <span>{t("ticket.settle.amount")}</span>
                <input type="text" inputmode="decimal" autocomplete="off" data-at="settlement-amount"
                    aria-describedby="settlement-flaw"
                    aria-invalid=move || (flaw.get() == Some(Flaw::Amount)).to_string()
                    prop:value=move || papers.with(|papers| papers.amount.clone())
                    on:input=move |event| papers.update(|papers| papers.change(|papers| {
                        papers.amount = event_target_value(&event);
                    }))/>
            </label>
            <label class={"field"}>
                <span>{t("ticket.settle.currency")}</span>
                <select data-at="settlement-currency"
                    on:change=move |event| papers.update(|papers| papers.change(|papers| {
                        papers.currency = event_target_value(&event);
                    }))>
                    {CURRENCIES.map(|code| view! { <option value={code}>{code}</option> }).collect_view()}
                </select>
            </label>
        </div>
    }
}

fn send(sheet: Sheet, papers: RwSignal<Papers>, words: RwSignal<Wording>) {
    let sent = papers.try_update(|papers| words.try_update(|words| papers.send(words)));
    let Some(settlement) = sent.flatten().flatten() else {
        return;
    };
    let key = papers.with_untracked(|papers| papers.key().to_owned());
    spawn_local(async move {
        let answer = sheet.send("settlement", &settlement, Some(&key)).await;
        papers.try_update(|papers| papers.end(answer, browser::uuid));
        sheet.acted(Part::Plan, answer);
    });
}
