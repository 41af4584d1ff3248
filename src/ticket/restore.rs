//! Recovery of lost data (2.4): what would be restored and what not, and the word of the customer's
//! admin on it.

use deskside_protocol::DateTime;
use deskside_protocol::api::DecideRecovery;
use deskside_protocol::ticket::Awaits;
use leptos::prelude::*;

use super::doing::Doing;
use super::open_file::open_file;
use super::part::{Choosable, Decide, NotYours, PartBox};
use super::parts::Part;
use super::sheet::Sheet;
use crate::text::{say, say_with, t};
use crate::ui::recovery::RecoveryView;
use crate::ui::when;

/// The part.
#[component]
pub(super) fn RecoveryPart(sheet: Sheet) -> impl IntoView {
    let recovery = sheet.piece(|ticket| ticket.recovery.clone());
    // Which proposal is decided on: a newer one is asked about anew.
    let waits = sheet.piece(|ticket| {
        let waits = ticket.summary.awaits.contains(&Awaits::Recovery);
        let proposed = ticket.recovery.as_ref().filter(|_| waits);
        proposed.map(|one| (one.at, one.restore_point))
    });
    let approver = Memo::new(move |_| sheet.approver());
    let on_open = open_file(sheet.link);
    view! {
        <PartBox sheet part=Part::Recovery>
            {move || recovery.get().flatten().map(|recovery| view! { <RecoveryView recovery on_open/> })}
            {move || waits.get().flatten().map(|(at, point)| view! {
                <Show when=move || approver.get() fallback=|| view! { <NotYours/> }>
                    <Restore sheet at point/>
                </Show>
            })}
        </PartBox>
    }
}

#[component]
fn Restore(sheet: Sheet, at: DateTime, point: DateTime) -> impl IntoView {
    let doing = RwSignal::new(Doing::default());
    let way = move |hook, label: &'static str, approved: bool| Choosable {
        hook,
        label: Signal::derive(move || say(label)),
        choose: Callback::new(move |()| {
            let decision = DecideRecovery {
                approved,
                proposed_at: Some(at),
            };
            sheet.decide(Part::Recovery, ("recovery", at), decision, doing);
        }),
    };
    let ways = [
        way("recovery-approve", "ticket.restore.yes", true),
        way("recovery-refuse", "ticket.restore.no", false),
    ];
    let question = move || {
        say_with(
            "ticket.restore.question",
            &[("point", &when::moment(point))],
        )
    };
    view! {
        <Decide question=Signal::derive(question) ways doing>
            <p class={"soft"}>{t("ticket.restore.hint")}</p>
        </Decide>
    }
}
