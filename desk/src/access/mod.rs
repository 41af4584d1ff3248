//! Grants as the desk follows them. The host is the last authority (trust rule 2): the desk asks,
//! keeps what the host reported, and tells the host when access must end.

use deskside_protocol::DateTime;
use deskside_protocol::access::{GrantState, Jwk, ScopeOffer};
use deskside_protocol::api::{GrantView, LiveKind};
use deskside_protocol::identity::{AgentCard, Person};
use deskside_protocol::ids::{AgentId, GrantId, SystemId, TicketId};
use deskside_protocol::problem::Code;
use sqlx::Row as _;

mod asking;
mod ending;
mod reports;

pub use asking::{ask, deny};
pub use ending::{end, end_all_of, turn};
pub use reports::{approved, denied, ended, entered, seen};

use crate::live::Place;
use crate::problem::Fault;
use crate::store::{Connection, Row, Stored, Tx, moment, ms};

/// A grant as it is kept.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Whose system.
    pub system: SystemId,
    /// Which one.
    pub id: GrantId,
    /// On which ticket.
    pub ticket: TicketId,
    /// The ticket's reference.
    pub reference: String,
    /// Who filed the ticket, by the host's id.
    pub reporter: String,
    /// Who asked.
    pub agent: AgentCard,
    /// With which key they will enter.
    pub agent_key: Jwk,
    /// Why.
    pub reason: String,
    /// Scopes asked for.
    pub scopes: Vec<ScopeOffer>,
    /// How long was asked for.
    pub minutes: u32,
    /// When.
    pub asked_at: DateTime,
    /// What was asked, signed for the host.
    pub request: String,
    /// Where it stands.
    pub state: GrantState,
}

/// Grants with what others need to know about them.
macro_rules! grants {
    ($rest:literal) => {
        concat!(
            "SELECT g.*, t.reference, t.reporter_id, a.name AS agent_name, a.email AS agent_email
             FROM grants g JOIN tickets t ON t.system = g.system AND t.id = g.ticket
             JOIN agents a ON a.id = g.agent ",
            $rest
        )
    };
}

impl Grant {
    /// Loads it as it stands at this moment: what time alone did is done.
    ///
    /// # Errors
    /// When the system has no such grant.
    pub async fn load(
        db: &mut Connection,
        system: &SystemId,
        id: &GrantId,
        now: DateTime,
    ) -> Result<Self, Fault> {
        let row = sqlx::query(grants!("WHERE g.system = $1 AND g.id = $2"))
            .bind(system.as_str())
            .bind(id.as_str())
            .fetch_optional(db)
            .await?
            .ok_or_else(|| Fault::of(Code::NotFound))?;
        Self::from_row(&row, now)
    }

    /// Loads it for an agent, who serves all systems.
    ///
    /// # Errors
    /// When there is no such grant.
    pub async fn load_for_agent(
        db: &mut Connection,
        id: &GrantId,
        now: DateTime,
    ) -> Result<Self, Fault> {
        let system: String = sqlx::query_scalar("SELECT system FROM grants WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&mut *db)
            .await?
            .ok_or_else(|| Fault::of(Code::NotFound))?;
        Self::load(db, &SystemId(system), id, now).await
    }

    /// Grants of a system, newest first: all of them, or those on one person's tickets.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_system(
        db: &mut Connection,
        system: &SystemId,
        reporter: Option<&Person>,
        now: DateTime,
    ) -> Result<Vec<Self>, Fault> {
        let rows = sqlx::query(grants!(
            "WHERE g.system = $1 AND ($2 IS NULL OR t.reporter_id = $2)
             ORDER BY g.asked_at DESC LIMIT 200"
        ))
        .bind(system.as_str())
        .bind(reporter.map(|person| person.id.as_str()))
        .fetch_all(db)
        .await?;
        rows.iter().map(|row| Self::from_row(row, now)).collect()
    }

    /// Grants on a ticket, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_ticket(
        db: &mut Connection,
        system: &SystemId,
        ticket: &TicketId,
        now: DateTime,
    ) -> Result<Vec<Self>, Fault> {
        let rows = sqlx::query(grants!(
            "WHERE g.system = $1 AND g.ticket = $2 ORDER BY g.asked_at DESC"
        ))
        .bind(system.as_str())
        .bind(ticket.as_str())
        .fetch_all(db)
        .await?;
        rows.iter().map(|row| Self::from_row(row, now)).collect()
    }

    /// As others see it.
    #[must_use]
    pub fn view(self) -> GrantView {
        GrantView {
            id: self.id,
            ticket: self.ticket,
            reference: self.reference,
            agent: self.agent,
            reason: self.reason,
            scopes: self.scopes,
            minutes: self.minutes,
            asked_at: self.asked_at,
            state: self.state,
        }
    }

    /// When time alone will change it.
    fn turns_at(&self) -> Option<DateTime> {
        match &self.state {
            GrantState::Requested { lapses_at } => Some(*lapses_at),
            GrantState::Approved { approval } | GrantState::Active { approval, .. } => {
                Some(approval.until)
            }
            GrantState::Ended { .. } | GrantState::Denied { .. } | GrantState::Lapsed { .. } => {
                None
            }
        }
    }

    /// Keeps the state, and tells those who follow along.
    async fn keep(&self, tx: &mut Tx) -> Result<(), Fault> {
        sqlx::query(
            "UPDATE grants SET state = $3, state_name = $4, turns_at = $5
             WHERE system = $1 AND id = $2",
        )
        .bind(self.system.as_str())
        .bind(self.id.as_str())
        .bind(Stored(&self.state))
        .bind(self.state.as_str())
        .bind(self.turns_at().map(ms))
        .execute(&mut **tx)
        .await?;
        self.place()
            .announce(tx, LiveKind::Grant, self.id.as_str(), None);
        Ok(())
    }

    fn place(&self) -> Place {
        Place {
            system: self.system.clone(),
            ticket: self.ticket.clone(),
            reporter: self.reporter.clone(),
        }
    }

    fn from_row(row: &Row, now: DateTime) -> Result<Self, Fault> {
        let state: GrantState = row.try_get::<Stored<_>, _>("state")?.0;
        Ok(Self {
            system: SystemId(row.try_get("system")?),
            id: GrantId(row.try_get("id")?),
            ticket: TicketId(row.try_get("ticket")?),
            reference: row.try_get("reference")?,
            reporter: row.try_get("reporter_id")?,
            agent: AgentCard {
                id: AgentId(row.try_get("agent")?),
                name: row.try_get("agent_name")?,
                email: row.try_get("agent_email")?,
            },
            agent_key: row.try_get::<Stored<_>, _>("agent_key")?.0,
            reason: row.try_get("reason")?,
            scopes: row.try_get::<Stored<_>, _>("scopes")?.0,
            minutes: u32::try_from(row.try_get::<i64, _>("minutes")?).unwrap_or(0),
            asked_at: moment(row.try_get("asked_at")?),
            request: row.try_get("request")?,
            state: state.at(now),
        })
    }
}

/// The transition does not lead on from the state the grant is in.
fn wrong_state(_: deskside_protocol::access::NotPossible) -> Fault {
    Fault::of(Code::WrongState)
}
