//! Rotations: duties to change a credential that was shared, open until the host has seen it change.
//! A click alone confirms nothing.

use deskside_protocol::DateTime;
use deskside_protocol::api::{LiveKind, RotationView};
use deskside_protocol::identity::Person;
use deskside_protocol::ids::{RotationId, SystemId, TicketId};
use deskside_protocol::problem::Code;
use deskside_protocol::rotation::{RotationState, Why};
use sqlx::Row as _;

mod duty;
mod proof;
mod reminding;

pub use duty::{begin_reminding, open, subject};
pub use proof::{changed, evidence};
pub use reminding::remind;

use crate::identity::Visitor;
use crate::live::Place;
use crate::problem::Fault;
use crate::store::{Connection, Row, Stored, Tx, moment, ms};

/// A rotation as it is kept.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// Whose system.
    pub system: SystemId,
    /// Which one.
    pub id: RotationId,
    /// From which ticket.
    pub ticket: TicketId,
    /// The ticket's reference.
    pub reference: String,
    /// Who filed the ticket, by the host's id.
    pub reporter: String,
    /// Whose sign-in.
    pub login: String,
    /// The person, where the host knows one.
    pub person: Option<Person>,
    /// Whether the host said whom it concerns, or that it knows nobody.
    pub subject_told: bool,
    /// When it was shared.
    pub shared_at: DateTime,
    /// Why.
    pub why: Why,
    /// When reminding began.
    pub due_from: Option<DateTime>,
    /// How often somebody was reminded.
    pub reminded: u32,
    /// When to remind next.
    pub remind_at: Option<DateTime>,
    /// Where it stands.
    pub state: RotationState,
}

/// Rotations with the reference of their ticket.
macro_rules! rotations {
    ($rest:literal) => {
        concat!(
            "SELECT r.*, t.reference, t.reporter_id FROM rotations r
             JOIN tickets t ON t.system = r.system AND t.id = r.ticket ",
            $rest
        )
    };
}

impl Rotation {
    /// Loads it.
    ///
    /// # Errors
    /// When the system has no such rotation.
    pub async fn load(
        db: &mut Connection,
        system: &SystemId,
        id: &RotationId,
    ) -> Result<Self, Fault> {
        let row = sqlx::query(rotations!("WHERE r.system = $1 AND r.id = $2"))
            .bind(system.as_str())
            .bind(id.as_str())
            .fetch_optional(db)
            .await?
            .ok_or_else(|| Fault::of(Code::NotFound))?;
        Self::from_row(&row)
    }

    /// Rotations of a system, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_system(db: &mut Connection, system: &SystemId) -> Result<Vec<Self>, Fault> {
        let rows = sqlx::query(rotations!(
            "WHERE r.system = $1 ORDER BY r.shared_at DESC LIMIT 500"
        ))
        .bind(system.as_str())
        .fetch_all(db)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Rotations from a ticket.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_ticket(
        db: &mut Connection,
        system: &SystemId,
        ticket: &TicketId,
    ) -> Result<Vec<Self>, Fault> {
        let rows = sqlx::query(rotations!(
            "WHERE r.system = $1 AND r.ticket = $2 ORDER BY r.shared_at DESC"
        ))
        .bind(system.as_str())
        .bind(ticket.as_str())
        .fetch_all(db)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Open rotations of a sign-in.
    async fn open_for(
        db: &mut Connection,
        system: &SystemId,
        login: &str,
    ) -> Result<Vec<Self>, Fault> {
        let rows = sqlx::query(rotations!(
            "WHERE r.system = $1 AND r.login = $2 AND r.state_name = 'open'"
        ))
        .bind(system.as_str())
        .bind(login)
        .fetch_all(db)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Whether it is this visitor's to see: it is their own sign-in, or they may approve access.
    #[must_use]
    pub fn concerns(&self, visitor: &Visitor) -> bool {
        let me = &visitor.reporter.person;
        let mine = self.login == me.login
            || self
                .person
                .as_ref()
                .is_some_and(|person| person.id == me.id);
        self.system == visitor.reporter.system && (mine || visitor.approver.is_some())
    }

    /// As others see it.
    #[must_use]
    pub fn view(self) -> RotationView {
        RotationView {
            id: self.id,
            ticket: self.ticket,
            reference: self.reference,
            login: self.login,
            person: self.person,
            shared_at: self.shared_at,
            why: self.why,
            due_from: self.due_from,
            state: self.state,
        }
    }

    /// Keeps it, and tells those who follow along.
    async fn keep(&self, tx: &mut Tx) -> Result<(), Fault> {
        sqlx::query(
            "UPDATE rotations SET person = $3, subject_told = $4, shared_at = $5, due_from = $6,
             reminded = $7, remind_at = $8, state = $9, state_name = $10
             WHERE system = $1 AND id = $2",
        )
        .bind(self.system.as_str())
        .bind(self.id.as_str())
        .bind(self.person.as_ref().map(Stored))
        .bind(i64::from(self.subject_told))
        .bind(ms(self.shared_at))
        .bind(self.due_from.map(ms))
        .bind(i64::from(self.reminded))
        .bind(self.remind_at.map(ms))
        .bind(Stored(&self.state))
        .bind(self.state.as_str())
        .execute(&mut **tx)
        .await?;
        self.announce(tx);
        Ok(())
    }

    fn announce(&self, tx: &mut Tx) {
        let place = Place {
            system: self.system.clone(),
            ticket: self.ticket.clone(),
            reporter: self.reporter.clone(),
        };
        place.announce(
            tx,
            LiveKind::Rotation,
            self.id.as_str(),
            Some(self.login.as_str()),
        );
    }

    fn from_row(row: &Row) -> Result<Self, Fault> {
        let person: Option<Stored<Person>> = row.try_get("person")?;
        let due_from: Option<i64> = row.try_get("due_from")?;
        let remind_at: Option<i64> = row.try_get("remind_at")?;
        Ok(Self {
            system: SystemId(row.try_get("system")?),
            id: RotationId(row.try_get("id")?),
            ticket: TicketId(row.try_get("ticket")?),
            reference: row.try_get("reference")?,
            reporter: row.try_get("reporter_id")?,
            login: row.try_get("login")?,
            person: person.map(|Stored(person)| person),
            subject_told: row.try_get::<i64, _>("subject_told")? != 0,
            shared_at: moment(row.try_get("shared_at")?),
            why: row.try_get::<Stored<_>, _>("why")?.0,
            due_from: due_from.map(moment),
            reminded: u32::try_from(row.try_get::<i64, _>("reminded")?).unwrap_or(u32::MAX),
            remind_at: remind_at.map(moment),
            state: row.try_get::<Stored<_>, _>("state")?.0,
        })
    }
}
