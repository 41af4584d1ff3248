//! Tickets: filed, talked about, ended, taken up again.

use deskside_protocol::DateTime;
use deskside_protocol::api::LiveKind;
use deskside_protocol::context::Context;
use deskside_protocol::identity::{AgentCard, Lang, Person};
use deskside_protocol::ids::{AgentId, SystemId, TicketId};
use deskside_protocol::policy::{Channel, Impact, Policy, Verdict};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{
    Action, Clock, Incident, Offer, Pending, Plan, Recovery, TicketState, WayChosen, WhyNot,
};
use sqlx::Row as _;

mod addressees;
mod asks;
mod assigning;
mod calling;
mod clocks;
mod conversation;
mod escalation;
mod files;
mod filing;
mod finish;
mod incident;
mod offering;
mod planning;
mod recovery;
mod ruling;
mod settling;
mod timeline;
mod views;
mod way;
mod web;

pub use asks::{answer, ask};
pub use assigning::assign;
pub use calling::{caller, is_logged};
pub(crate) use clocks::from_row as clock_of;
pub use conversation::{Author, Written, write};
pub use escalation::escalate;
pub use files::{Found, Owner, Upload, find, find_for_agent, open as open_file, sweep, upload};
pub use filing::{Filing, file};
pub use finish::{close, reopen, resolve};
pub use incident::{add_step, finish_step, mark, report};
pub use offering::{answer_offer, offer};
pub use planning::{choose, plan};
pub use recovery::{decide as decide_recovery, propose as propose_recovery, result as recovered};
pub use ruling::rule;
pub use settling::{settle, submit};
pub use timeline::note;
pub use views::{Look, Reader, look, looked, message, queue, summaries, whole};
pub use way::choose_way;
pub use web::{Asked, by_key, made_by, outsider, prove, remember_asked, too_many};

use crate::identity::Visitor;
use crate::live::Place;
use crate::mail::Recipient;
use crate::policy::Rules;
use crate::problem::Fault;
use crate::store::{Connection, Row, Stored, Tx, moment, ms};

/// A ticket as it is kept.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Whose system.
    pub system: SystemId,
    /// Which one.
    pub id: TicketId,
    /// As people say it.
    pub reference: String,
    /// Subject.
    pub subject: String,
    /// What happened, in the reporter's words.
    pub description: String,
    /// What they can't do.
    pub impact: Impact,
    /// Who filed it.
    pub reporter: Person,
    /// In which language.
    pub lang: Lang,
    /// What was sent along.
    pub context: Context,
    /// By which way it came.
    pub channel: Channel,
    /// The policy version it is pinned to.
    pub policy: String,
    /// The plan that the customer had booked.
    pub booked: Option<String>,
    /// What the policy says.
    pub verdict: Verdict,
    /// Its clocks, the newest of each kind.
    pub clocks: Vec<Clock>,
    /// Who works on it.
    pub assignee: Option<AgentCard>,
    /// By which way agents looked into the system.
    pub way: Option<WayChosen>,
    /// The plan where there was no solution in time.
    pub plan: Option<Plan>,
    /// Work offered outside of the policy.
    pub offer: Option<Offer>,
    /// The investigation of a security incident.
    pub investigation: Option<Incident>,
    /// Recovery of lost data.
    pub recovery: Option<Recovery>,
    /// Where it stands.
    pub state: TicketState,
    /// When it was received.
    pub received_at: DateTime,
    /// When something last happened.
    pub updated_at: DateTime,
}

impl Ticket {
    /// Loads it.
    ///
    /// # Errors
    /// When the system has no such ticket.
    pub async fn load(
        db: &mut Connection,
        system: &SystemId,
        id: &TicketId,
    ) -> Result<Self, Fault> {
        let row = sqlx::query("SELECT * FROM tickets WHERE system = $1 AND id = $2")
            .bind(system.as_str())
            .bind(id.as_str())
            .fetch_optional(&mut *db)
            .await?
            .ok_or_else(|| Fault::of(Code::NotFound))?;
        let mut ticket = Self::from_row(&row)?;
        ticket.clocks = clocks::of_ticket(db, system, id).await?;
        Ok(ticket)
    }

    /// Loads it for somebody of the system: their own, or any when they may approve access there.
    ///
    /// # Errors
    /// When it is not theirs to see.
    pub async fn load_for(
        db: &mut Connection,
        visitor: &Visitor,
        id: &TicketId,
    ) -> Result<Self, Fault> {
        let ticket = Self::load(db, &visitor.reporter.system, id).await?;
        let theirs = visitor.approver.is_some() || ticket.reporter.id == visitor.reporter.person.id;
        theirs
            .then_some(ticket)
            .ok_or_else(|| Fault::of(Code::NotFound))
    }

    /// Loads it for an agent, who serves all systems.
    ///
    /// # Errors
    /// When there is no such ticket.
    pub async fn load_for_agent(db: &mut Connection, id: &TicketId) -> Result<Self, Fault> {
        let system: String = sqlx::query_scalar("SELECT system FROM tickets WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&mut *db)
            .await?
            .ok_or_else(|| Fault::of(Code::NotFound))?;
        Self::load(db, &SystemId(system), id).await
    }

    /// What hangs on it, as far as something of it may wait for the customer.
    fn pending(&self) -> Pending<'_> {
        Pending {
            state: &self.state,
            plan: self.plan.as_ref(),
            offer: self.offer.as_ref(),
            investigation: self.investigation.as_ref(),
            recovery: self.recovery.as_ref(),
        }
    }

