//! Files sent along: taken in as a stream, on the disk with their folder before the answer, handed
//! out in a way that no browser runs them.

use axum::body::{Body, BodyDataStream};
use deskside_protocol::DateTime;
use deskside_protocol::api::AttachmentView;
use deskside_protocol::identity::{AgentCard, Person};
use deskside_protocol::ids::{AttachmentId, SystemId};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{MAX_ATTACHMENTS, MAX_FILE, MAX_SUBJECT, Side};
use futures::StreamExt as _;
use object_store::path::Path;
use object_store::{MultipartUpload as _, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use sqlx::Row as _;

use super::Ticket;
use super::conversation::{side_name, side_of};
use crate::context::checked;
use crate::desk::Desk;
use crate::keys::digest;
use crate::problem::Fault;
use crate::store::{Connection, Row, count, ms};

/// Somebody may have this many files waiting that go with no message yet.
const WAITING: i64 = 50;

/// Whose a file is. A person of a host is never an agent, whatever the host calls them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    side: Side,
    id: String,
}

impl Owner {
    /// Somebody of a system, by the host's id.
    #[must_use]
    pub fn person(person: &Person) -> Self {
        Self {
            side: Side::Reporter,
            id: person.id.clone(),
        }
    }

    /// An agent.
    #[must_use]
    pub fn agent(agent: &AgentCard) -> Self {
        Self {
            side: Side::Agent,
            id: agent.id.to_string(),
        }
    }
}

/// A file to be taken in, for tickets of one system.
#[derive(Debug)]
pub struct Upload {
    system: SystemId,
    owner: Owner,
    id: AttachmentId,
    name: String,
    media_type: String,
}

impl Upload {
    /// Names a file. The id follows from who sends it and the UUID they chose, so sending it again
    /// changes nothing, and nobody can take another's place.
    ///
    /// # Errors
    /// When the UUID is none, or the name empty or too long.
    pub fn new(
        system: &SystemId,
        owner: Owner,
        uuid: &str,
        name: &str,
        kind: &str,
    ) -> Result<Self, Fault> {
        let hex: String = uuid.chars().filter(|&c| c != '-').collect();
        if hex.len() != 32 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Fault::on(Code::BadRequest, "uuid"));
        }
        // No system's id is empty, so an agent's file never has the place of a person's.
        let space: &[u8] = match owner.side {
            Side::Reporter => &[],
            Side::Agent => &[0],
        };
        let hash = Sha256::new()
            .chain_update(space)
            .chain_update(system.as_str())
            .chain_update([0])
            .chain_update(&owner.id)
            .chain_update([0])
            .chain_update(hex.to_ascii_lowercase())
            .finalize();
        let mut id = [0; 16];
        id.copy_from_slice(&hash[..16]);
        let name: String = name
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_control())
            .collect();
        let plain = kind.split(';').next().unwrap_or_default().trim();
        let known = plain.len() <= 100
            && plain.contains('/')
            && plain.bytes().all(|b| b.is_ascii_graphic());
        Ok(Self {
            system: system.clone(),
            owner,
            id: AttachmentId::from_random(id),
            name: checked(&name, MAX_SUBJECT, "name")?.to_owned(),
            media_type: if known {
                plain
            } else {
                "application/octet-stream"
            }
            .to_owned(),
        })
    }
}

