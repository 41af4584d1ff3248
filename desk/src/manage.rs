//! What whoever runs the desk does from the command line: systems and agents are added beside a
//! running desk too.

use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use chrono::TimeDelta;
use chrono_tz::Tz;
use deskside_protocol::identity::Lang;
use deskside_protocol::ids::{AgentId, SystemId};

use crate::desk::Desk;
use crate::identity::{NewAgent, add_agent};
use crate::keys::{KeyPair, digest};
use crate::policy::{self, Rules, modules};
use crate::store::ms;
use crate::system::{System, origin_of};
use crate::world::World;

/// How long a pairing code waits for its one use.
const CODE: TimeDelta = TimeDelta::hours(24);
/// Letters of a code: none that people confuse when they type it.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A system to be added.
#[derive(Clone, Debug)]
pub struct NewSystem {
    /// The customer's name.
    pub name: String,
    /// Origins whose pages may embed the widget.
    pub origins: Vec<String>,
    /// IANA time zone.
    pub zone: Tz,
}

/// Adds a system, and makes the code its admin pairs the host with. Only its hash is kept.
///
/// # Errors
/// When an origin is none, or the database refuses.
pub async fn add_system(desk: &Desk, new: NewSystem) -> anyhow::Result<(SystemId, String)> {
    ensure!(!new.name.trim().is_empty(), "a system needs a name");
    ensure!(!new.origins.is_empty(), "a system needs an origin");
    let origins = new
        .origins
        .iter()
        .map(|origin| {
            origin_of(origin)
                .with_context(|| format!("`{origin}` is no origin such as https://erp.example"))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let id = SystemId::from_random(desk.world.random());
    let code = code(desk.world.random());
    let (kept, hash, now) = (id.clone(), digest(&code), desk.world.now());
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO systems
                     (id, name, time_zone, code_hash, code_expires_at, created_at)
                     VALUES ($1, $2, $3, $4, $5, $6)",
                )
                .bind(kept.as_str())
                .bind(new.name.trim())
                .bind(new.zone.name())
                .bind(hash)
                .bind(ms(now + CODE))
                .bind(ms(now))
                .execute(&mut **tx)
                .await?;
                for origin in origins {
                    sqlx::query(
                        "INSERT INTO origins (system, origin) VALUES ($1, $2)
                         ON CONFLICT DO NOTHING",
                    )
                    .bind(kept.as_str())
                    .bind(origin)
                    .execute(&mut **tx)
                    .await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok((id, code))
}

/// Somebody who is written to about a system as a whole.
#[derive(Clone, Debug)]
pub struct NewContact {
    /// Which system.
    pub system: SystemId,
    /// Where mail reaches them.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their language.
    pub lang: Lang,
}

/// Names somebody who is written to about a system as a whole.
///
/// # Errors
/// When there is no such system, or the e-mail is none.
pub async fn add_contact(desk: &Desk, new: NewContact) -> anyhow::Result<()> {
    ensure!(
        new.email.trim().parse::<lettre::Address>().is_ok(),
        "`{}` is no e-mail address",
        new.email
    );
    ensure!(!new.name.trim().is_empty(), "a contact needs a name");
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                let system = System::load(tx, &new.system).await?;
                policy::add_contact(tx, &system.id, &new.email, &new.name, new.lang).await
            })
        })
        .await
        .context("the contact could not be added (is there such a system?)")
}

/// Notes which version of the policy a system's customer signed, and which plan they booked. Only
/// what the desk has can be signed: it keeps every version it was ever started with.
///
/// # Errors
/// When there is no such system, version or plan.
pub async fn sign(
    desk: &Desk,
    system: String,
    policy: &str,
    plan: Option<&str>,
) -> anyhow::Result<()> {
    let Some(version) = desk.rules.version(policy) else {
        let known = desk.rules.numbers().collect::<Vec<_>>().join(", ");
        bail!("the desk has no policy `{policy}`, but these: {known}");
    };
    if let Some(plan) = plan {
        let plans: Vec<_> = version.plans.iter().map(|plan| plan.id.as_str()).collect();
        ensure!(
            plans.contains(&plan),
            "the policy {policy} has no plan `{plan}`, but these: {}",
            plans.join(", ")
        );
    }
    let (policy, plan) = (policy.to_owned(), plan.map(str::to_owned));
    let found = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query("UPDATE systems SET policy = $2, plan = $3 WHERE id = $1")
                    .bind(system)
                    .bind(policy)
                    .bind(plan)
                    .execute(&mut **tx)
                    .await?;
                Ok(done.rows_affected() > 0)
            })
        })
        .await?;
    ensure!(found, "there is no such system");
    Ok(())
}

/// Adds an agent.
///
/// # Errors
/// When the e-mail is taken or none, or the password too short.
pub async fn add(desk: &Desk, new: NewAgent) -> anyhow::Result<AgentId> {
    ensure!(
        new.email.parse::<lettre::Address>().is_ok(),
        "`{}` is no e-mail address",
        new.email
    );
    ensure!(!new.name.trim().is_empty(), "an agent needs a name");
    ensure!(
        new.password.chars().count() >= 8,
        "a password has at least 8 characters"
    );
    let world = desk.world.clone();
    desk.store
        .write(move |tx| Box::pin(async move { add_agent(tx, &world, new).await }))
        .await
        .context("the agent could not be added (is the e-mail taken?)")
}

/// Makes a key for lists of assessed modules, and answers with its public half.
///
/// # Errors
/// When the file is there already or cannot be written.
pub fn vendor_key(out: &Path, world: &World) -> anyhow::Result<String> {
    let key =
        KeyPair::make(out, world).with_context(|| format!("cannot make {}", out.display()))?;
    Ok(key.public())
}

/// Signs a list of assessed modules, in the name of the vendor of the policy in force when no other
/// is given.
///
/// # Errors
/// When key or list cannot be read.
pub fn sign_modules(
    key: &Path,
    list: &Path,
    vendor: Option<String>,
    world: &World,
) -> anyhow::Result<String> {
    let told = |file: &Path| format!("cannot read {}", file.display());
    let pair = KeyPair::read(key).with_context(|| told(key))?;
    let names = std::fs::read_to_string(list).with_context(|| told(list))?;
    let (rules, now) = (Rules::load()?, world.now());
    let vendor = vendor.unwrap_or_else(|| rules.in_force(now.date_naive()).vendor.clone());
    modules::sign(&pair, &vendor, &names, now)
}

/// 100 random bits as four groups of five letters.
fn code(random: [u8; 20]) -> String {
    let mut code = String::with_capacity(23);
    for (place, byte) in random.iter().enumerate() {
        if place > 0 && place % 5 == 0 {
            code.push('-');
        }
        code.push(char::from(LETTERS[usize::from(byte & 31)]));
    }
    code
}
