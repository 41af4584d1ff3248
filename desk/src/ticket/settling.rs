//! A third party did the work: the customer sends invoice and documents, agents check and settle them
//! (3.1b). This goes on after the ticket itself is over.

use deskside_protocol::DateTime;
use deskside_protocol::api::{AttachmentView, NewSettlement, SettlementStep};
use deskside_protocol::identity::{AgentCard, Approver};
use deskside_protocol::ids::AttachmentId;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Happened, MAX_SUBJECT, MAX_TEXT, Money, Settlement};

use super::files::{self, Owner};
use super::{Ticket, note, wrong_state};
use crate::audit::Actor;
use crate::context::{checked, clean_text};
use crate::desk::Desk;
use crate::mail::{Recipient, letters, post};
use crate::problem::Fault;
use crate::store::Tx;
use crate::system::System;

/// Somebody who decides for the customer sends what a third party's work cost, with invoice and
/// documents. Sent again, they are added to those that are here: a paper once sent stays.
///
/// # Errors
/// When no papers are awaited, something is missing, or a file is not theirs.
pub async fn submit(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    approver: &Approver,
    new: NewSettlement,
    now: DateTime,
) -> Result<(), Fault> {
    let person = approver.person();
    let before = settlement(ticket)?;
    let state = before.state.clone();
    let state = state
        .submit(person.name.clone(), now)
        .map_err(wrong_state)?;
    check(&new.amount, &new.documents)?;
    let words = clean_text(&new.words, MAX_TEXT, "words")?.kept;
    let mut documents = before.documents.clone();
    let owner = Owner::person(person);
    files::attach(tx, ticket, &owner, &new.documents, None, "documents").await?;
    for id in &new.documents {
        documents.push(files::find(tx, &ticket.system, id).await?.view);
    }
    let said = [("amount", new.amount.to_string()), ("words", words.clone())];
    let papers = Settlement {
        amount: Some(new.amount),
        words,
        documents,
        state,
    };
    go_on(ticket, papers, now)?;
    ticket.keep(tx).await?;
    let (actor, what) = (Actor::Person(person), Happened::SettlementSubmitted);
    note(tx, ticket, now, actor, what, &said).await?;
    let mut to = ticket.hands(tx).await?;
    to.push(Recipient::from(person));
    tell(tx, desk, system, ticket, to).await
}

/// An agent says what the vendor says to the papers.
///
/// # Errors
/// When they do not stand where this could follow.
pub async fn settle(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &mut Ticket,
    agent: &AgentCard,
    step: SettlementStep,
    now: DateTime,
) -> Result<(), Fault> {
    let mut papers = settlement(ticket)?.clone();
    let state = papers.state;
    let (state, what, said) = match step {
        SettlementStep::Return { why } => {
            let why = clean_text(&why, MAX_TEXT, "why")?.kept;
            let state = state.send_back(why.clone(), now);
            (state, Happened::SettlementReturned, Some(("why", why)))
        }
        SettlementStep::Accept => {
            let state = state.accept(agent.name.clone(), now);
            (state, Happened::SettlementAccepted, None)
        }
        SettlementStep::Settle { reference } => {
            let reference = checked(&reference, MAX_SUBJECT, "reference")?.to_owned();
            let state = state.settle(reference.clone(), now);
            let said = Some(("reference", reference));
            (state, Happened::SettlementSettled, said)
        }
    };
    papers.state = state.map_err(wrong_state)?;
    go_on(ticket, papers, now)?;
    ticket.keep(tx).await?;
    let said: Vec<_> = said.into_iter().collect();
    note(tx, ticket, now, Actor::Agent(agent), what, &said).await?;
    let to = ticket.deciders(system);
    tell(tx, desk, system, ticket, to).await
}

impl Ticket {
    /// Invoices and documents that belong to its settlement.
    pub(super) fn papers(&self) -> &[AttachmentView] {
        settlement(self).map_or(&[], |papers| &papers.documents)
    }
}

/// The sum is one, and there is at least one paper.
fn check(amount: &Money, documents: &[AttachmentId]) -> Result<(), Fault> {
    if !amount.is_valid() || amount.is_zero() {
        return Err(Fault::on(Code::FieldInvalid, "amount"));
    }
    if documents.is_empty() {
        return Err(Fault::on(Code::FieldEmpty, "documents"));
    }
    files::check_count(documents, "documents")
}

/// The settlement of a ticket, where a third party was chosen.
fn settlement(ticket: &Ticket) -> Result<&Settlement, Fault> {
    let plan = ticket.plan.as_ref();
    plan.and_then(|plan| plan.settlement.as_ref())
        .ok_or_else(|| Fault::of(Code::WrongState))
}

/// The settlement goes on.
fn go_on(ticket: &mut Ticket, papers: Settlement, now: DateTime) -> Result<(), Fault> {
    let plan = ticket.plan.as_mut();
    plan.ok_or_else(|| Fault::of(Code::WrongState))?.settlement = Some(papers);
    ticket.updated_at = now;
    Ok(())
}

/// Writes to those whom it concerns where it stands.
async fn tell(
    tx: &mut Tx,
    desk: &Desk,
    system: &System,
    ticket: &Ticket,
    to: Vec<Recipient>,
) -> Result<(), Fault> {
    let (papers, policy) = (settlement(ticket)?, ticket.policy(&desk.rules));
    for to in to {
        let letter = letters::settlement(&desk.texts, &to, ticket, system, papers, &policy);
        post(tx, desk, &ticket.system, &to, &letter).await?;
    }
    Ok(())
}
