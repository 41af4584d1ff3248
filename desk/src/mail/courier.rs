//! The courier: takes letters out of the outbox until each is handed over. A letter that was handed
//! over but not crossed out goes again under the same Message-ID, so that it can be recognised.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use chrono::TimeDelta;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use sqlx::Row as _;

use super::threads;
use crate::desk::Desk;
use crate::problem::Fault;
use crate::store::{Row, ms};

/// Where mail is handed over, and in whose name.
#[derive(Clone, Debug)]
pub struct Post {
    smtp: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// How the desk signs in to a mail server.
#[derive(Clone)]
pub struct Login {
    /// The account's name.
    pub user: String,
    /// Its password.
    pub password: String,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Login({})", self.user)
    }
}

impl Post {
    /// Hands mail over to this server, encrypted unless it is on this very machine.
    ///
    /// # Errors
    /// When the server or the sender cannot be understood.
    pub fn new(server: &str, login: Option<Login>, from: &str) -> anyhow::Result<Self> {
        let (host, port) = server
            .rsplit_once(':')
            .ok_or_else(|| anyhow::anyhow!("--smtp wants host:port, not `{server}`"))?;
        let port: u16 = port.parse()?;
        let mut builder = if on_this_machine(host) {
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
        } else {
            AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host)?
        };
        if let Some(Login { user, password }) = login {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self {
            smtp: builder
                .port(port)
                .timeout(Some(Duration::from_secs(20)))
                .build(),
            from: from.parse()?,
        })
    }

    /// A letter as it leaves the house.
    ///
    /// # Errors
    /// When it cannot be written as a mail.
    pub async fn message(&self, desk: &Desk, row: &Row) -> anyhow::Result<Message> {
        let recipient: String = row.try_get("recipient")?;
        let to = Mailbox::new(
            Some(row.try_get("recipient_name")?),
            recipient.parse::<Address>()?,
        );
        let (id, domain): (String, _) = (row.try_get("id")?, self.from.email.domain());
        let now: SystemTime = desk.world.now().into();
        let mut letter = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(row.try_get::<String, _>("subject")?)
            .message_id(Some(format!("<{id}@{domain}>")))
            .date(now);
        if let Some(address) = self.answered_at(desk, row, &recipient).await? {
            letter = letter.reply_to(address);
        }
        let before = threads::before(&mut *desk.read().await?, row, domain).await?;
        if let Some(newest) = before.last() {
            letter = letter
                .in_reply_to(newest.clone())
                .references(before.join(" "));
        }
        let mut message = letter.multipart(MultiPart::alternative_plain_html(
            row.try_get::<String, _>("body_text")?,
            row.try_get::<String, _>("body_html")?,
        ))?;
        let mut add = |name, value: &str| {
            let value = HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
            message.headers_mut().insert_raw(value);
        };
        // Other machines are told not to answer, and this desk knows its own letters when they return.
        add("Auto-Submitted", "auto-generated");
        add("X-Deskside-Loop", domain);
        if let Some(address) = row.try_get::<Option<String>, _>("stop")? {
            add("List-Unsubscribe", &format!("<{address}>"));
            add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        Ok(message)
    }

    /// The address that leads this recipient's answer into the ticket, where mail is taken in at all.
    async fn answered_at(
        &self,
        desk: &Desk,
        row: &Row,
        recipient: &str,
    ) -> anyhow::Result<Option<Mailbox>> {
        let (Some(address), Some(ticket)) = (desk.answers.get(), row.try_get("ticket")?) else {
            return Ok(None);
        };
        let token = threads::token(desk, row.try_get("system")?, ticket, recipient).await?;
        let address: Address = address.parse()?;
        let address = Address::new(format!("{}+{token}", address.user()), address.domain())?;
        Ok(Some(Mailbox::new(self.from.name.clone(), address)))
    }
}

/// The address in a sender such as `Support desk <support@desk.example>`.
///
/// # Errors
/// When there is none.
pub fn address_of(sender: &str) -> anyhow::Result<String> {
    Ok(sender.parse::<Mailbox>()?.email.to_string())
}

/// Whether a server runs on this very machine, so that nobody listens in between.
pub(super) fn on_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Sends until the desk stops.
pub async fn run(desk: Desk, post: Post) {
    let mut stopped = Box::pin(desk.stopped());
    loop {
        if let Err(error) = round(&desk, &post).await {
            tracing::error!(%error, "the outbox could not be read");
        }
        tokio::select! {
            () = desk.mail.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
            () = &mut stopped => return,
        }
    }
}

/// Sends all that is due.
async fn round(desk: &Desk, post: &Post) -> Result<(), Fault> {
    loop {
        let now = desk.world.now();
        let due = sqlx::query(
            "SELECT * FROM outbox WHERE try_at IS NOT NULL AND try_at <= $1 ORDER BY try_at LIMIT 20",
        )
        .bind(ms(now))
        .fetch_all(&mut *desk.read().await?)
        .await?;
        if due.is_empty() {
            return Ok(());
        }
        for row in due {
            let sent = match post.message(desk, &row).await {
                Ok(message) => match post.smtp.send(message).await {
                    Ok(_) => Outcome::Sent,
                    Err(error) if error.is_permanent() => Outcome::Hopeless(error.to_string()),
                    Err(error) => Outcome::Later(error.to_string()),
                },
                Err(error) => Outcome::Hopeless(error.to_string()),
            };
            note(desk, &row, sent).await?;
        }
    }
}

/// What became of a letter.
enum Outcome {
    Sent,
    Later(String),
    Hopeless(String),
}

async fn note(desk: &Desk, row: &Row, outcome: Outcome) -> Result<(), Fault> {
    let (system, id): (String, String) = (row.try_get("system")?, row.try_get("id")?);
    let attempts: i64 = row.try_get("attempts")?;
    let now = desk.world.now();
    let (sent_at, try_at) = match outcome {
        Outcome::Sent => (Some(ms(now)), None),
        Outcome::Later(error) => {
            let wait = TimeDelta::seconds(2 << attempts.clamp(0, 10));
            tracing::warn!(%error, %id, "a mail could not be handed over yet");
            (None, Some(ms(now + wait)))
        }
        Outcome::Hopeless(error) => {
            tracing::error!(%error, %id, "a mail was refused for good");
            (None, None)
        }
    };
    desk.store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE outbox SET sent_at = $3, try_at = $4, attempts = attempts + 1,
                     body_text = CASE WHEN sealed = 1 AND $4 IS NULL THEN '' ELSE body_text END,
                     body_html = CASE WHEN sealed = 1 AND $4 IS NULL THEN '' ELSE body_html END
                     WHERE system = $1 AND id = $2",
                )
                .bind(system)
                .bind(id)
                .bind(sent_at)
                .bind(try_at)
                .execute(&mut **tx)
                .await?;
                Ok(())
            })
        })
        .await
}
