//! No solution in time (3.1b): the plan, the choice of the customer's admin with the liability text
//! before it, and the papers of a third party.

use deskside_protocol::DateTime;
use deskside_protocol::api::NewChoice;
use deskside_protocol::ticket::{Awaits, Choice};
use leptos::prelude::*;

use super::doing::Doing;
use super::open_file::open_file;
use super::part::{Choosable, Decide, NotYours, PartBox};
use super::parts::Part;
use super::settle::SettlementForm;
use super::sheet::Sheet;
use crate::text::{say, t, word};
use crate::ui::plan::{Liability, PlanView};

/// The part.
#[component]
pub(super) fn PlanPart(sheet: Sheet) -> impl IntoView {
    let plan = sheet.piece(|ticket| ticket.plan.clone());
    // Which plan is chosen on: a newer one is asked about anew.
    let chooses = sheet.piece(|ticket| {
        let waits = ticket.summary.awaits.contains(&Awaits::Choice);
        ticket.plan.as_ref().filter(|_| waits).map(|plan| plan.at)
    });
    let takes = sheet.piece(|ticket| {
        let papers = ticket
            .plan
            .as_ref()
            .and_then(|plan| plan.settlement.as_ref());
        papers.is_some_and(|papers| papers.state.takes_documents())
    });
    let approver = Memo::new(move |_| sheet.approver());
    let on_open = open_file(sheet.link);
    view! {
        <PartBox sheet part=Part::Plan>
            {move || plan.get().flatten().map(|plan| view! { <PlanView plan on_open/> })}
            {move || chooses.get().flatten().map(|at| view! {
                <Show when=move || approver.get() fallback=|| view! { <NotYours/> }>
                    <Choose sheet at/>
                </Show>
            })}
            <Show when=move || takes.get() == Some(true)>
                <Show when=move || approver.get() fallback=|| view! { <NotYours/> }>
                    <SettlementForm sheet/>
                </Show>
            </Show>
        </PartBox>
    }
}

#[component]
fn Choose(sheet: Sheet, at: DateTime) -> impl IntoView {
    let doing = RwSignal::new(Doing::default());
    let policy = sheet.piece(|ticket| ticket.policy.clone());
    let way = move |hook, choice: Choice| Choosable {
        hook,
        label: Signal::derive(move || word("choice", choice.as_str())),
        choose: Callback::new(move |()| {
            sheet.decide(Part::Plan, ("choice", at), NewChoice { choice }, doing);
        }),
    };
    let ways = [
        way("choose-follow", Choice::Follow),
        way("choose-third_party", Choice::ThirdParty),
    ];
    view! {
        <Decide question=Signal::derive(|| say("ticket.choose.question")) ways doing>
            {move || policy.get().map(|policy| view! { <Liability policy/> })}
            <p class={"soft"}>{t("ticket.choose.once")}</p>
        </Decide>
    }
}
