//! Letters about plans, what was chosen, and the settlement of a third party's work (3.1b).

use deskside_protocol::policy::Policy;
use deskside_protocol::ticket::{Choice, Plan, Settlement, SettlementState};

use super::Pen;
use crate::mail::{Letter, Recipient, Texts};
use crate::system::System;
use crate::ticket::Ticket;

/// There is no solution in time: explained, with a plan and an estimate, and what can be chosen.
#[must_use]
pub fn planned(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    plan: &Plan,
    policy: &Policy,
) -> Letter {
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("subject", &ticket.subject),
        ("agent", &plan.by),
        ("vendor", &policy.vendor),
    ];
    Pen::new(texts, to, system, "mail.planned.subject", &blanks)
        .before("mail.planned.text", &blanks)
        .quote(&plan.explanation)
        .ticket(ticket)
        .fact("plan", &plan.proposal)
        .fact("eta", texts.moment(to.lang, plan.eta, system.zone()))
        .clause(policy, &policy.unsolved_clause)
        .after("mail.planned.choice", &blanks)
        .after("mail.planned.liability", &blanks)
        .erp(system)
}

/// The customer chose.
#[must_use]
pub fn chosen(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    plan: &Plan,
    policy: &Policy,
) -> Letter {
    let third_party = plan.settlement.is_some();
    let choice = if third_party {
        Choice::ThirdParty
    } else {
        Choice::Follow
    };
    let words = texts.say(to.lang, &format!("choice.{}", choice.as_str()), &[]);
    let person = plan.chosen.as_ref().map_or("", |chosen| chosen.by.as_str());
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("choice", &words),
        ("person", person),
        ("vendor", &policy.vendor),
    ];
    let pen = Pen::new(texts, to, system, "mail.chosen.subject", &blanks)
        .before("mail.chosen.text", &blanks)
        .ticket(ticket);
    if !third_party {
        let eta = texts.moment(to.lang, plan.eta, system.zone());
        return pen
            .fact("plan", &plan.proposal)
            .fact("eta", eta)
            .erp(system);
    }
    let pen = pen.clause(policy, &policy.unsolved_clause);
    if to.agent {
        return pen.after("mail.chosen.papers_agent", &[]).erp(system);
    }
    pen.after("mail.chosen.papers", &blanks)
        .after("mail.planned.liability", &blanks)
        .erp(system)
}

/// Where the settlement of a third party's work stands.
#[must_use]
pub fn settlement(
    texts: &Texts,
    to: &Recipient,
    ticket: &Ticket,
    system: &System,
    papers: &Settlement,
    policy: &Policy,
) -> Letter {
    let name = format!("mail.settlement.{}", papers.state.as_str());
    let amount = papers.amount.as_ref().map(|sum| sum.shown(to.lang));
    let amount = amount.unwrap_or_default();
    let person = match &papers.state {
        SettlementState::Submitted { by, .. } | SettlementState::Accepted { by, .. } => by.as_str(),
        _ => "",
    };
    let blanks = [
        ("reference", ticket.reference.as_str()),
        ("amount", &amount),
        ("person", person),
        ("vendor", &policy.vendor),
    ];
    let pen = Pen::new(texts, to, system, &format!("{name}.subject"), &blanks)
        .before(&format!("{name}.text"), &blanks)
        .ticket(ticket)
        .fact("amount", &amount);
    let files: Vec<&str> = papers.documents.iter().map(|file| &*file.name).collect();
    let pen = pen.fact("documents", files.join("; "));
    let pen = match &papers.state {
        SettlementState::Submitted { .. } => pen.quote(&papers.words),
        SettlementState::Returned { why, .. } => pen.quote(why),
        SettlementState::Settled { reference, .. } => pen.fact("payment", reference),
        SettlementState::AwaitingDocuments | SettlementState::Accepted { .. } => pen,
    };
    pen.clause(policy, &policy.unsolved_clause).erp(system)
}