/// Takes a file in. Says whether it is new, or the very same came before.
///
/// # Errors
/// When it is too large, too many wait already, or another came under the same UUID.
pub async fn upload(
    desk: &Desk,
    upload: Upload,
    body: Body,
) -> Result<(bool, AttachmentView), Fault> {
    let system = upload.system.clone();
    let mut body = body.into_data_stream();
    let before = find(&mut *desk.read().await?, &system, &upload.id).await;
    if let Ok(before) = before {
        let (_, sent) = take(&mut body, None).await?;
        return before.same(&sent);
    }
    let waiting: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM attachments
         WHERE system = $1 AND person_id = $2 AND side = $3 AND ticket IS NULL",
    )
    .bind(system.as_str())
    .bind(&upload.owner.id)
    .bind(side_name(upload.owner.side))
    .fetch_one(&mut *desk.read().await?)
    .await?;
    if waiting >= WAITING {
        return Err(Fault::of(Code::TooMany));
    }
    let place = format!(
        "{system}/{}",
        AttachmentId::from_random(desk.world.random())
    );
    let path = Path::from(place.as_str());
    let mut file = desk.files.put_multipart(&path).await?;
    let (size, sent) = match take(&mut body, Some(&mut file)).await {
        Ok(taken) => taken,
        Err(fault) => {
            file.abort().await?;
            return Err(fault);
        }
    };
    // From here on file and folder are on the disk; only then is it said that they are.
    file.complete().await?;
    let now = desk.world.now();
    let kept = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let fresh = sqlx::query(
                    "INSERT INTO attachments
                     (system, id, person_id, name, media_type, size, digest, place, uploaded_at,
                      side)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                )
                .bind(system.as_str())
                .bind(upload.id.as_str())
                .bind(&upload.owner.id)
                .bind(&upload.name)
                .bind(&upload.media_type)
                .bind(i64::try_from(size).unwrap_or(i64::MAX))
                .bind(&sent)
                .bind(place)
                .bind(ms(now))
                .bind(side_name(upload.owner.side))
                .execute(&mut **tx)
                .await?
                .rows_affected();
                let found = find(tx, &system, &upload.id).await?;
                Ok((fresh == 1, found.same(&sent)))
            })
        })
        .await?;
    let (fresh, same) = kept;
    if !fresh {
        // The same came by another way meanwhile and was faster: this copy belongs to nobody.
        desk.files.delete(&path).await?;
    }
    same.map(|(_, view)| (fresh, view))
}

/// Reads a body to its end, into a file where one is given: its size and digest.
async fn take(
    body: &mut BodyDataStream,
    mut file: Option<&mut Box<dyn object_store::MultipartUpload>>,
) -> Result<(u64, String), Fault> {
    let mut size = 0u64;
    let mut hash = Sha256::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| Fault::of(Code::BadRequest))?;
        size += chunk.len() as u64;
        if size > MAX_FILE {
            return Err(Fault::of(Code::TooLarge));
        }
        hash.update(&chunk);
        if let Some(file) = &mut file {
            file.put_part(chunk.into()).await?;
        }
    }
    if size == 0 {
        return Err(Fault::of(Code::FieldEmpty));
    }
    Ok((size, digest(hash.finalize())))
}

/// A file that is kept.
#[derive(Clone, Debug)]
pub struct Found {
    /// As others see it.
    pub view: AttachmentView,
    /// Whose it is.
    pub owner: Owner,
    /// The ticket it goes with.
    pub ticket: Option<deskside_protocol::ids::TicketId>,
    digest: String,
    place: String,
}

impl Found {
    /// Whether an agent sent it.
    #[must_use]
    pub fn is_agents(&self) -> bool {
        self.owner.side == Side::Agent
    }

    fn same(self, sent: &str) -> Result<(bool, AttachmentView), Fault> {
        if self.digest == sent {
            Ok((false, self.view))
        } else {
            Err(Fault::of(Code::IdempotencyConflict))
        }
    }
}

/// Finds a file of a system.
///
/// # Errors
/// When there is none of that id.
pub async fn find(
    db: &mut Connection,
    system: &SystemId,
    id: &AttachmentId,
) -> Result<Found, Fault> {
    let row = sqlx::query("SELECT * FROM attachments WHERE system = $1 AND id = $2")
        .bind(system.as_str())
        .bind(id.as_str())
        .fetch_optional(db)
        .await?
        .ok_or_else(|| Fault::of(Code::NotFound))?;
    Ok(Found {
        view: view(&row)?,
        owner: Owner {
            side: side_of(row.try_get("side")?),
            id: row.try_get("person_id")?,
        },
        ticket: row
            .try_get::<Option<String>, _>("ticket")?
            .map(deskside_protocol::ids::TicketId),
        digest: row.try_get("digest")?,
        place: row.try_get("place")?,
    })
}

