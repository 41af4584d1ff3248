//! Recovery of lost data (2.4): which backup, what is between it and the loss, how long it takes,
//! what the customer's admin decided, and what came of it.

use deskside_protocol::api::AttachmentView;
use deskside_protocol::ticket::{Recovery, RecoveryDecision, RecoveryResult};
use leptos::prelude::*;

use super::fact::{By, Fact, Moment, Passage};
use super::files::FileList;
use super::icon::Icon;
use super::marks::Note;
use super::when;
use crate::text::{say, say_with, t};

/// The recovery.
#[component]
#[must_use]
pub fn RecoveryView(
    /// The recovery.
    recovery: Recovery,
    /// A file of the proof is wanted.
    on_open: Callback<AttachmentView>,
) -> impl IntoView {
    let Recovery {
        lost_at,
        restore_point,
        volume_mb,
        estimate_minutes,
        at,
        by,
        decision,
        result,
    } = recovery;
    let decided = decision.as_ref().map(|decision| {
        if decision.approved {
            "approved"
        } else {
            "refused"
        }
    });
    let gap = move || {
        let values = [
            ("point", &*when::moment(restore_point)),
            ("lost", &*when::moment(lost_at)),
            (
                "span",
                &*when::span((lost_at - restore_point).num_seconds()),
            ),
        ];
        say_with("ui.recovery.gap", &values)
    };
    view! {
        <div class="recovery" data-at="recovery" data-decision={decided}>
            <dl class={"facts"}>
                <Fact name="ui.recovery.point"><Moment at=restore_point/></Fact>
                <Fact name="ui.recovery.lost"><Moment at=lost_at/></Fact>
                <Fact name="ui.recovery.volume">{move || when::size(volume_mb.saturating_mul(1_000_000))}</Fact>
                <Fact name="ui.recovery.estimate">{move || when::span(i64::from(estimate_minutes) * 60)}</Fact>
            </dl>
            <div data-at="recovery-gap"><Note tone="warn" icon=Icon::Warn>{gap}</Note></div>
            <By by at/>
            {decision.map(|decision| view! { <DecisionView decision/> })}
            {result.map(|result| view! { <ResultView result on_open/> })}
        </div>
    }
}

#[component]
fn DecisionView(decision: RecoveryDecision) -> impl IntoView {
    let RecoveryDecision { approved, at, by } = decision;
    let (tone, icon, key) = if approved {
        ("good", Icon::Check, "ui.recovery.approved")
    } else {
        ("calm", Icon::Cross, "ui.recovery.refused")
    };
    let told = move || say_with(key, &[("by", &by), ("when", &when::short(at))]);
    view! {
        <Note tone icon>{told}</Note>
    }
}

#[component]
fn ResultView(result: RecoveryResult, on_open: Callback<AttachmentView>) -> impl IntoView {
    let RecoveryResult {
        restored,
        text,
        proof,
        at,
        by,
    } = result;
    let (tone, icon, key) = if restored {
        ("good", Icon::Check, "ui.recovery.restored")
    } else {
        ("bad", Icon::Warn, "ui.recovery.not_restored")
    };
    view! {
        <div data-at="recovery-told" data-restored={restored.to_string()}>
            <Note tone icon>{move || say(key)}</Note>
        </div>
        <Passage name="ui.recovery.done" text/>
        {(!proof.is_empty()).then(|| view! { <h4>{t("ui.recovery.proof")}</h4> })}
        <FileList files=proof on_open/>
        <By by at/>
    }
}
