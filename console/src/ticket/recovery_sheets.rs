//! What an agent writes about a recovery. What is previewed comes from the very function the desk uses.

use std::sync::Arc;

use deskside::browser::now;
use deskside::text::{say, say_with, t};
use deskside::ui::when::{self, Intl};
use deskside_protocol::DateTime;
use deskside_protocol::api::{AgentSystem, AgentTicketView};
use deskside_protocol::policy::BackupRule;
use deskside_protocol::problem::Code;
use leptos::prelude::*;

use super::recovery::{Proposing, Resulting};
use super::upload::{Change, Files, Keeper};
use crate::field::{Chips, Fault, Line, Send, Sheet, Words};
use crate::pad::Pad;
use crate::work::{Work, work};

/// How much data the host says the system of this ticket holds.
fn volume_said(work: Work, ticket: RwSignal<AgentTicketView>) -> Option<u64> {
    let id = ticket.with(|ticket| ticket.ticket.summary.system.id.clone());
    let of = |system: &AgentSystem| system.installation.as_ref()?.data_mb;
    let found = work.systems.here(|systems| {
        let found = systems.iter().find(|system| system.card.id == id);
        found.and_then(of)
    });
    found.flatten()
}

/// Proposes a recovery.
#[component]
pub(super) fn Propose(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let work = work();
    let pad = Pad::<Proposing>::new();
    let (id, noticed) = ticket.with_untracked(|ticket| {
        let incident = ticket.ticket.investigation.as_ref();
        let summary = &ticket.ticket.summary;
        let noticed = incident.and_then(|incident| incident.noticed_at);
        (summary.id.clone(), noticed.unwrap_or(summary.received_at))
    });
    Effect::new(move |_| {
        let volume = volume_said(work, ticket).map(|mb| mb.to_string());
        pad.propose(Proposing {
            lost_at: Some(noticed),
            volume: volume.unwrap_or_default(),
        });
    });
    let send = move |()| {
        work.send(pad, id.clone(), "recovery", |work| {
            work.app.say("restore.proposed")
        });
    };
    view! {
        <Sheet send>
            <Line entry=pad.moment("lost", |loss| loss.lost_at, |loss, at| loss.lost_at = at)
                label="restore.lost" at="recovery-lost" kind="datetime-local"/>
            <Line entry=pad.entry("volume", |loss| &loss.volume, |loss, text| loss.volume = text)
                label="restore.volume" at="recovery-volume"/>
            <Preview ticket pad/>
            <Send pad name="restore.propose" at="recovery-propose"/>
        </Sheet>
    }
}

/// The nearest backup and how long restoring it takes.
#[component]
fn Preview(ticket: RwSignal<AgentTicketView>, pad: Pad<Proposing>) -> impl IntoView {
    let work = work();
    let (rule, zone) = ticket.with_untracked(|ticket| {
        let zone = ticket.ticket.summary.system.time_zone.clone();
        (ticket.ticket.policy.backup.clone(), zone)
    });
    let words = move || {
        let Some(rule) = &rule else {
            return say("restore.no_backups");
        };
        let Some(lost_at) = pad.with(|loss| loss.lost_at) else {
            return String::new();
        };
        let volume = pad
            .with(Proposing::volume_mb)
            .or_else(|| volume_said(work, ticket));
        preview(rule, &zone, lost_at, volume)
    };
    view! { <p class="note" data-at="recovery-preview">{words}</p> }
}

fn preview(rule: &BackupRule, zone: &str, lost_at: DateTime, volume: Option<u64>) -> String {
    let Some(point) = rule.nearest(zone, &Intl, lost_at, now()) else {
        return deskside::text::word("error", Code::NoBackup.as_str());
    };
    let gap = when::span((lost_at - point).num_seconds());
    let point = when::moment(point);
    let found = say_with("restore.nearest", &[("point", &point), ("gap", &gap)]);
    let Some(volume) = volume else {
        return found;
    };
    let takes = when::span(i64::from(rule.estimate_minutes(volume)) * 60);
    format!("{found} {}", say_with("restore.takes", &[("span", &takes)]))
}

/// What came of it, with proof.
#[component]
pub(super) fn Result(ticket: RwSignal<AgentTicketView>) -> impl IntoView {
    let work = work();
    let pad = Pad::<Resulting>::new();
    let (id, system) = ticket.with_untracked(|ticket| {
        let summary = &ticket.ticket.summary;
        (summary.id.clone(), summary.system.id.clone())
    });
    let send = move |()| work.send(pad, id.clone(), "recovery/result", |_| {});
    let outcomes = [
        (true, "recovery-restored-yes".to_owned()),
        (false, "recovery-restored-no".to_owned()),
    ];
    let change: Keeper =
        Arc::new(move |change: Change| pad.change(|result| change(&mut result.proof)));
    view! {
        <Sheet send>
            <Chips label="restore.result" all=outcomes.to_vec()
                words=|restored| say(if restored { "restore.restored" } else { "restore.failed" })
                chosen=Signal::derive(move || pad.with(|result| result.restored))
                choose=move |restored| pad.change(|result| result.restored = Some(restored))
                fault=pad.fault("restored") at="recovery-result"/>
            <Words entry=pad.entry("text", |result| &result.text, |result, text| result.text = text)
                label="restore.done" at="recovery-text"/>
            <p class="field-name">{t("restore.proof")}</p>
            <Files system uploads=Signal::derive(move || pad.with(|result| result.proof.clone()))
                change at="recovery-proof"/>
            <Fault fault=pad.fault("proof") at="recovery-proof"/>
            <Send pad name="restore.send" at="recovery-result-send"/>
        </Sheet>
    }
}