/// Finds a file for an agent, who serves all systems: whose it is, too.
///
/// # Errors
/// When there is none of that id.
pub async fn find_for_agent(
    db: &mut Connection,
    id: &AttachmentId,
) -> Result<(SystemId, Found), Fault> {
    let system: String = sqlx::query_scalar("SELECT system FROM attachments WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(&mut *db)
        .await?
        .ok_or_else(|| Fault::of(Code::NotFound))?;
    let system = SystemId(system);
    let found = find(db, &system, id).await?;
    Ok((system, found))
}

/// A file's content, as a stream.
///
/// # Errors
/// When it is gone from the disk.
pub async fn open(desk: &Desk, found: &Found) -> Result<Body, Fault> {
    let content = desk.files.get(&Path::from(found.place.as_str())).await?;
    Ok(Body::from_stream(content.into_stream()))
}

/// A file that goes with a ticket or one of its messages.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) view: AttachmentView,
    pub(super) message_seq: Option<i64>,
}

/// All files of a ticket.
pub(super) async fn of_ticket(db: &mut Connection, ticket: &Ticket) -> Result<Vec<Sent>, Fault> {
    let rows = sqlx::query(
        "SELECT * FROM attachments WHERE system = $1 AND ticket = $2 ORDER BY uploaded_at, id",
    )
    .bind(ticket.system.as_str())
    .bind(ticket.id.as_str())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Sent {
                view: view(row)?,
                message_seq: row.try_get("message_seq")?,
            })
        })
        .collect()
}

/// At most so many files go with one message.
pub(super) fn check_count(files: &[AttachmentId], field: &str) -> Result<(), Fault> {
    if files.len() > MAX_ATTACHMENTS {
        return Err(Fault::on(Code::FieldTooLong, field));
    }
    Ok(())
}

/// Binds files to a ticket or message: only the sender's own of the same system, and each once.
pub(super) async fn attach(
    db: &mut Connection,
    ticket: &Ticket,
    owner: &Owner,
    files: &[AttachmentId],
    message_seq: Option<i64>,
    field: &str,
) -> Result<(), Fault> {
    for file in files {
        let bound = sqlx::query(
            "UPDATE attachments SET ticket = $4, message_seq = $5
             WHERE system = $1 AND id = $2 AND person_id = $3 AND side = $6 AND ticket IS NULL",
        )
        .bind(ticket.system.as_str())
        .bind(file.as_str())
        .bind(&owner.id)
        .bind(ticket.id.as_str())
        .bind(message_seq)
        .bind(side_name(owner.side))
        .execute(&mut *db)
        .await?
        .rows_affected();
        if bound != 1 {
            return Err(Fault::on(Code::FieldInvalid, field));
        }
    }
    Ok(())
}

fn view(row: &Row) -> Result<AttachmentView, sqlx::Error> {
    Ok(AttachmentView {
        id: AttachmentId(row.try_get("id")?),
        name: row.try_get("name")?,
        media_type: row.try_get("media_type")?,
        size: count(row.try_get("size")?),
    })
}

/// When a file was taken in without ever going with a message, it is swept after this.
const KEPT_WAITING: chrono::TimeDelta = chrono::TimeDelta::days(7);

/// Removes files that never went with a message.
///
/// # Errors
/// When database or disk refuse.
pub async fn sweep(desk: &Desk, now: DateTime) -> Result<(), Fault> {
    let places: Vec<String> = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                Ok(sqlx::query_scalar(
                    "DELETE FROM attachments WHERE ticket IS NULL AND uploaded_at < $1
                     RETURNING place",
                )
                .bind(ms(now - KEPT_WAITING))
                .fetch_all(&mut **tx)
                .await?)
            })
        })
        .await?;
    for place in places {
        desk.files.delete(&Path::from(place.as_str())).await?;
    }
    Ok(())
}
