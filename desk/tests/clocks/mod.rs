//! Clauses 3.1a and 3.1c: the clocks are kept and watched.

mod escalation;
mod kill;
mod queue;
mod table;

use deskside_protocol::ids::TicketId;
use deskside_protocol::ticket::{Clock, ClockKind, Happened, Moment};

use crate::support::{Agent, Stage};

/// The clock of a kind, as an agent sees it.
async fn clock(agent: &Agent, id: &TicketId, kind: ClockKind) -> Clock {
    let view = agent.sees(id).await;
    view.ticket.summary.clock(kind).unwrap().clone()
}

/// Warnings and broken promises in the timeline of a ticket.
async fn told(agent: &Agent, id: &TicketId) -> Vec<(Happened, String)> {
    let of_clocks = |moment: Moment| {
        let clock = moment.detail.get("clock").cloned().unwrap_or_default();
        let about = matches!(moment.what, Happened::ClockWarned | Happened::ClockBreached);
        about.then_some((moment.what, clock))
    };
    let timeline = agent.sees(id).await.ticket.timeline;
    timeline.into_iter().filter_map(of_clocks).collect()
}

/// To whom mails about clocks went whose subject has these words, by name before the `@`.
async fn written_to(stage: &Stage, words: &str) -> Vec<String> {
    let mails = stage.mails().await.into_iter();
    let about = mails.filter(|(_, subject)| subject.contains(words));
    let mut names: Vec<String> = about
        .map(|(to, _)| to.split('@').next().unwrap().to_owned())
        .collect();
    names.sort();
    names
}
