//! The audit trail of one thing as a story, and whether the chain behind it holds.

use deskside_protocol::audit::{Broken, Entry, Fact};
use leptos::prelude::*;

use super::detail::detail_words;
use super::icon::{Icon, Picture};
use super::story::{Line, about, actor};
use super::when;
use crate::text::{count, say, say_with, t, word};

/// What a check of the chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Every entry fits, and the ERP countersigned this chain.
    Countersigned {
        /// How many entries.
        entries: usize,
    },
    /// Every entry fits; the ERP has not countersigned yet.
    Unsigned {
        /// How many entries.
        entries: usize,
    },
    /// What should be the ERP's signature is not.
    ForgedHead,
    /// Something was changed.
    Broken(Broken),
}

fn verdict(checked: Checked) -> (bool, String) {
    match checked {
        Checked::Countersigned { entries } => (true, count("ui.trail.verified", entries)),
        Checked::Unsigned { entries } => (true, count("ui.trail.unsigned", entries)),
        Checked::ForgedHead => (false, say("ui.trail.forged_head")),
        Checked::Broken(Broken::At { seq }) => (
            false,
            say_with("ui.trail.broken_at", &[("n", &seq.to_string())]),
        ),
        Checked::Broken(Broken::Head { seq }) => (
            false,
            say_with("ui.trail.broken_head", &[("n", &seq.to_string())]),
        ),
    }
}

/// The result of the check, unmistakably.
#[component]
#[must_use]
pub fn CheckedView(
    /// What was found.
    checked: Checked,
) -> impl IntoView {
    let holds = verdict(checked).0;
    let (tone, icon) = if holds {
        ("good", Icon::Shield)
    } else {
        ("bad", Icon::Warn)
    };
    view! {
        <div class={format!("seal {tone}")} role="status" data-at="audit-result" data-verified={holds.to_string()}>
            <Picture icon/>
            <p>{move || verdict(checked).1}</p>
        </div>
    }
}

/// The story of one thing.
#[component]
#[must_use]
pub fn Trail(
    /// The whole chain.
    entries: Vec<Entry>,
    /// The thing's id.
    thing: String,
) -> impl IntoView {
    let (lines, others) = about(&entries, &thing);
    view! {
        <ol class={"trail"} data-at="audit-trail">{lines.into_iter().map(told).collect_view()}</ol>
        {(others > 0).then(|| view! { <p class={"soft"}>{move || count("ui.trail.others", others)}</p> })}
    }
}

fn told(line: Line) -> impl IntoView {
    let seq = line.seq;
    match line.fact {
        Some(fact) => view! { <li value={seq.to_string()}><FactLine fact/></li> }.into_any(),
        None => view! { <li value={seq.to_string()}>{t("ui.trail.unreadable")}</li> }.into_any(),
    }
}

#[component]
fn FactLine(fact: Fact) -> impl IntoView {
    let at = fact.at;
    let fact = StoredValue::new(fact);
    let sentence = move || fact.with_value(sentence);
    let detail = move || fact.with_value(detail_words);
    view! {
        <p>{sentence}</p>
        <p class={"soft"}>
            <time datetime=at.to_rfc3339()>{move || when::moment(at)}</time>
        </p>
        <p class={"soft"}>{detail}</p>
    }
}

fn sentence(fact: &Fact) -> String {
    let name = match actor(&fact.actor) {
        ("host" | "desk", _) => word("ui.actor", &fact.actor),
        (_, name) => name.to_owned(),
    };
    say_with(
        &format!("audit.{}", fact.step.as_str()),
        &[("actor", &name)],
    )
}
