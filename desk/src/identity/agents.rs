//! Agents: the vendor's support staff. They sign in by password and keep a cookie; into customers'
//! systems they go with a key that cannot leave their browser.

use argon2::password_hash::SaltString;
use argon2::{Argon2, PasswordHash, PasswordHasher as _, PasswordVerifier as _};
use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::access::Jwk;
use deskside_protocol::identity::{Agent, AgentCard};
use deskside_protocol::ids::AgentId;
use deskside_protocol::problem::Code;
use sqlx::Row as _;

use crate::desk::Desk;
use crate::keys::digest;
use crate::problem::Fault;
use crate::store::{Connection, Row, Stored, moment, ms};
use crate::world::World;

/// Name of the console's cookie.
pub const COOKIE: &str = "deskside_console";
/// How long a session lives.
const SESSION: TimeDelta = TimeDelta::hours(12);

/// Somebody to be added to the staff.
#[derive(Clone, Debug)]
pub struct NewAgent {
    /// Work e-mail, with which they sign in.
    pub email: String,
    /// Name as shown.
    pub name: String,
    /// Whether they run the desk.
    pub lead: bool,
    /// Password; kept hashed.
    pub password: String,
}

/// A signed-in agent's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub agent: Agent,
    /// When it ends.
    pub expires_at: DateTime,
}

/// Adds an agent.
///
/// # Errors
/// When the e-mail is taken or the password cannot be hashed.
pub async fn add(db: &mut Connection, world: &World, new: NewAgent) -> Result<AgentId, Fault> {
    let id = AgentId::from_random(world.random());
    sqlx::query(
        "INSERT INTO agents (id, email, name, lead, password_hash) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id.as_str())
    .bind(folded(&new.email))
    .bind(&new.name)
    .bind(i64::from(new.lead))
    .bind(hashed(&new.password, world)?)
    .execute(db)
    .await?;
    Ok(id)
}

/// Signs an agent in: the cookie's value and who they are.
///
/// # Errors
/// When e-mail or password is wrong, or too many were.
pub async fn sign_in(
    desk: &Desk,
    email: &str,
    password: String,
) -> Result<(String, Session), Fault> {
    let (email, now) = (folded(email), desk.world.now());
    if !desk.throttle.lets_through(&email, now) {
        return Err(Fault::of(Code::TooMany));
    }
    let row = sqlx::query("SELECT * FROM agents WHERE email = $1")
        .bind(&email)
        .fetch_optional(&mut *desk.read().await?)
        .await?;
    let known: Option<String> = row
        .as_ref()
        .map(|row| row.try_get("password_hash"))
        .transpose()?;
    let world = desk.world.clone();
    let right = tokio::task::spawn_blocking(move || match known {
        Some(hash) => matches(&password, &hash),
        // Hashing for nobody takes as long: who works here cannot be told by the time it takes.
        None => hashed(&password, &world).is_err(),
    })
    .await
    .unwrap_or(false);
    let Some(row) = row.filter(|_| right) else {
        desk.throttle.wrong(&email, now);
        return Err(Fault::of(Code::WrongCredentials));
    };
    desk.throttle.right(&email);
    let session = Session {
        agent: from_row(&row)?,
        expires_at: now + SESSION,
    };
    let token = desk.world.secret();
    let (hash, kept) = (digest(&token), session.clone());
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO agent_sessions (token_hash, agent, expires_at) VALUES ($1, $2, $3)",
                )
                .bind(hash)
                .bind(kept.agent.card.id.as_str())
                .bind(ms(kept.expires_at))
                .execute(&mut **tx)
                .await?;
                Ok(())
            })
        })
        .await?;
    Ok((token, session))
}

/// Ends a session.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out(desk: &Desk, token: &str) -> Result<(), Fault> {
    let hash = digest(token);
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query("DELETE FROM agent_sessions WHERE token_hash = $1")
                    .bind(hash)
                    .execute(&mut **tx)
                    .await?;
                Ok(())
            })
        })
        .await
}

impl Session {
    /// The session a cookie stands for.
    ///
    /// # Errors
    /// When it stands for none, or the session ended.
    pub async fn load(desk: &Desk, token: &str) -> Result<Self, Fault> {
        let row = sqlx::query(
            "SELECT agents.*, agent_sessions.expires_at FROM agent_sessions
             JOIN agents ON agents.id = agent_sessions.agent
             WHERE token_hash = $1 AND expires_at > $2",
        )
        .bind(digest(token))
        .bind(ms(desk.world.now()))
        .fetch_optional(&mut *desk.read().await?)
        .await?
        .ok_or_else(|| Fault::of(Code::Unauthenticated))?;
        Ok(Self {
            agent: from_row(&row)?,
            expires_at: moment(row.try_get("expires_at")?),
        })
    }
}

/// The key an agent enters systems with.
///
/// # Errors
/// When the database cannot be read.
pub async fn key_of(db: &mut Connection, agent: &AgentId) -> Result<Option<Jwk>, Fault> {
    let key: Option<Stored<Jwk>> = sqlx::query_scalar("SELECT key_jwk FROM agents WHERE id = $1")
        .bind(agent.as_str())
        .fetch_optional(db)
        .await?
        .flatten();
    Ok(key.map(|Stored(key)| key))
}

/// Keeps the key an agent enters systems with. What was asked for with the one before stays with
/// that one.
///
/// # Errors
/// When the database refuses.
pub async fn keep_key(db: &mut Connection, agent: &AgentId, key: &Jwk) -> Result<(), Fault> {
    sqlx::query("UPDATE agents SET key_jwk = $2 WHERE id = $1")
        .bind(agent.as_str())
        .bind(Stored(key))
        .execute(db)
        .await?;
    Ok(())
}

/// All who work at the desk, by name.
///
/// # Errors
/// When the database cannot be read.
pub async fn staff(db: &mut Connection) -> Result<Vec<Agent>, Fault> {
    let rows = sqlx::query("SELECT id, name, email, lead FROM agents ORDER BY name, id")
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(from_row).collect::<Result<_, _>>()?)
}

fn from_row(row: &Row) -> Result<Agent, sqlx::Error> {
    Ok(Agent {
        card: AgentCard {
            id: AgentId(row.try_get("id")?),
            name: row.try_get("name")?,
            email: row.try_get("email")?,
        },
        lead: row.try_get::<i64, _>("lead")? != 0,
    })
}

/// E-mail as it is compared.
fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}

fn hashed(password: &str, world: &World) -> Result<String, Fault> {
    let broken = |error: argon2::password_hash::Error| Fault::Written(error.to_string().into());
    let salt = SaltString::encode_b64(&world.random::<16>()).map_err(broken)?;
    let hash = Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .map_err(broken)?;
    Ok(hash.to_string())
}

fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}
