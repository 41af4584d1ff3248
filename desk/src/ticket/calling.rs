//! Who is behind an address: somebody the system knows, or a caller nobody knew before (3.2b).

use deskside_protocol::identity::{Lang, Person};
use deskside_protocol::policy::Channel;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::MAX_SUBJECT;

use crate::context::checked;
use crate::identity::CALLER;
use crate::problem::Fault;
use crate::store::{Connection, Stored};
use crate::system::System;

/// Whether agents write down what comes by this way; the others file by themselves.
#[must_use]
pub fn is_logged(channel: Channel) -> bool {
    matches!(channel, Channel::Phone | Channel::Other)
}

/// The person of the system with this address, or a caller of that name. Where several people share
/// an address nobody is taken for another: it is a caller then.
///
/// # Errors
/// When name or address are none.
pub async fn caller(
    db: &mut Connection,
    system: &System,
    name: &str,
    email: &str,
    lang: Lang,
) -> Result<Person, Fault> {
    let name = checked(name, MAX_SUBJECT, "name")?;
    let email = checked(email, MAX_SUBJECT, "email")?;
    if email.parse::<lettre::Address>().is_err() {
        return Err(Fault::on(Code::FieldInvalid, "email"));
    }
    if let Some(known) = known(db, system, email).await? {
        return Ok(known);
    }
    Ok(Person {
        id: format!("{CALLER}{}", email.to_lowercase()),
        login: email.to_owned(),
        name: name.to_owned(),
        email: email.to_owned(),
        lang,
    })
}

/// The one person of the system whom the host named with this address: of those who may approve, and
/// of those who filed before.
async fn known(db: &mut Connection, system: &System, email: &str) -> Result<Option<Person>, Fault> {
    let filed: Vec<Stored<Person>> = sqlx::query_scalar(
        "SELECT reporter FROM tickets WHERE system = $1 AND reporter_id NOT LIKE 'call:%'
         AND reporter_id NOT LIKE 'web:%' AND reporter_id NOT LIKE 'mail:%'
         GROUP BY reporter ORDER BY MAX(received_at) DESC",
    )
    .bind(system.id.as_str())
    .fetch_all(db)
    .await?;
    let filed = filed.into_iter().map(|Stored(person)| person);
    let mut found: Option<Person> = None;
    for person in system.approvers.iter().cloned().chain(filed) {
        if !person.email.trim().eq_ignore_ascii_case(email) {
            continue;
        }
        match &found {
            Some(before) if before.id != person.id => return Ok(None),
            Some(_) => {}
            None => found = Some(person),
        }
    }
    Ok(found)
}