    /// Who is written to about it, in the language it was filed in.
    fn addressee(&self) -> Recipient {
        Recipient {
            lang: self.lang,
            ..Recipient::from(&self.reporter)
        }
    }

    /// Where it belongs, for those who follow along.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            system: self.system.clone(),
            ticket: self.id.clone(),
            reporter: self.reporter.id.clone(),
        }
    }

    /// Keeps what an act changed, and tells those who follow along.
    async fn keep(&self, tx: &mut Tx) -> Result<(), Fault> {
        sqlx::query(
            "UPDATE tickets SET state = $3, state_name = $4, verdict = $5, clock_at = $6,
             updated_at = $7, assignee = $8, way = $9, plan = $10, offer = $11,
             investigation = $12, recovery = $13, impact = $14 WHERE system = $1 AND id = $2",
        )
        .bind(self.system.as_str())
        .bind(self.id.as_str())
        .bind(Stored(&self.state))
        .bind(self.state.as_str())
        .bind(Stored(&self.verdict))
        .bind(self.clock_at().map(ms))
        .bind(ms(self.updated_at))
        .bind(self.assignee.as_ref().map(Stored))
        .bind(self.way.as_ref().map(Stored))
        .bind(self.plan.as_ref().map(Stored))
        .bind(self.offer.as_ref().map(Stored))
        .bind(self.investigation.as_ref().map(Stored))
        .bind(self.recovery.as_ref().map(Stored))
        .bind(Stored(self.impact))
        .execute(&mut **tx)
        .await?;
        self.keep_clocks(tx).await?;
        self.place()
            .announce(tx, LiveKind::Ticket, self.id.as_str(), None);
        Ok(())
    }

    /// An agent acted: the clocks that this stops, stop, and whoever acts first takes it on.
    fn acted(&mut self, action: Action, agent: &AgentCard, now: DateTime) {
        self.stop_clocks(action, now);
        self.assignee.get_or_insert_with(|| agent.clone());
        self.updated_at = now;
    }

    /// The policy it is pinned to, as it is for the plan the customer had booked.
    #[must_use]
    pub fn policy(&self, rules: &Rules) -> Policy {
        rules.pinned(&self.policy).for_plan(self.booked.as_deref())
    }

    fn from_row(row: &Row) -> Result<Self, Fault> {
        Ok(Self {
            system: SystemId(row.try_get("system")?),
            id: TicketId(row.try_get("id")?),
            reference: row.try_get("reference")?,
            subject: row.try_get("subject")?,
            description: row.try_get("description")?,
            impact: row.try_get::<Stored<_>, _>("impact")?.0,
            reporter: row.try_get::<Stored<_>, _>("reporter")?.0,
            lang: row.try_get::<Stored<_>, _>("lang")?.0,
            context: row.try_get::<Stored<_>, _>("context")?.0,
            channel: row.try_get::<Stored<_>, _>("channel")?.0,
            policy: row.try_get("policy")?,
            booked: row.try_get("booked")?,
            verdict: row.try_get::<Stored<_>, _>("verdict")?.0,
            clocks: Vec::new(),
            assignee: maybe(row, "assignee")?,
            way: maybe(row, "way")?,
            plan: maybe(row, "plan")?,
            offer: maybe(row, "offer")?,
            investigation: maybe(row, "investigation")?,
            recovery: maybe(row, "recovery")?,
            state: row.try_get::<Stored<_>, _>("state")?.0,
            received_at: moment(row.try_get("received_at")?),
            updated_at: moment(row.try_get("updated_at")?),
        })
    }
}

/// What somebody decided, and on what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision<T> {
    /// What they decided.
    pub what: T,
    /// When that was made which they had before their eyes, where they say so: nobody agrees to
    /// something that was replaced meanwhile.
    pub seen: Option<DateTime>,
}

impl<T> Decision<T> {
    /// Whether it was decided on what was made then.
    fn is_on(&self, made_at: DateTime) -> bool {
        self.seen.is_none_or(|seen| seen == made_at)
    }
}

/// What may not be there.
fn maybe<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Result<Option<T>, Fault> {
    let kept: Option<Stored<T>> = row.try_get(column)?;
    Ok(kept.map(|Stored(value)| value))
}

/// The state says no, or what hangs on the ticket.
pub(crate) fn wrong_state(why: WhyNot) -> Fault {
    Fault::of(match why {
        WhyNot::Unreported => Code::Unreported,
        _ => Code::WrongState,
    })
}

/// The name under which an agent's calls and readings are kept.
#[must_use]
pub fn agent_name(id: &AgentId) -> String {
    format!("agent:{id}")
}

/// The name under which a person's calls and readings are kept.
#[must_use]
pub fn person_name(person: &Person) -> String {
    format!("person:{}", person.id)
}
